// The border to the WASM: what `widget.js` exports, and what the widget asks of us.

import type { CancelReason, Messages } from "../index";
import type { Browser } from "./browser";

/** The module `widget.js`. */
export interface Glue {
  default(options: { module_or_path: WebAssembly.Module }): Promise<unknown>;
  /** Renders the picker and the summary card into two empty elements of one shadow root. */
  mount(
    picker: HTMLElement,
    summary: HTMLElement,
    host: Host,
    browser: Browser,
    settings: string,
  ): MountedPicker;
  /** Loads the texts of a language; never rejects. */
  loadBrowser(tag: string, messages: Messages): Promise<Browser>;
}

/** A picker on the screen. */
export interface MountedPicker {
  /** The attributes changed. */
  update(settings: string): void;
  /** Begins the first search, once. */
  begin(): void;
  /**
   * Asks the proxy for an earlier selection: by `request` where it is not empty, then for the one that
   * the attributes name. Calls back with its JSON: `null` where there is none any more, undefined where
   * the proxy did not tell. The message, if any, is for the shopper.
   */
  restore(
    request: string,
    answered: (
      selectionJson: string | null | undefined,
      message: string,
    ) => void,
  ): void;
  /** Shows a selection that was confirmed earlier. */
  show(selectionJson: string): void;
  /** Forgets the selection. */
  reset(): void;
  /** Unmounts it. */
  free(): void;
}

/** What the element offers to the widget. */
export interface Host {
  /** Resolves to the module `map.js`. */
  loadMap(): Promise<unknown>;
  /** The proxy was asked to confirm a selection, or has answered. */
  committing(isCommitting: boolean): void;
  /** The proxy confirmed a selection. */
  select(selectionJson: string): void;
  /** The proxy confirmed a selection that was taken back before. */
  late(id: string): void;
  /** The shopper wants another point than the selected one. */
  change(): void;
  /** The shopper leaves without a selection. */
  cancel(reason: CancelReason): void;
  error(code: string, message: string, retryable: boolean): void;
  /** The first search is on the screen, or an earlier selection. */
  ready(): void;
}
