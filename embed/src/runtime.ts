// The parts of the picker that are loaded when they are wanted: one WASM instance for the page.

import type { Loader, Runtime, WidgetModule } from "./border";
import { compile, forgetful, importFile, style } from "./download";
import { LoadError } from "./errors";
import { type FileName, folderOf, locate, ownAddress } from "./files";
import { SETTING_ATTRIBUTES } from "./settings";

const proxy = folderOf(ownAddress());

/** Unknown until a picker is wanted. */
let isAllowed: boolean | undefined;

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

/** Loads the WASM, and the style sheet that goes with it. */
export const loadRuntime = forgetful((): Promise<Runtime> =>
  Promise.all([compile(find("widget_bg.wasm")), style(find("widget.css"))]),
);

/**
 * Whether the page's policy lets WASM run: compiles the empty module, since nothing needs to be
 * downloaded for what is refused. Each refusal is a report to the page's owner: it is asked once.
 *
 * @throws LoadError where the browser has no WASM, which no retry helps against.
 */
export function allowsWasm(): boolean {
  if (typeof WebAssembly !== "object") throw new LoadError("wasm_unavailable");
  try {
    isAllowed ??= !!new WebAssembly.Module(
      new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]),
    );
  } catch {
    isAllowed = false;
  }
  return isAllowed;
}

function find(name: FileName) {
  return locate(__MANIFEST__, proxy, name);
}
