// The entry of `widget.js`: what only a page with a widget needs, the compiled widget's glue included.

import type { WidgetModule } from "./border";
import { Keeper } from "./keeper";

export const keep: WidgetModule["keep"] = (shell, cart, loader) =>
  new Keeper(shell, cart, loader);
