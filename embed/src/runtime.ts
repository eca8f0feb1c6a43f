// The parts of the picker that are loaded when they are wanted: one WASM instance for the page.

import type { Loader, WidgetModule } from "./border";
import { fetchFile, forgetful, importFile } from "./download";
import { LoadError } from "./errors";
import { type FileName, folderOf, locate, ownAddress } from "./files";
import { SETTING_ATTRIBUTES } from "./settings";

const proxy = folderOf(ownAddress());

export const loader: Loader = {
  proxy,
  attributes: SETTING_ATTRIBUTES,
  moduleLoader: (file) => forgetful((attempt) => importFile(file, attempt)),
};

/** Loads the module that all else is done by. */
// Where it is something else, it fails in use like any other failed load.
export const loadWidget = loader.moduleLoader(
  find("widget.js"),
) as () => Promise<WidgetModule>;

/** Starts the WASM, and loads the style sheet that goes with it. */
export const loadRuntime = forgetful(async (): Promise<CSSStyleSheet> => {
  const [widget, module_or_path, sheet] = await Promise.all([
    loadWidget(),
    compile(),
    style(),
  ]);
  await widget.default({ module_or_path });
  return sheet;
});

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

/**
 * Compiles the empty module: where that is refused, nothing needs to be downloaded.
 *
 * @throws LoadError, which no retry helps against.
 */
export async function probe() {
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
