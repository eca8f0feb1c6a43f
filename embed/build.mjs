// Bundles what browsers load, apart from the WASM: called by `cargo xtask build` and Trunk's hook.

import { build, transform } from "esbuild";
import { cp, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const USAGE = `usage: node embed/build.mjs <command>
  modules --glue FILE --out DIR       widget.js, map.js, widget.css, locales/
  loader --manifest FILE --out DIR    picker.js, stamped with the manifest
  demo --out DIR                      demo/ from index.html and assets/demo/
  trunk --out DIR                     all but the glue, for Trunk's development server`;

const embed = dirname(fileURLToPath(import.meta.url));
const root = dirname(embed);
const assets = join(root, "assets");

/** The oldest browsers with what the picker needs: constructable sheets, ElementInternals, dialogs. */
const TARGET = ["chrome111", "firefox113", "safari16.4"];

/** What the loader loads. */
const LOADED = ["widget.js", "widget_bg.wasm", "widget.css", "map.js"];

/** Members that only the loader's own modules use: in the bundle they can be short. */
const INNER_NAMES =
  /^(show(Failure|Loading|Message|Mounted|Unmounted)|(open|close|renew)Dialog|focus(Picker|Summary)|hasFocus|anchor|arrange|is(Bare|Dialog|Selected)|bare|setSelection|explain|held|hold|forget|drop|pending|request|picker|summary|sheet|carriers|json)$/;

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
    await Promise.all([
      glueModule(required(glue, "--glue"), out),
      sharedModules(out),
    ]);
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
    await Promise.all([
      sharedModules(out),
      developmentLoader(out),
      demoFiles(out),
    ]);
  },
};

/** The glue, with what the loader uses of it: bundling drops the other classes. */
async function glueModule(glue, out) {
  const used = `export { default, mount } from "./${basename(glue)}";`;
  await bundle(undefined, out, "widget.js", {
    stdin: { contents: used, resolveDir: dirname(resolve(glue)) },
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
    locales(out),
  ]);
}

async function locales(out) {
  const folder = join(out, "locales");
  await mkdir(folder, { recursive: true });
  const names = await readdir(join(assets, "locales"));
  await Promise.all(
    names
      .filter((name) => name.endsWith(".json"))
      .map(async (name) => {
        const text = await readFile(join(assets, "locales", name), "utf8");
        await writeFile(join(folder, name), JSON.stringify(JSON.parse(text)));
      }),
  );
}

async function loader({ files, ...manifest }, out) {
  // Of all that is built, the loader asks for these alone.
  const asked = LOADED.map((name) => [name, files[name]]);
  manifest.files = Object.fromEntries(asked);
  await bundle(join(embed, "src/picker.ts"), out, "picker.js", {
    format: "iife",
    plugins: [minifiedSheets],
    mangleProps: INNER_NAMES,
    // Nothing in it is read in another way without "use strict", which is bytes.
    tsconfigRaw: {},
    define: { __MANIFEST__: JSON.stringify(manifest) },
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
