import assert from "node:assert/strict";
import { test } from "node:test";
import { fieldsOf, parseSelection } from "../src/selection";

const SELECTION = {
  service_point_id: 1000002,
  to_post_number: "00123456",
  carrier: "postnl",
  token: "header.claims.signature",
};

test("a post number keeps its leading zeros on the way into a form", () => {
  const fields = fieldsOf(parseSelection(JSON.stringify(SELECTION)));
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

test("what lacks a field that shops save is no selection", () => {
  for (const name of ["service_point_id", "carrier", "token"]) {
    const { [name]: _, ...rest } = SELECTION;
    assert.throws(() => parseSelection(JSON.stringify(rest)), TypeError, name);
  }
  assert.throws(() => parseSelection("null"), TypeError);
});
