// The entry of `widget.js`: the compiled widget's glue, and beside it what only a page with a widget
// needs. Bundling drops what else the glue exports.

import type { WidgetModule } from "./border";
import { Keeper } from "./keeper";

export { default } from "glue";

export const keep: WidgetModule["keep"] = (shell, cart, loader) =>
  new Keeper(shell, cart, loader);
