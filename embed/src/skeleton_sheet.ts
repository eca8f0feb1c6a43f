// The style sheet that stands in `picker.js` itself.

import css from "./skeleton.css";

let sheet: CSSStyleSheet | undefined;

/** One sheet for all elements of the page, made with the first. */
export function skeletonSheet(): CSSStyleSheet {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
  }
  return sheet;
}
