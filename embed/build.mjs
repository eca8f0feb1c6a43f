// Bundles what browsers load, apart from the WASM: called by `cargo xtask build` and Trunk's hook.

import { build, transform } from "esbuild";
import { createHash } from "node:crypto";
import {
  cp,
  mkdir,
  readdir,
  readFile,
  rename,
  writeFile,
} from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const USAGE = `usage: node embed/build.mjs <command>
  modules --glue FILE --out DIR       widget.js, map.js, widget.css, locales/
  loader --manifest FILE --out DIR    picker.js and sendcloud-compat.js, stamped with the manifest
  demo --out DIR                      demo/ from index.html and assets/demo/
  trunk --out DIR                     all but the glue, for Trunk's development server`;

const embed = dirname(fileURLToPath(import.meta.url));
const root = dirname(embed);
const assets = join(root, "assets");

/** The oldest browsers with what the picker needs: constructable sheets, ElementInternals, dialogs. */
const TARGET = ["chrome111", "firefox113", "safari16.4"];

/** Keys of the texts that stand in the loader, in the order of `embed/src/texts.ts`. */
const LOADER_TEXTS = ["heading", "close", "try_again", "unavailable"];

/** A language that nobody speaks, for trying out what is written from right to left. */
const PSEUDO_LOCALE = "ar-XB";

/** The loader, and the loader with the hosted picker's call, by their entries. */
const LOADERS = {
  "src/picker.ts": "picker.js",
  "src/compat.ts": "sendcloud-compat.js",
};

/** What the loader loads. */
const LOADED = ["widget.js", "widget_bg.wasm", "widget.css"];

/** Members that only the loader's own modules use: in the bundle they can be short. */
const INNER_NAMES = [
  "showFailure",
  "openDialog",
  "renewDialog",
  "focusPicker",
  "keeper",
];

/**
 * Members of `embed/src/border.ts`, short in `picker.js` and `widget.js` alike. No name is among them
 * that something of the page, the browser or the WASM has too.
 */
const BORDER_NAMES = [
  "arrange",
  "closeDialog",
  "emit",
  "giveUp",
  "hasFocus",
  "hideLoading",
  "isBare",
  "isChanging",
  "isDialog",
  "isMounted",
  "isOpen",
  "moduleLoader",
  "takeOwn",
  "showLoading",
];

/** Leaflet's licence asks that its notice stays with every copy. */
const LEAFLET_NOTICE =
  "/* Leaflet 1.9.4, (c) 2010-2023 Volodymyr Agafonkin, (c) 2010-2011 CloudMade, BSD-2-Clause, https://leafletjs.com */";

/**
 * Leaflet's own `core/Browser.js` assigns `innerHTML` while it loads, which throws on a page that
 * enforces Trusted Types. Ours holds the same constants for the browsers of today.
 */
const ownBrowserConstants = {
  name: "own-browser-constants",
  setup({ onResolve }) {
    onResolve({ filter: /\/Browser$/ }, ({ importer }) =>
      importer.includes("leaflet")
        ? { path: join(embed, "src/map/browser.ts") }
        : undefined,
    );
  },
};

/** A sheet that a script adopts is text in it; esbuild leaves text alone, so it is minified here. */
const minifiedSheets = {
  name: "minified-sheets",
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const css = await readFile(path, "utf8");
      const { code } = await transform(css, {
        loader: "css",
        minify: true,
        target: TARGET,
      });
      // esbuild leaves the values of custom properties as they are.
      const contents = code.trim().replace(/([:,(]) | (?=\))/g, "$1");
      return { contents, loader: "text" };
    });
  },
};

const COMMANDS = {
  async modules({ glue, out }) {
    const digests = await locales(out);
    await sharedModules(out);
    const map = digestOf(await readFile(join(out, "map.js")));
    await glueModule(required(glue, "--glue"), out, digests, map);
  },

  async loader({ manifest, out }) {
    const file = await readFile(required(manifest, "--manifest"), "utf8");
    await loader(JSON.parse(file), out);
  },

  async demo({ out }) {
    const page = await readFile(join(root, "index.html"), "utf8");
    const lines = page
      .split("\n")
      .filter((line) => !line.includes("data-trunk"));
    await demoFiles(out);
    await writeFile(join(out, "demo", "index.html"), lines.join("\n"));
  },

  async trunk({ out }) {
    // Trunk's own `widget.js` is the glue alone.
    const glue = join(out, "glue.js");
    await rename(join(out, "widget.js"), glue);
    // In development files change under their names, so no digest is checked.
    const digests = Object.keys(await locales(out)).map((name) => [name, ""]);
    await Promise.all([
      glueModule(glue, out, Object.fromEntries(digests), ""),
      sharedModules(out),
      developmentLoader(out),
      demoFiles(out),
    ]);
  },
};

/** The glue and what goes with it; `digests` are those of the locales by language, `map` is `map.js`'s. */
async function glueModule(glue, out, digests, map) {
  await bundle(join(embed, "src/widget.ts"), out, "widget.js", {
    alias: { glue: resolve(glue) },
    ...shortNames(),
    define: {
      __ENGLISH__: JSON.stringify(widgetTexts(await readLocale("en"))),
      __LOCALES__: JSON.stringify(digests),
      __MAP_INTEGRITY__: JSON.stringify(map),
    },
  });
}

/** Everything under the hashed folder that does not depend on the compiled widget. */
async function sharedModules(out) {
  await Promise.all([
    bundle(join(embed, "src/map.ts"), out, "map.js", {
      plugins: [ownBrowserConstants],
      banner: { js: LEAFLET_NOTICE },
    }),
    bundle(join(assets, "widget.css"), out, "widget.css"),
  ]);
}

/** Writes all but English, which `widget.js` holds; the digest of each by its language. */
async function locales(out) {
  const english = await readLocale("en");
  const locales = await readLocales();
  delete locales.en;
  locales[PSEUDO_LOCALE] = pseudo(english);
  await mkdir(join(out, "locales"), { recursive: true });
  const digests = Object.entries(locales).map(async ([language, texts]) => {
    checkLocale(language, texts, english);
    const text = JSON.stringify(Object.values(widgetTexts(texts)));
    await writeFile(join(out, "locales", `${language}.json`), text);
    return [language, digestOf(text)];
  });
  return Object.fromEntries(await Promise.all(digests));
}

/** What browsers check a file against. */
function digestOf(content) {
  return `sha256-${createHash("sha256").update(content).digest("base64")}`;
}

async function readLocales() {
  const names = await readdir(join(assets, "locales"));
  const languages = names.map((name) => basename(name, ".json")).sort();
  const locales = languages.map(async (language) => [
    language,
    await readLocale(language),
  ]);
  return Object.fromEntries(await Promise.all(locales));
}

async function readLocale(language) {
  const file = join(assets, "locales", `${language}.json`);
  return JSON.parse(await readFile(file, "utf8"));
}

/**
 * All texts by key: those of the WASM first and sorted, since `widget/build.rs` numbers them so, then
 * those that only `embed/` knows of.
 */
function widgetTexts(texts) {
  const isOurs = (key) => key.startsWith("loader_");
  const keys = Object.keys(texts).sort();
  const sorted = [
    ...keys.filter((key) => !isOurs(key)),
    ...keys.filter(isOurs),
  ];
  return Object.fromEntries(sorted.map((key) => [key, texts[key]]));
}

/** A locale says all that English does, with the same placeholders, in each of its plural forms. */
function checkLocale(language, texts, english) {
  const problems = [];
  const keys = new Set([...Object.keys(english), ...Object.keys(texts)]);
  for (const key of keys) {
    const [text, original] = [texts[key], english[key]];
    if (text === undefined) problems.push(`${key} is missing`);
    else if (original === undefined) problems.push(`${key} is not in en.json`);
    else if (typeof text !== typeof original)
      problems.push(`${key} has other forms than in en.json`);
    else problems.push(...checkText(language, key, text, original));
  }
  if (problems.length)
    throw new Error(`locales/${language}.json: ${problems.join("; ")}`);
}

function checkText(language, key, text, original) {
  if (typeof text === "string")
    return samePlaceholders(text, original)
      ? []
      : [`${key} has other placeholders`];
  const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions();
  const wanted = [...pluralCategories].sort().join();
  const found = Object.keys(text).sort().join();
  if (found !== wanted) return [`${key} has the forms ${found}, not ${wanted}`];
  // A form for one thing need not say "1".
  const bad = Object.entries(text).filter(
    ([category, form]) =>
      !samePlaceholders(form, original[category] ?? original.other) &&
      !(category === "one" && samePlaceholders(form, original.other)),
  );
  return bad.map(([category]) => `${key}.${category} has other placeholders`);
}

function samePlaceholders(text, original) {
  const names = (text) => [...new Set(text.match(/\{\w+\}/g))].sort().join();
  return names(text) === names(original);
}

/** English between the marks that turn it around, so that every text shows where it stands. */
function pseudo(english) {
  const turn = (text) => `\u202e${text}\u202c`;
  const categories = new Intl.PluralRules(PSEUDO_LOCALE).resolvedOptions();
  const texts = Object.entries(english).map(([key, text]) => {
    if (typeof text === "string") return [key, turn(text)];
    const forms = categories.pluralCategories.map((category) => [
      category,
      turn(text[category] ?? text.other),
    ]);
    return [key, Object.fromEntries(forms)];
  });
  return Object.fromEntries(texts);
}

/** The loader's texts: of each language its name, then its texts. */
async function loaderTexts() {
  const locales = Object.entries(await readLocales());
  return locales.map(([language, texts]) => [
    language,
    ...LOADER_TEXTS.map((key) => texts[key]),
  ]);
}

async function loader({ files, ...manifest }, out) {
  // Of all that is built, the loader asks for these alone.
  const asked = LOADED.map((name) => [name, files[name]]);
  manifest.files = Object.fromEntries(asked);
  const texts = JSON.stringify(await loaderTexts());
  for (const [entry, name] of Object.entries(LOADERS))
    await bundle(join(embed, entry), out, name, {
      format: "iife",
      plugins: [minifiedSheets],
      ...shortNames(INNER_NAMES),
      // Nothing in it is read in another way without "use strict", which is bytes.
      tsconfigRaw: {},
      define: {
        __LOADER_TEXTS__: texts,
        __MANIFEST__: JSON.stringify(manifest),
        __SCRIPT__: JSON.stringify(name),
      },
    });
}

/** In development files change under their names, so nothing is hashed and no digest is checked. */
async function developmentLoader(out) {
  const { version } = JSON.parse(
    await readFile(join(embed, "package.json"), "utf8"),
  );
  const files = Object.fromEntries(LOADED.map((name) => [name, ""]));
  await loader({ version, base: "./", files }, out);
}

/** The demo's own files go out as they are: shop developers read them as an example. */
async function demoFiles(out) {
  await cp(join(assets, "demo"), join(out, "demo"), { recursive: true });
}

/** Has the border's members renamed by their place in the list, and others as esbuild sees fit. */
function shortNames(others = []) {
  const names = [...BORDER_NAMES, ...others];
  const letters = BORDER_NAMES.map((name, i) => [name, (10 + i).toString(36)]);
  return {
    mangleProps: new RegExp(`^(${names.join("|")})$`),
    mangleCache: Object.fromEntries(letters),
  };
}

async function bundle(entry, out, name, options = {}) {
  await build({
    entryPoints: entry && [entry],
    outfile: join(out, name),
    bundle: true,
    minify: true,
    format: "esm",
    charset: "ascii",
    target: TARGET,
    logLevel: "error",
    ...options,
  });
}

function required(value, option) {
  if (value === undefined) fail(`${option} is missing`);
  return value;
}

function fail(message) {
  console.error(`build.mjs: ${message}\n${USAGE}`);
  process.exit(2);
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        glue: { type: "string" },
        manifest: { type: "string" },
        out: { type: "string" },
      },
    });
  } catch (error) {
    return fail(error.message);
  }
}

const { positionals, values } = readArguments();
const [name, surplus] = positionals;
if (!Object.hasOwn(COMMANDS, name ?? ""))
  fail(`unknown command "${name ?? ""}"`);
if (surplus !== undefined) fail(`unexpected argument "${surplus}"`);
const out = required(values.out, "--out");
try {
  await mkdir(out, { recursive: true });
  await COMMANDS[name]({ ...values, out });
} catch (error) {
  // esbuild has printed its own findings already.
  if (!error.errors) console.error(`build.mjs: ${error.message}`);
  process.exit(1);
}
