import assert from "node:assert/strict";
import { test } from "node:test";
import { directionOf, languageOf } from "../src/browser/locales";
import { TAGS } from "./support/tags.mjs";

for (const [tag, language] of TAGS)
  test(`the widget takes ${JSON.stringify(tag)} for ${language}`, () => {
    assert.equal(languageOf(tag), language);
  });

test("a whole tag that we have texts for goes before its language", () => {
  for (const tag of ["ar-XB", "AR_xb", " ar-XB "])
    assert.equal(languageOf(tag), "ar-XB");
});

test("what is written from right to left is", () => {
  assert.equal(directionOf("ar-XB"), "rtl");
  assert.equal(directionOf("he"), "rtl");
  assert.equal(directionOf("nl"), "ltr");
  assert.equal(directionOf("fa-IR"), "rtl");
  assert.equal(directionOf("fr"), "ltr");
});
