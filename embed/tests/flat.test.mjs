import assert from "node:assert/strict";
import { test } from "node:test";
import { flatten, flattenPoints } from "../src/browser/flat";

/** Reads what was laid flat, as `widget/src/js/json.rs` does. */
function read({ cells, text }) {
  const texts = text.split("\0");
  let at = 0;
  const value = () => {
    const kind = cells[at++];
    if (kind <= 2) return [null, false, true][kind];
    if (kind === 3) return cells[at++];
    if (kind === 4) return texts[cells[at++]];
    if (kind === 5) {
      const [index, number] = cells.subarray(at, (at += 2));
      assert.equal(Number(texts[index]), number);
      return texts[index];
    }
    const end = cells[at++];
    const members = [];
    while (at < end)
      members.push(kind === 6 ? value() : [texts[cells[at++]], value()]);
    assert.equal(at, end);
    return kind === 6 ? members : Object.fromEntries(members);
  };
  const root = value();
  assert.equal(at, cells.length);
  return root;
}

test("what JSON can say is laid flat and read again", () => {
  for (const value of [
    null,
    "",
    "07",
    " 51.4 ",
    "-1e3",
    "9:00",
    "+",
    [],
    {},
    [[], [{}], 0, -1.5, 9007199254740991, true, false, "ä", "😀"],
    { id: 1, name: "x", "": { name: ["name", null] }, times: [{ a: "09:00" }] },
  ])
    assert.deepEqual(read(flatten(value)), value);
});

test("what JSON knows nothing of is null, or not there at all", () => {
  const value = {
    a: undefined,
    b: () => 1,
    c: NaN,
    d: Infinity,
    e: Symbol("x"),
    f: 1n,
  };
  const nothing = { b: null, c: null, d: null, e: null, f: null };
  assert.deepEqual(read(flatten(value)), nothing);
});

test("the end of a text does not stand in one", () => {
  assert.deepEqual(read(flatten(["a\0b", { "k\0": 1 }])), ["ab", { k: 1 }]);
});

test("of points only what points have is taken, and one that throws is null", () => {
  const point = { id: 1, marker: { map: {} }, position: { latitude: 1, x: 2 } };
  const throwing = {
    id: 2,
    get name() {
      throw new Error("not yet");
    },
  };
  const taken = read(flattenPoints([point, throwing, 3]));
  assert.deepEqual(taken, [{ id: 1, position: { latitude: 1 } }, null, 3]);
});

/** A page's list may hold itself, by mistake or framework. */
test("what goes round ends", () => {
  const round = { name: "x" };
  round.self = [round];
  assert.equal(read(flatten(round)).self[0].self[0].name, "x");
});

/** Some pages give every array and every text methods of their own. */
test("a page's own methods change nothing", () => {
  Array.prototype.toJSON = () => "no";
  String.prototype.toJSON = () => "no";
  try {
    assert.deepEqual(read(flatten({ a: ["b"] })), { a: ["b"] });
  } finally {
    delete Array.prototype.toJSON;
    delete String.prototype.toJSON;
  }
});
