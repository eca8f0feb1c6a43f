// The borders between the three parts of the picker: `picker.js`, `widget.js` and the WASM. Members
// named here keep their names, or have short ones that both scripts know: `build.mjs` lists those.

import type {
  CancelReason,
  Messages,
  PickerErrorDetail,
  Selection,
  ServicePoint,
  ServicePointPickerElement,
  ServicePointPickerEventMap,
} from "../index";
import type { Browser } from "./browser";
import type { CartName } from "./cart_name";
import type { FileReference } from "./files";
import type { LoaderText } from "./texts";

/** The module `widget.js`: the compiled widget's glue, and what only a page with a widget needs. */
export interface WidgetModule {
  /** Puts an element into the hands of a keeper. `cart` is the one that it stood for at first. */
  keep(shell: Shell, cart: CartName, loader: Loader): Keeper;
}

/** What `picker.js` does for `widget.js`. */
export interface Loader {
  /** The proxy's address, with a slash at its end. */
  readonly proxy: string;
  /** Names of the attributes that are the widget's settings. */
  readonly attributes: readonly string[];
  /** Loads a module once for all callers; after a failure, the next call tries again. */
  moduleLoader(file: FileReference): () => Promise<unknown>;
}

/** The compiled WASM, and the style sheet that goes with it. */
export type Runtime = readonly [WebAssembly.Module, CSSStyleSheet];

/**
 * What becomes of an element once `widget.js` is there, which is before the WASM is: it keeps the
 * cart's selection in the form and on the screen, and the widget in its place.
 */
export interface Keeper {
  readonly selection: Selection | null;
  readonly isMounted: boolean;
  /** The element stands in a page, for the first time or again. */
  connect(): void;
  /** An attribute changed. */
  change(name: string): void;
  /** The language or the page's own texts changed. */
  speak(): void;
  /** The page has points of its own, or none any more. */
  takeOwn(): void;
  /** Shows how things stand. */
  arrange(): void;
  /** Withdraws the selection. */
  reset(): void;
  /**
   * Shows the widget as soon as its WASM runs; without `runtime`, which is for pages whose policy forbids
   * WASM, in a frame. Rejects with the text `wasm_blocked` where the policy forbids that, too.
   */
  mount(runtime: Promise<Runtime> | undefined): Promise<void>;
  /** Loading failed: nothing is waited for any more. */
  giveUp(): void;
  /** The element left the page, perhaps for good. False where it is still needed. */
  leave(): boolean;
}

export type EventName =
  keyof ServicePointPickerEventMap extends `service-point-${infer Name}`
    ? Name
    : never;

export type EventDetail<Name extends EventName> =
  ServicePointPickerEventMap[`service-point-${Name}`]["detail"];

/** An element and its shadow root, as its keeper sees them. */
export interface Shell {
  readonly host: ServicePointPickerElement;
  readonly root: ShadowRoot;
  /** Around all there is. */
  readonly box: HTMLElement;
  /** Around the picker, in the page or in the dialog. */
  readonly frame: HTMLElement;
  /** A dialog that shows nothing in the page. */
  readonly isBare: boolean;
  readonly isDialog: boolean;
  /** The dialog is open. */
  readonly isOpen: boolean;
  readonly hasFocus: boolean;
  /** The shopper looks for another point than the selected one. */
  isChanging: boolean;
  /** The language that the element is in, as the page wrote it. */
  readonly tag: string;
  /** Texts of the page's own, by key. */
  readonly messages: Messages;
  /** The page's own points, as it set them. */
  readonly own: readonly ServicePoint[] | null;
  /** A text in the element's language: the few that stand before the widget is there. */
  say(key: LoaderText): string;
  /** Whether a selection stands in place of the picker, and what keeps the form from being sent. */
  show(isSelected: boolean, obstacle: string): void;
  /** Says above the picker what keeps the order from being placed, as news. */
  tell(message: string): void;
  showLoading(): void;
  /** Says why there is no picker, and offers to try again where that can help. */
  showFailure(failure: Pick<PickerErrorDetail, "message" | "retryable">): void;
  /** The widget is in the frame. */
  hideLoading(): void;
  closeDialog(): void;
  /** The shopper goes without choosing. */
  cancel(reason: CancelReason): void;
  emit<Name extends EventName>(name: Name, detail: EventDetail<Name>): void;
}

/** One instance's own copy of the glue. */
export interface Glue {
  /** What the WASM calls. */
  imports(): WebAssembly.Imports;
  /** Has the glue call this instance, once. */
  finish(instance: WebAssembly.Instance): void;
  /** Renders the picker and the summary card into two empty elements of one shadow root. */
  mount(
    picker: HTMLElement,
    summary: HTMLElement,
    host: Host,
    browser: Browser,
    settings: string,
  ): MountedPicker;
}

/** A picker on the screen. */
export interface MountedPicker {
  /** The attributes changed. */
  update(settings: string): void;
  /** The page's own points, to be searched instead of the proxy's; null takes them away. */
  own(points: readonly ServicePoint[] | null): void;
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
