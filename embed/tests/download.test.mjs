import assert from "node:assert/strict";
import { test } from "node:test";
import { forgetful } from "../src/download";

// A deadline that nobody waits for any more keeps no page open, and should not keep Node either.
const { setTimeout: start } = globalThis;
globalThis.setTimeout = (...timer) => start(...timer).unref();

test("all callers share one success", async () => {
  let runs = 0;
  const load = forgetful(async () => ++runs);
  assert.deepEqual(await Promise.all([load(), load()]), [1, 1]);
  assert.equal(await load(), 1);
});

test("a failure is forgotten, and the next attempt knows its number", async () => {
  const attempts = [];
  const load = forgetful(async (attempt) => {
    attempts.push(attempt);
    if (attempt === 1) throw new Error("offline");
    return "loaded";
  });
  await assert.rejects(load(), { message: "offline" });
  assert.equal(await load(), "loaded");
  assert.deepEqual(attempts, [1, 2]);
});
