import assert from "node:assert/strict";
import { test } from "node:test";
import { Texts } from "../src/browser/texts";

const CLOSE = 0;
const FOUND = 1;
const BEYOND = 99;

const POLISH = [
  "Zamknij",
  {
    one: "{n} punkt",
    few: "{n} punkty",
    many: "{n} punktów",
    other: "{n} punktu",
  },
];

function forms(texts, counts) {
  return counts.map((count) => texts.plural(FOUND, count));
}

test("each count has its plural form", () => {
  const { one, few, many, other } = POLISH[FOUND];
  assert.deepEqual(
    forms(new Texts("pl", POLISH, {}), [0, 1, 2, 5, 12, 22, 112, 1.5]),
    [many, one, few, many, many, few, many, other],
  );
  const czech = ["Zavřít", { one: "1", few: "2", many: "1.5", other: "5" }];
  assert.deepEqual(forms(new Texts("cs", czech, {}), [0, 1, 4, 5, 1.5]), [
    "5",
    "1",
    "2",
    "5",
    "1.5",
  ]);
});

test("a form that a locale lacks is its other", () => {
  const texts = new Texts("pl", ["", { other: "{n} punktu" }], {});
  assert.equal(texts.plural(FOUND, 3), "{n} punktu");
});

test("a text that a locale lacks is English, in English forms", () => {
  const texts = new Texts("pl", [], {});
  assert.equal(texts.get(CLOSE), "Close");
  assert.deepEqual(forms(texts, [1, 2, 5]), [
    "{n} point",
    "{n} points",
    "{n} points",
  ]);
});

test("what is no text in a locale is English", () => {
  for (const wrong of [7, null, [], { few: 3 }])
    assert.equal(new Texts("pl", [wrong], {}).get(CLOSE), "Close");
});

test("a page's own texts go before the locale's, whole or by their forms", () => {
  const texts = new Texts("pl", POLISH, {
    close: "Wstecz",
    found: { few: "{n} paczkomaty", other: "{n} paczkomatu" },
  });
  assert.equal(texts.get(CLOSE), "Wstecz");
  assert.deepEqual(forms(texts, [2, 5]), ["{n} paczkomaty", "{n} paczkomatu"]);
  const plain = new Texts("pl", POLISH, { found: "punkty: {n}" });
  assert.deepEqual(forms(plain, [1, 5]), ["punkty: {n}", "punkty: {n}"]);
});

test("what is no text of the page's own leaves the locale's", () => {
  for (const close of [7, null, { few: 3 }])
    assert.equal(new Texts("pl", POLISH, { close }).get(CLOSE), "Zamknij");
});

test("a text is found by its key too", () => {
  const texts = new Texts("pl", [...POLISH, "Nadal sprawdzamy…"], {});
  assert.equal(texts.say("loader_checking"), "Nadal sprawdzamy…");
  const english = new Texts("en", [], {});
  assert.equal(english.say("loader_checking"), "Still checking…");
});

test("a number without a text throws nothing", () => {
  assert.equal(new Texts("en", [], {}).get(BEYOND), "");
});
