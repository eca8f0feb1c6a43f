// The parts of the picker that are loaded when they are wanted: one WASM instance for the page.

import { fetchFile, forgetful, importFile } from "./download";
import { LoadError } from "./errors";
import { type FileName, folderOf, locate, ownAddress } from "./files";
import type { Glue } from "./glue";

/** The proxy's address. */
export const proxy = folderOf(ownAddress());

/** What it takes to mount a picker. */
export interface Runtime {
  readonly glue: Glue;
  readonly sheet: CSSStyleSheet;
}

async function compile(): Promise<WebAssembly.Module> {
  const response = await fetchFile(find("widget_bg.wasm"));
  // A page may have replaced `fetch` by one whose answers are no Response.
  return response instanceof Response && isWasm(response)
    ? WebAssembly.compileStreaming(response)
    : WebAssembly.compile(await response.arrayBuffer());
}

async function style(): Promise<CSSStyleSheet> {
  const response = await fetchFile(find("widget.css"));
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(await response.text());
  return sheet;
}

/** Loads the module that the WASM is bound by. */
export const loadGlue = forgetful(
  // Where it is something else, it fails in use like any other failed load.
  (attempt) => importFile(find("widget.js"), attempt) as Promise<Glue>,
);

/** Loads all that is not the map; rejects with a {@link LoadError} where no retry helps. */
export const loadRuntime = forgetful(async (): Promise<Runtime> => {
  probe();
  const [glue, module_or_path, sheet] = await Promise.all([
    loadGlue(),
    compile(),
    style(),
  ]);
  await glue.default({ module_or_path });
  return { glue, sheet };
});

/** Loads the map. */
export const loadMap = forgetful((attempt) =>
  importFile(find("map.js"), attempt),
);

/** Compiles the empty module: where that is refused, nothing needs to be downloaded. */
function probe() {
  if (typeof WebAssembly !== "object") throw new LoadError("wasm_unavailable");
  try {
    new WebAssembly.Module(new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]));
  } catch (cause) {
    console.error("service-point-picker: needs script-src 'wasm-unsafe-eval'");
    throw new LoadError("wasm_blocked", cause);
  }
}

function isWasm(response: Response): boolean {
  return response.headers.get("content-type") === "application/wasm";
}

function find(name: FileName) {
  return locate(__MANIFEST__, proxy, name);
}
