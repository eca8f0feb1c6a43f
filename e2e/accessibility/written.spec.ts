// What is written down about accessibility, held against the files that it is about.

import { readdirSync, readFileSync } from "node:fs";
import { expect } from "@playwright/test";
import { test } from "../support/proxy.ts";

const ROOT = new URL("../../", import.meta.url);

function read(path: string): string {
  return readFileSync(new URL(path, ROOT), "utf8");
}

/** The default colours by name, light and dark, as the style sheet has them. */
function colours(): Map<string, readonly [light: string, dark: string]> {
  const css = read("assets/widget.css");
  const line =
    /--([\w-]+): var\(--spp-color-[\w-]+, light-dark\((#\w+), (#\w+)\)\)/g;
  const found = [...css.matchAll(line)].map(
    ([, name = "", light = "", dark = ""]) => [name, [light, dark]] as const,
  );
  return new Map(found);
}

/** WCAG's relative luminance of `#rgb` or `#rrggbb`. */
function luminance(colour: string): number {
  const digits = colour.slice(1).replace(/^(.)(.)(.)$/, "$1$1$2$2$3$3");
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => {
    const share = parseInt(digits.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** WCAG's contrast, cut and not rounded: what is written never claims too much. */
function contrast(one: string, other: string): string {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort(
    (a, b) => b - a,
  );
  const ratio = (light + 0.05) / (dark + 0.05);
  return (Math.floor(ratio * 100) / 100).toFixed(2);
}

/** A table of numbers that nobody computes again is true on the day it was written. */
test("the contrast figures of the documentation are those of the style sheet, and enough", () => {
  const known = colours();
  const rows = [
    ...read("docs/accessibility.md").matchAll(
      /^\| `([\w-]+)` on `([\w-]+)` \| ([\d.]+) \| ([\d.]+) \| ([\d.]+) \|$/gm,
    ),
  ];
  expect(rows.length).toBeGreaterThan(15);
  for (const [row, name = "", behind = "", light, dark, least] of rows) {
    const [one, other] = [known.get(name), known.get(behind)];
    if (!one || !other) throw new Error(`no such colour: ${row}`);
    const figures = [contrast(one[0], other[0]), contrast(one[1], other[1])];
    expect.soft([light, dark], row).toEqual(figures);
    const lowest = Math.min(...figures.map(Number));
    expect.soft(lowest, row).toBeGreaterThanOrEqual(Number(least));
  }
});

/** Who speaks to the browser says what stands on the button (WCAG 2.5.3). */
test("in every language the name of a details button holds its visible word", () => {
  for (const file of readdirSync(new URL("assets/locales/", ROOT))) {
    const texts = JSON.parse(read(`assets/locales/${file}`)) as {
      details: string;
      details_of: string;
    };
    expect.soft(texts.details_of, file).toContain(texts.details);
  }
});

test("every criterion of WCAG 2.2 at A and AA is answered, and once", () => {
  const text = read("docs/accessibility.md");
  const answered = [...text.matchAll(/^\| (\d\.\d\.\d+) /gm)].map(
    ([, at]) => at,
  );
  const counts: [guideline: string, criteria: number[]][] = [
    ["1.1", [1]],
    ["1.2", [1, 2, 3, 4, 5]],
    ["1.3", [1, 2, 3, 4, 5]],
    ["1.4", [1, 2, 3, 4, 5, 10, 11, 12, 13]],
    ["2.1", [1, 2, 4]],
    ["2.2", [1, 2]],
    ["2.3", [1]],
    ["2.4", [1, 2, 3, 4, 5, 6, 7, 11]],
    ["2.5", [1, 2, 3, 4, 7, 8]],
    ["3.1", [1, 2]],
    ["3.2", [1, 2, 3, 4, 6]],
    ["3.3", [1, 2, 3, 4, 7, 8]],
    ["4.1", [2, 3]],
  ];
  const all = counts.flatMap(([guideline, criteria]) =>
    criteria.map((number) => `${guideline}.${number}`),
  );
  expect(answered).toEqual(all);
});

test("every test that the documentation names is there", () => {
  const named = read("docs/accessibility.md").matchAll(/`([\w/]+\.spec\.ts)`/g);
  const files = new Set([...named].map(([, file]) => file ?? ""));
  expect(files.size).toBeGreaterThan(8);
  for (const file of files)
    expect.soft(() => read(`e2e/${file}`), file).not.toThrow();
});
