import assert from "node:assert/strict";
import { test } from "node:test";
import { attributesOf, problemsOf } from "../src/compat/config";

/** One attribute of what a config with this option becomes. */
function attribute(name, option) {
  return attributesOf({ country: "NL", ...option })[name];
}

test("a whole config becomes the element's attributes, and the key none", () => {
  const config = {
    apiKey: "public-key",
    country: "de",
    language: "de-de",
    postalCode: "10178",
    city: "Berlin",
    carriers: "dhl,dpd",
    servicePointId: 1000777,
    postNumber: "00123456",
    shopType: "packStation",
    latitude: "52.52",
    longitude: 13.4,
    weight: 2,
    shop: "berlin",
    reference: "cart-42",
  };
  assert.deepEqual(attributesOf(config), {
    mode: "dialog",
    lang: "de-de",
    country: "DE",
    "postal-code": "10178",
    city: "Berlin",
    latitude: "52.52",
    longitude: "13.4",
    carriers: "dhl,dpd",
    "carrier-shop-type": "packStation",
    value: "1000777",
    "post-number": "00123456",
    shop: "berlin",
    reference: "cart-42",
  });
});

test("what templates print where there is nothing is nothing", () => {
  for (const nothing of [undefined, null, "", "  ", NaN, {}, false]) {
    const config = {
      country: "NL",
      city: nothing,
      carriers: nothing,
      servicePointId: nothing,
      shopType: nothing,
      latitude: nothing,
      longitude: nothing,
      postNumber: "00123456",
    };
    assert.deepEqual(
      attributesOf(config),
      { mode: "dialog", lang: "en", country: "NL" },
      `${nothing}`,
    );
  }
});

test("carriers are a text or a list, of whatever is in it", () => {
  const carriers = (carriers) => attribute("carriers", { carriers });
  assert.equal(carriers("postnl, dhl"), "postnl, dhl");
  assert.equal(carriers(["postnl", " dhl "]), "postnl,dhl");
  assert.equal(carriers([8, 9]), "8,9");
  assert.equal(carriers([null, "", undefined, "dpd"]), "dpd");
  assert.equal(carriers([]), undefined);
});

test("only a whole number above zero is a point's id", () => {
  const id = (servicePointId) => attribute("value", { servicePointId });
  assert.equal(id(1000002), "1000002");
  assert.equal(id(" 1000002 "), "1000002");
  for (const none of [0, "0", "000", NaN, "NaN", "null", -5, 1.5, Infinity, []])
    assert.equal(id(none), undefined, `${none}`);
});

test("half a position is none", () => {
  const half = attributesOf({ country: "NL", latitude: 51.4, longitude: "x" });
  assert.equal(half.latitude, undefined);
  assert.equal(half.longitude, undefined);
  const zero = attributesOf({ country: "NL", latitude: 0, longitude: 0 });
  assert.deepEqual([zero.latitude, zero.longitude], ["0", "0"]);
});

test("a config without a country is told so, and nothing else is missed", () => {
  for (const config of [undefined, null, {}, { country: " " }, { country: {} }])
    assert.deepEqual(problemsOf(config), ["No country set."]);
  assert.deepEqual(problemsOf({ country: "nl", language: "xx" }), []);
});
