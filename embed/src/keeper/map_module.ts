// `map.js`, which lies beside this module and is loaded when a map is wanted.

import type { Loader } from "../border";

let load: (() => Promise<unknown>) | undefined;

/** Loads the map, once for the page. */
export function loadMap({ moduleLoader }: Loader): Promise<unknown> {
  load ??= moduleLoader({
    address: new URL("map.js", import.meta.url).href,
    integrity: __MAP_INTEGRITY__,
  });
  return load();
}
