import assert from "node:assert/strict";
import { test } from "node:test";
import { define, extended } from "../src/compat/extended";

const MEMBERS = { open: () => "ours" };

test("a page's object takes members beside its own, and stays itself", () => {
  const theirs = { getApiKey: () => "key", open: () => "theirs" };
  const object = extended(theirs, MEMBERS);
  assert.equal(object, theirs);
  assert.equal(object.open(), "ours");
  assert.equal(object.getApiKey(), "key");
});

test("a getter without a setter gives way", () => {
  const theirs = {
    get open() {
      return undefined;
    },
  };
  assert.equal(extended(theirs, MEMBERS).open(), "ours");
});

test("what is frozen has an heir with both", () => {
  for (const freeze of [Object.freeze, Object.seal, Object.preventExtensions]) {
    const theirs = freeze({
      key: "key",
      getApiKey() {
        return this.key;
      },
    });
    const object = extended(theirs, MEMBERS);
    assert.equal(object.open(), "ours");
    assert.equal(object.getApiKey(), "key");
  }
});

test("what is no object is replaced", () => {
  for (const theirs of [undefined, null, "sendcloud", 7, false])
    assert.equal(extended(theirs, MEMBERS).open(), "ours");
});

test("an object that takes nothing says so", () => {
  assert.equal(define(Object.freeze({}), MEMBERS), false);
  assert.equal(define({}, MEMBERS), true);
});
