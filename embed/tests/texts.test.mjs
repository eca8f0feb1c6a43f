import assert from "node:assert/strict";
import { test } from "node:test";
import { say, tagOf } from "../src/texts";
import { TAGS } from "./support/tags.mjs";

const HEADINGS = {
  de: "Abholstelle wählen",
  el: "Επιλέξτε σημείο παραλαβής",
  en: "Choose a service point",
  fr: "Choisir un point de retrait",
  nl: "Kies een afhaalpunt",
  pt: "Escolha um ponto de recolha",
};

globalThis.ShadowRoot ??= class {};

/** The languages that the shopper's browser asks for. */
function read(...languages) {
  const navigator = { languages };
  Object.defineProperty(globalThis, "navigator", {
    value: navigator,
    configurable: true,
  });
}

/** An element under a `lang`, in a document or in a shadow root. */
function elementUnder(lang, root = {}) {
  const holder = lang === null ? null : { getAttribute: () => lang };
  return { closest: () => holder, getRootNode: () => root };
}

function shadowRootOf(host) {
  return Object.assign(new ShadowRoot(), { host });
}

for (const [tag, language] of TAGS)
  test(`the loader takes ${JSON.stringify(tag)} for ${language}`, () => {
    assert.equal(say("heading", tag, {}), HEADINGS[language]);
  });

test("a page's own text goes before ours, in any language", () => {
  const messages = { heading: "Pick up" };
  assert.equal(say("heading", "nl", messages), "Pick up");
  assert.equal(say("close", "nl", messages), "Sluiten");
});

test("what is no text does not go before ours", () => {
  for (const heading of [{ other: "Pick up" }, 7, null, undefined])
    assert.equal(say("heading", "en", { heading }), HEADINGS.en);
});

test("the page's language counts, then the shopper's", () => {
  read("ja", "pt-BR", "de");
  assert.equal(tagOf(elementUnder("nl-BE")), "nl-BE");
  assert.equal(tagOf(elementUnder(null)), "pt-BR");
  assert.equal(tagOf(elementUnder("")), "pt-BR");
});

test("a language that we do not speak is the page's all the same", () => {
  read("de");
  assert.equal(tagOf(elementUnder("ja")), "ja");
});

test("where nobody asks for a language of ours there is none", () => {
  read("ja", "constructor");
  assert.equal(tagOf(elementUnder(null)), "");
  read();
  assert.equal(tagOf(elementUnder(null)), "");
});

test("the language is found through shadow roots", () => {
  const outer = elementUnder("el");
  const inner = elementUnder(null, shadowRootOf(outer));
  assert.equal(tagOf(elementUnder(null, shadowRootOf(inner))), "el");
});
