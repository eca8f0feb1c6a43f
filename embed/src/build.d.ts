// What `build.mjs` puts into `picker.js`.

/** The build that the script belongs to. */
declare const __MANIFEST__: import("./files").Manifest;

/** A style sheet, as minified text. */
declare module "*.css" {
  const text: string;
  export default text;
}
