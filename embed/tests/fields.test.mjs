import assert from "node:assert/strict";
import { test } from "node:test";
import { fieldsOf } from "../src/keeper/fields";

const SELECTION = {
  service_point_id: 1000002,
  to_post_number: "00123456",
  carrier: "postnl",
  token: "header.claims.signature",
};

test("a post number keeps its leading zeros on the way into a form", () => {
  const fields = fieldsOf(SELECTION);
  assert.deepEqual(fields, {
    service_point_id: "1000002",
    to_post_number: "00123456",
    carrier: "postnl",
    service_point_token: "header.claims.signature",
  });
});

test("without a post number the field is there and empty", () => {
  assert.equal(
    fieldsOf({ ...SELECTION, to_post_number: null }).to_post_number,
    "",
  );
});
