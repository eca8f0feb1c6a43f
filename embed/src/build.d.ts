// What `build.mjs` puts into the loaders and `widget.js`.

/** The name of the file that the loader is: `picker.js` or `sendcloud-compat.js`. */
declare const __SCRIPT__: string;

/** The build that the script belongs to. */
declare const __MANIFEST__: import("./files").Manifest;

/** The loader's texts: of each language its name, then the texts in the order of `LoaderText`. */
declare const __LOADER_TEXTS__: readonly (readonly string[])[];

/** The widget's English texts by their sorted keys. */
declare const __ENGLISH__: Readonly<
  Record<string, import("./browser/texts").LocaleText>
>;

/** The integrity digests of the other languages; empty in development. */
declare const __LOCALES__: Readonly<Record<string, string>>;

/** The integrity digest of `map.js`; empty in development. */
declare const __MAP_INTEGRITY__: string;

/** The integrity digest of `rare.js`; empty in development. */
declare const __RARE_INTEGRITY__: string;

/** The compiled widget's glue. */
declare module "glue" {
  /** A copy of its own for each instance of the WASM. */
  export function newGlue(): import("./border").Glue;
}

/** A style sheet, as minified text. */
declare module "*.css" {
  const text: string;
  export default text;
}
