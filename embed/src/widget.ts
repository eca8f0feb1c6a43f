// The entry of `widget.js`: the compiled widget's glue, and the module beside it that asks the browser
// for what the WASM need not carry.

export { default, mount } from "glue";
export { loadBrowser } from "./browser";
