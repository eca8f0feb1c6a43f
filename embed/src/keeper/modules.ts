// What lies beside `widget.js` and is loaded when it is wanted, once for the page.

import type { Loader } from "../border";
import type * as rare from "../rare";

type Load = () => Promise<unknown>;

let map: Load | undefined;
let few: Load | undefined;

/** `map.js`, for the WASM. */
export function loadMap({ moduleLoader }: Loader): Promise<unknown> {
  map ??= moduleLoader(beside("map.js", __MAP_INTEGRITY__));
  return map();
}

/** `rare.js`, for what few pages need. */
export function loadRare({ moduleLoader }: Loader): Promise<typeof rare> {
  few ??= moduleLoader(beside("rare.js", __RARE_INTEGRITY__));
  // Where it is something else, it fails in use like any other failed load.
  return few() as Promise<typeof rare>;
}

function beside(name: string, integrity: string) {
  return { address: new URL(name, import.meta.url).href, integrity };
}
