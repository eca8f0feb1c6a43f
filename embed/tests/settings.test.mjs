import assert from "node:assert/strict";
import { test } from "node:test";
import { isDialog, listOf, settingsJson } from "../src/settings";

const PROXY = "https://pickup.example/";

function settings(attributes) {
  return JSON.parse(settingsJson(PROXY, (name) => attributes[name] ?? null));
}

test("a list is cut at commas and blanks, and holds each word once", () => {
  assert.deepEqual(listOf("postnl, dhl  dpd,\npostnl,"), [
    "postnl",
    "dhl",
    "dpd",
  ]);
  assert.deepEqual(listOf(" , "), []);
  assert.deepEqual(listOf(null), []);
});

test("only mode=dialog is a dialog", () => {
  assert.equal(isDialog(" Dialog "), true);
  assert.equal(isDialog("modal"), false);
  assert.equal(isDialog(null), false);
});

test("an element without attributes has settings without wishes", () => {
  assert.deepEqual(settings({}), {
    proxy: PROXY,
    shop: null,
    mode: "inline",
    country: null,
    postal_code: null,
    city: null,
    street: null,
    house_number: null,
    address: null,
    latitude: null,
    longitude: null,
    carriers: [],
    shop_types: [],
    reference: null,
    map: "auto",
  });
});

test("attributes arrive under the names of the wire, trimmed, as text", () => {
  const found = settings({
    mode: "dialog",
    "postal-code": " 5611 EM ",
    "house-number": "10",
    "shop-types": "locker post_office",
    latitude: "51.44",
    map: "OFF",
  });
  assert.equal(found.mode, "dialog");
  assert.equal(found.postal_code, "5611 EM");
  assert.equal(found.house_number, "10");
  assert.deepEqual(found.shop_types, ["locker", "post_office"]);
  assert.equal(found.latitude, "51.44");
  assert.equal(found.map, "off");
});

test("blank attributes are as good as absent", () => {
  const found = settings({ country: "  ", reference: "" });
  assert.equal(found.country, null);
  assert.equal(found.reference, null);
});
