import assert from "node:assert/strict";
import { test } from "node:test";
import { idOf, isDialog, listOf, settingsJson } from "../src/settings";

const PROXY = "https://pickup.example/";

function settings(attributes, language = "en") {
  return JSON.parse(
    settingsJson(PROXY, language, (name) => attributes[name] ?? null),
  );
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

test("an id is a whole number that JavaScript holds exactly", () => {
  assert.equal(idOf(" 1000002 "), 1000002);
  assert.equal(idOf("9007199254740991"), 9007199254740991);
  for (const text of [
    null,
    "",
    "0",
    "-1",
    "1.5",
    "1e3",
    "0x10",
    "9007199254740992",
    "abc",
  ]) {
    assert.equal(idOf(text), null, `${text}`);
  }
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
    lang: "en",
    value: null,
    post_number: null,
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
    value: "1000002",
    "post-number": "00123456",
    map: "OFF",
  });
  assert.equal(found.mode, "dialog");
  assert.equal(found.postal_code, "5611 EM");
  assert.equal(found.house_number, "10");
  assert.deepEqual(found.shop_types, ["locker", "post_office"]);
  assert.equal(found.latitude, "51.44");
  assert.equal(found.value, 1000002);
  assert.equal(found.post_number, "00123456");
  assert.equal(found.map, "off");
});

test("blank attributes are as good as absent", () => {
  const found = settings({ country: "  ", "post-number": "", lang: "" }, "nl");
  assert.equal(found.country, null);
  assert.equal(found.post_number, null);
  assert.equal(found.lang, "nl");
});

test("the element's own language goes before the page's", () => {
  assert.equal(settings({ lang: "de-AT" }, "nl").lang, "de-AT");
});
