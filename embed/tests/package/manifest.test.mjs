// Editors believe custom-elements.json: it says what the element, its styles and the documentation say.

import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { test } from "node:test";

const root = new URL("../../../", import.meta.url);
const read = (path) => readFile(new URL(path, root), "utf8");

const manifest = JSON.parse(await read("embed/custom-elements.json"));
const [module] = manifest.modules;
const element = module.declarations.find(({ customElement }) => customElement);
const documentation = await read("docs/embedding.md");
const types = await read("embed/index.d.ts");

/** The first group of every match, each once and sorted. */
function found(text, pattern) {
  return sorted([...text.matchAll(pattern)].map(([, name]) => name));
}

function sorted(names) {
  return [...new Set(names)].sort();
}

function named(items) {
  const names = items.map(({ name }) => name);
  assert.equal(new Set(names).size, names.length, "a name twice");
  return sorted(names);
}

/** The text from `start` to `end`. */
function between(text, start, end) {
  const [, rest] = text.split(start, 2);
  assert.ok(rest?.includes(end), `${start} … ${end}`);
  return rest.split(end, 1)[0];
}

/** All files of a folder with this ending, as one text. */
async function sources(folder, ending) {
  const names = await readdir(new URL(folder, root), { recursive: true });
  const files = names.filter((name) => name.endsWith(ending));
  return (await Promise.all(files.map((name) => read(folder + name)))).join();
}

/** The names in the first column of the table under a heading. */
function tableOf(heading) {
  const section = between(documentation, `\n## ${heading}\n`, "\n## ");
  const cells = [...section.matchAll(/^\| (`.*?) \|/gm)].map(
    ([, cell]) => cell,
  );
  return found(cells.join(), /`([\w-]+)`/g);
}

test("attributes are those that the element reads", async () => {
  const settings = await read("embed/src/settings.ts");
  const list = between(settings, "SETTING_ATTRIBUTES = [", "]");
  const observed = between(
    await read("embed/src/element.ts"),
    "observedAttributes = [",
    "]",
  );
  assert.match(observed, /\.\.\.SETTING_ATTRIBUTES/);
  const names = found(list + observed, /"([\w-]+)"/g);
  // The style sheet and the form's fields read these.
  const expected = sorted([...names, "theme", "form"]);
  assert.deepEqual(named(element.attributes), expected);
  assert.deepEqual(tableOf("Attributes"), expected);
});

test("attributes of the types are the same, but for what every element has", () => {
  const body = between(
    types,
    "interface ServicePointPickerAttributes {",
    "\n}",
  );
  const typed = found(body, /^ {2}"?([\w-]+)"?\?:/gm);
  assert.deepEqual(sorted([...typed, "lang"]), named(element.attributes));
});

test("members are those of the types", () => {
  const body = between(
    types,
    "interface ServicePointPickerElement extends HTMLElement {",
    "\n}",
  );
  const typed = found(body, /^ {2}(?:readonly |get |set )?(\w+)[:(]/gm);
  assert.deepEqual(named(element.members), typed);
});

test("events are those of the types and of the documentation", () => {
  const events = named(element.events);
  assert.deepEqual(events, found(types, /^ {2}"(service-point-\w+)":/gm));
  assert.deepEqual(
    events,
    found(documentation, /^\| `(service-point-\w+)` \|/gm),
  );
  for (const { name, type } of element.events)
    assert.ok(types.includes(`"${name}": ${type.text};`), name);
});

test("custom properties are those of the style sheets and of the documentation", async () => {
  const css =
    (await read("assets/widget.css")) + (await read("embed/src/skeleton.css"));
  const properties = named(element.cssProperties);
  assert.deepEqual(properties, found(css, /var\(\s*(--spp-[\w-]+)/g));
  assert.deepEqual(properties, found(documentation, /`(--spp-[\w-]+)`/g));
});

test("parts are those of the widget and of the documentation", async () => {
  const rust = await sources("widget/src/", ".rs");
  const script = await sources("embed/src/", ".ts");
  const used = [
    ...found(rust, /\.part\("([\w -]+)"\)/g),
    // Rows say more about themselves.
    ...found(rust, /=> "(row[\w -]*)"/g),
    ...found(script, /\bpart: "([\w -]+)"/g),
    ...found(script, /"(marker(?: [\w-]+)*)"/g),
  ];
  const parts = named(element.cssParts);
  assert.deepEqual(parts, sorted(used.flatMap((part) => part.split(" "))));
  const listed = between(documentation, "Parts for `::part()`:", "Class names");
  assert.deepEqual(parts, found(listed, /`([\w-]+)`/g));
});

test("error codes of the types are those of the documentation", () => {
  const codes = between(types, "type PickerErrorCode =", ";");
  const table = between(documentation, "| error code |", "\n\n");
  const cells = found(table, /^\| (`.*?) \|/gm).join();
  assert.deepEqual(found(codes, /"(\w+)"/g), found(cells, /`(\w+)`/g));
});

test("presets of the types are those of the documentation", () => {
  const presets = between(types, "type Preset =", ";");
  const table = between(documentation, "| `preset` | fields |", "\n\n");
  assert.deepEqual(
    found(presets, /"(\w+)"/g),
    found(table, /^\| `(\w+)` \|/gm),
  );
});

test("what the manifest exports is what the module exports", async () => {
  const exported = module.exports.filter(({ kind }) => kind === "js");
  const index = await import("../../index.js");
  assert.deepEqual(named(exported), Object.keys(index));
});
