// The package as npm packs it, in a project that has nothing else: another folder, plain Node, and
// TypeScript as bundlers and as Node resolve modules.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import {
  mkdir,
  mkdtemp,
  readFile,
  rm,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const embed = fileURLToPath(new URL("../../", import.meta.url));
const root = dirname(embed);
const modules = join(root, "node_modules");
const npm = process.platform === "win32" ? "npm.cmd" : "npm";

const CONSUMER = `
import { load, type Selection } from "service-point-picker";
export async function choose(): Promise<Selection | null> {
  const { open } = await load("https://pickup.example");
  document.createElement("service-point-picker").reset();
  return open({ country: "NL" });
}
// @ts-expect-error: an address is needed.
void load();
`;

const REACT_CONSUMER = `
/// <reference types="service-point-picker/react" />
export const picker = <service-point-picker country="NL" onservice-point-change={({ detail }) => detail?.token} />;
// @ts-expect-error: there is no such attribute.
export const other = <service-point-picker contry="NL" />;
`;

const VUE_CONSUMER = `
/// <reference types="service-point-picker/vue" />
import type { GlobalComponents } from "vue";
export type Picker = InstanceType<GlobalComponents["service-point-picker"]>;
export const props: Picker["$props"] = { country: "NL", required: true };
// @ts-expect-error: there is no such attribute.
export const others: Picker["$props"] = { contry: "NL" };
`;

let folder;
let packed;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "picker-package-"));
  const { stdout } = await run(
    npm,
    ["pack", "--json", "--pack-destination", folder],
    { cwd: embed },
  );
  [packed] = JSON.parse(stdout);
  const unpacked = join(folder, "node_modules/service-point-picker");
  await mkdir(unpacked, { recursive: true });
  const tarball = join(folder, packed.filename);
  await run("tar", ["-xzf", tarball, "-C", unpacked, "--strip-components=1"]);
  await writeFile(join(folder, "package.json"), `{ "type": "module" }`);
});
after(() => rm(folder, { recursive: true }));

/** Type-checks a file in the folder. */
async function check(name, text, moduleResolution) {
  await writeFile(join(folder, name), text);
  const module = moduleResolution === "bundler" ? "preserve" : "nodenext";
  const options = [
    ...["--module", module, "--moduleResolution", moduleResolution],
    ...["--target", "es2022", "--jsx", "react-jsx", "--types", ""],
    ...["--strict", "--noEmit", "--exactOptionalPropertyTypes"],
  ];
  const tsc = join(modules, "typescript/bin/tsc");
  const checking = run(process.execPath, [tsc, ...options, name], {
    cwd: folder,
  });
  await checking.catch(({ stdout }) => assert.fail(stdout));
}

test("it holds what it says and nothing else", () => {
  assert.deepEqual(packed.files.map(({ path }) => path).sort(), [
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "compat.d.ts",
    "custom-elements.json",
    "index.d.ts",
    "index.js",
    "package.json",
    "react.d.ts",
    "vue.d.ts",
  ]);
});

test("its version is the workspace's", async () => {
  const cargo = await readFile(join(root, "Cargo.toml"), "utf8");
  const [, version] = /^version = "(.*)"$/m.exec(cargo);
  assert.equal(packed.version, version);
});

test("a server may import it, and is told that it cannot load it", async () => {
  const program = `
    const before = Object.keys(globalThis).join();
    const { load } = await import("service-point-picker");
    if (Object.keys(globalThis).join() !== before) throw new Error("a global");
    await load("https://pickup.example").catch((error) =>
      console.log(error instanceof Error, error.code, error.retryable, error.message));
  `;
  const node = ["--input-type=module", "--eval", program];
  const { stdout, stderr } = await run(process.execPath, node, { cwd: folder });
  assert.equal(stderr, "");
  assert.match(stdout, /^true load_failed false .*browser/);
});

for (const resolution of ["bundler", "nodenext"]) {
  // Before the frameworks are there: nobody is made to have them.
  test(`its types are found by ${resolution}`, () =>
    check(`${resolution}.ts`, CONSUMER, resolution));
}

test("its types for frameworks are found beside those of the frameworks", async () => {
  await mkdir(join(folder, "node_modules/@types"));
  for (const name of ["@types/react", "vue"])
    await symlink(
      join(modules, name),
      join(folder, "node_modules", name),
      "junction",
    );
  for (const resolution of ["bundler", "nodenext"]) {
    await check(`${resolution}-react.tsx`, REACT_CONSUMER, resolution);
    await check(`${resolution}-vue.ts`, VUE_CONSUMER, resolution);
  }
});
