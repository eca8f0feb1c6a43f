// What lies beside `widget.js` and is loaded when it is wanted, once for the page.

import type { Loader } from "../border";
import type * as framed from "../framed";

type Load = () => Promise<unknown>;

let map: Load | undefined;
let framing: Load | undefined;

/** `map.js`, for the WASM. */
export function loadMap({ moduleLoader }: Loader): Promise<unknown> {
  map ??= moduleLoader(beside("map.js", __MAP_INTEGRITY__));
  return map();
}

/** `framed.js`, for pages that forbid WASM. */
export function loadFramed({ moduleLoader }: Loader): Promise<typeof framed> {
  framing ??= moduleLoader(beside("framed.js", __FRAMED_INTEGRITY__));
  // Where it is something else, it fails in use like any other failed load.
  return framing() as Promise<typeof framed>;
}

function beside(name: string, integrity: string) {
  return { address: new URL(name, import.meta.url).href, integrity };
}
