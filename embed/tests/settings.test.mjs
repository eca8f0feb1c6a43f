import assert from "node:assert/strict";
import { test } from "node:test";
import { isDialog, SETTING_ATTRIBUTES, settingsJson } from "../src/settings";

const PROXY = "https://pickup.example/";

function settings(attributes) {
  const loader = { proxy: PROXY, attributes: SETTING_ATTRIBUTES };
  return JSON.parse(settingsJson(loader, (name) => attributes[name] ?? null));
}

test("only mode=dialog is a dialog", () => {
  assert.equal(isDialog(" Dialog "), true);
  assert.equal(isDialog("modal"), false);
  assert.equal(isDialog(null), false);
});

test("attributes reach the widget as the page wrote them", () => {
  const found = settings({ "postal-code": " 5611 EM ", map: "OFF" });
  assert.equal(found.proxy, PROXY);
  assert.equal(found["postal-code"], " 5611 EM ");
  assert.equal(found.map, "OFF");
  assert.equal(found.country, null);
});
