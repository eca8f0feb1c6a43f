import assert from "node:assert/strict";
import { test } from "node:test";
import { suits } from "../src/keeper/suits";

/** A Dutch PostNL point, chosen under this `carriers` attribute. */
function held(carriers) {
  const service_point = { address: { country_code: "NL" } };
  return { selection: { carrier: "postnl", service_point }, carriers };
}

function elementWith(attributes) {
  return { getAttribute: (name) => attributes[name] ?? null };
}

for (const [attributes, isSuited] of [
  [{}, true],
  [{ country: " nl " }, true],
  [{ country: "BE" }, false],
  [{ carriers: "dhl, postnl" }, true],
  [{ carriers: "dhl\npostnl" }, true],
  [{ carriers: "dhl dpd" }, false],
  [{ carriers: "postnl-express" }, false],
  // An empty list suits any.
  [{ carriers: " , " }, true],
  [{ country: "BE", carriers: "postnl" }, false],
])
  test(`a Dutch PostNL point for ${JSON.stringify(attributes)}: ${isSuited}`, () => {
    assert.equal(suits(elementWith(attributes), held("other")), isSuited);
  });

test("a carrier that goes by another code suits the list that it was chosen under", () => {
  const element = elementWith({ carriers: "post_nl" });
  assert.equal(suits(element, held("post_nl")), true);
  assert.equal(suits(element, held(null)), false);
});
