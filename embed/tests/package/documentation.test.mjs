// What the documentation shows of a page in React or Vue stands in the examples, which the browser
// tests drive.

import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { test } from "node:test";

const root = new URL("../../../", import.meta.url);
const read = (path) => readFile(new URL(path, root), "utf8");

/** Lines without what they are indented by, which is the only difference that there may be. */
function plain(text) {
  const lines = text.split("\n").map((line) => line.trim());
  return `\n${lines.filter(Boolean).join("\n")}\n`;
}

async function sourcesOf(example) {
  const folder = `examples/${example}/src/`;
  const names = await readdir(new URL(folder, root));
  const paths = names.map((name) => folder + name);
  paths.push(`examples/${example}/vite.config.ts`);
  return Promise.all(paths.map(read));
}

for (const [example, heading] of [
  ["react", "React 19"],
  ["vue", "Vue 3"],
])
  test(`the blocks under "${heading}" are those of the example`, async () => {
    const [, rest] = (await read("docs/embedding.md")).split(
      `\n### ${heading}\n`,
    );
    const [section] = rest.split(/\n##/, 1);
    const blocks = [...section.matchAll(/```\w+\n(.*?)```/gs)];
    assert.equal(blocks.length, 2);
    const sources = (await sourcesOf(example)).map(plain);
    for (const [, block] of blocks)
      assert.ok(
        sources.some((source) => source.includes(plain(block))),
        block,
      );
  });
