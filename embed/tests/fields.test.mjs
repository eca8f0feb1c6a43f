import assert from "node:assert/strict";
import { test } from "node:test";
import { fieldsOf } from "../src/keeper/fields";

const SELECTION = {
  service_point_id: 1000002,
  to_post_number: "00123456",
  carrier: "postnl",
  token: "header.claims.signature",
  service_point: {
    name: "Stationsplein Parcel Locker",
    address: {
      street: "Stationsplein",
      house_number: "1",
      postal_code: "5611 AC",
      city: "Eindhoven",
      country_code: "NL",
    },
  },
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

test("a preset's names are those that the shop system's module stores", () => {
  assert.deepEqual(fieldsOf(SELECTION, "magento2"), {
    sendcloud_service_point_id: "1000002",
    sendcloud_service_point_name: "Stationsplein Parcel Locker",
    sendcloud_service_point_street: "Stationsplein",
    sendcloud_service_point_house_number: "1",
    sendcloud_service_point_zip_code: "5611 AC",
    sendcloud_service_point_city: "Eindhoven",
    sendcloud_service_point_country: "NL",
    sendcloud_service_point_postnumber: "00123456",
    carrier: "postnl",
    service_point_token: "header.claims.signature",
  });
  const { sendcloudshipping_service_point_extra_v2, ...others } = fieldsOf(
    SELECTION,
    "woocommerce",
  );
  assert.deepEqual(JSON.parse(sendcloudshipping_service_point_extra_v2), {
    id: "1000002",
    toPostalCode: "00123456",
    name: "Stationsplein Parcel Locker",
    street: "Stationsplein",
    city: "Eindhoven",
    postal_code: "5611 AC",
    house_number: "1",
  });
  const ours = {
    carrier: "postnl",
    service_point_token: "header.claims.signature",
  };
  assert.deepEqual(others, ours);
  assert.deepEqual(fieldsOf(SELECTION, "shopware6"), {
    sendcloud_service_point: "1000002",
    to_post_number: "00123456",
    ...ours,
  });
  assert.deepEqual(fieldsOf(SELECTION, "lightspeed"), {
    "shipmentData[location]": "1000002",
    to_post_number: "00123456",
    ...ours,
  });
});

test("any name can be another, and an empty one leaves its field out", () => {
  const names = "service_point_id=pickup[id], carrier=\n to_post_number=nr";
  assert.deepEqual(fieldsOf(SELECTION, "", names), {
    "pickup[id]": "1000002",
    nr: "00123456",
    service_point_token: "header.claims.signature",
  });
  assert.deepEqual(
    fieldsOf(SELECTION, "shopware6", "sendcloud_service_point=point x=y"),
    {
      point: "1000002",
      to_post_number: "00123456",
      carrier: "postnl",
      service_point_token: "header.claims.signature",
    },
  );
});

test("what is no preset has our own names", () => {
  for (const preset of ["magento", "toString", "__proto__"])
    assert.deepEqual(fieldsOf(SELECTION, preset), fieldsOf(SELECTION));
});
