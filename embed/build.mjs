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
  modules --glue FILE --out DIR       widget.js, map.js, widget.css, locales/, the frame
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
const INNER_NAMES = ["openDialog", "renewDialog", "focusPicker", "keeper"];

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
  "showFailure",
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

/** What the glue has for others than us, and what stays of it. */
const GLUE_SURPLUS = [
  // Assigned to classes that nobody uses, which would keep them.
  [/^if \(Symbol\.dispose\).*$/gm, ""],
  // Written into texts of panics, which the widget shows to nobody.
  [/debugString\((arg\d)\)/, "typeof $1"],
  // For browsers that are too old for the rest of it.
  [
    /\(typeof FinalizationRegistry === 'undefined'\)\s*\? \{[^]*?\n\s*: (?=new)/g,
    "",
  ],
  [/if \(!\('encodeInto' in \w+\)\) \{[^]*?\};\s*\};\s*\}/, ""],
  // For programs that read gigabytes of texts.
  [/numBytesDecoded \+= [^]*?(?=return cachedTextDecoder)/, ""],
  [/let numBytesDecoded = 0;/, ""],
];

/**
 * The glue as a function, `newGlue`, since the module that wasm-bindgen writes can start only one
 * instance of the WASM, and one that failed has to be replaced. How it is started is our own matter
 * (`embed/src/keeper/instance.ts`): what the glue has for that is dropped.
 */
function glueAsFunction(glue) {
  const source = { path: glue, namespace: "glue-source" };
  return {
    name: "glue-as-function",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^glue$/ }, () => ({
        path: glue,
        namespace: "glue",
      }));
      onLoad({ filter: /.*/, namespace: "glue" }, async () => {
        const inner = {
          name: "glue-source",
          setup({ onResolve, onLoad }) {
            onResolve({ filter: /^source$/ }, () => source);
            onLoad({ filter: /.*/, namespace: source.namespace }, async () => {
              let text = await readFile(glue, "utf8");
              for (const [surplus, rest] of GLUE_SURPLUS)
                text = text.replace(surplus, rest);
              return {
                contents: `${text}
                  export { __wbg_get_imports as imports, __wbg_finalize_init as finish };`,
                resolveDir: dirname(glue),
              };
            });
          },
        };
        const { outputFiles } = await build({
          stdin: {
            contents: 'export { finish, imports, mount } from "source";',
          },
          plugins: [inner],
          bundle: true,
          format: "esm",
          target: TARGET,
          logLevel: "error",
          write: false,
        });
        const [module, names] = outputFiles[0].text.split(/^export \{/m);
        const members = names.replace(/(\S+) as (\w+)/g, "$2: $1");
        return {
          contents: `export function newGlue() { ${module} return {${members} }`,
          resolveDir: dirname(glue),
        };
      });
    },
  };
}

/**
 * Leaflet takes a tile away by an empty picture at a `data:` address, which is a violation, reported
 * each time, on a page whose policy allows pictures of the proxy alone. No address does the same.
 */
const noDataPictures = {
  name: "no-data-pictures",
  setup({ onLoad }) {
    onLoad(
      { filter: /leaflet[\\/]src[\\/]core[\\/]Util\.js$/ },
      async ({ path }) => {
        const script = await readFile(path, "utf8");
        const contents = script.replace(
          /(emptyImageUrl = )'data:[^']*'/,
          "$1''",
        );
        if (contents === script)
          throw new Error(`${path}: no picture to replace`);
        return { contents };
      },
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
    const locales = await writeLocales(out);
    await sharedModules(out);
    const digestIn = async (name) => digestOf(await readFile(join(out, name)));
    await glueModules(required(glue, "--glue"), out, {
      locales,
      map: await digestIn("map.js"),
      rare: await digestIn("rare.js"),
    });
    await framePage(out, await digestIn("frame.js"));
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
    const names = Object.keys(await writeLocales(out));
    const locales = Object.fromEntries(names.map((name) => [name, ""]));
    await Promise.all([
      glueModules(glue, out, { locales, map: "", rare: "" }),
      framePage(out, ""),
      sharedModules(out),
      developmentLoader(out),
      demoFiles(out),
    ]);
  },
};

/** The glue and what goes with it; `digests` are those of the locales by language, and of two modules. */
async function glueModules(glue, out, digests) {
  const options = {
    plugins: [glueAsFunction(resolve(glue)), minifiedSheets],
    ...shortNames(),
    define: {
      __ENGLISH__: JSON.stringify(widgetTexts(await readLocale("en"))),
      __LOCALES__: JSON.stringify(digests.locales),
      __MAP_INTEGRITY__: JSON.stringify(digests.map),
      __RARE_INTEGRITY__: JSON.stringify(digests.rare),
    },
  };
  await bundle(join(embed, "src/widget.ts"), out, "widget.js", options);
  await bundle(join(embed, "src/frame.ts"), out, "frame.js", options);
}

/** The document of a frame, which checks its script. */
async function framePage(out, integrity) {
  const page = await readFile(join(embed, "src/frame.html"), "utf8");
  await writeFile(
    join(out, "frame.html"),
    page.replace("{integrity}", integrity),
  );
}

/** Everything under the hashed folder that does not depend on the compiled widget. */
async function sharedModules(out) {
  await Promise.all([
    bundle(join(embed, "src/map.ts"), out, "map.js", {
      plugins: [ownBrowserConstants, noDataPictures],
      banner: { js: LEAFLET_NOTICE },
    }),
    bundle(join(embed, "src/rare.ts"), out, "rare.js", shortNames()),
    bundle(join(assets, "widget.css"), out, "widget.css"),
  ]);
}

/** Writes all but English, which `widget.js` holds; the digest of each by its language. */
async function writeLocales(out) {
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
