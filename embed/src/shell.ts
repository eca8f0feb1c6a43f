// What stands around the widget, and in its place until it is there: one element's shadow root with
// opener, dialog and skeleton, its part in the form, and its events.

import type {
  ServicePoint,
  CancelReason,
  Messages,
  ServicePointPickerElement,
} from "../index";
import type * as border from "./border";
import type { LoadError } from "./errors";
import { isDialog } from "./settings";
import css from "./skeleton.css";
import { say, tagOf, type LoaderText } from "./texts";

const PLACEHOLDERS = 6;

/** One sheet for all elements of the page, made with the first. */
let sheet: CSSStyleSheet | undefined;

/** One dialog is open at a time. */
let opened: Shell | undefined;

export class Shell implements border.Shell {
  readonly host: ServicePointPickerElement;
  readonly root: ShadowRoot;
  readonly box: HTMLElement;
  // Focusable, so that the browser can lead to a picker without a selection.
  readonly frame = make("div", {
    class: "frame",
    role: "group",
    tabindex: "-1",
    "aria-describedby": "notice",
  });
  readonly isBare: boolean;
  isChanging = false;
  messages: Messages = {};
  own: readonly ServicePoint[] | null = null;
  /** None before `widget.js` is there. */
  keeper: border.Keeper | undefined;
  readonly #internals: ElementInternals;
  /** What stands in the widget's place. */
  #skeleton = make("div");
  readonly #opener = make("button", {
    class: "opener",
    part: "open",
    "aria-haspopup": "dialog",
    "aria-describedby": "notice",
  });
  readonly #message = make("div", {
    class: "spp notice",
    id: "notice",
    role: "alert",
  });
  readonly #dialog = make("dialog", { part: "dialog" });
  readonly #fallback = make("slot");

  constructor(host: ServicePointPickerElement, isBare: boolean) {
    this.host = host;
    this.isBare = isBare;
    this.root = host.attachShadow({ mode: "open" });
    this.#internals = host.attachInternals();
    host.addEventListener("invalid", () =>
      this.tell(this.#internals.validationMessage),
    );
    this.#opener.onclick = () => host.open();
    this.#opener.onpointerenter = this.#opener.onfocus = () => host.preload();
    // Fires a task after the closing: by then the dialog may be open again.
    this.#dialog.onclose = () => {
      if (!this.#dialog.open) this.close();
    };
    this.box = make(
      "div",
      { class: "shell" },
      this.#message,
      this.#opener,
      this.#dialog,
      this.frame,
    );
    if (!sheet) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
    }
    this.root.adoptedStyleSheets = [sheet];
    this.root.append(this.box);
  }

  get isDialog(): boolean {
    return isDialog(this.host.getAttribute("mode"));
  }

  get isOpen(): boolean {
    return opened === this;
  }

  get hasFocus(): boolean {
    return this.root.activeElement !== null;
  }

  get tag(): string {
    return tagOf(this.host);
  }

  /** A text in the element's language. */
  say(key: LoaderText): string {
    return say(key, this.tag, this.messages);
  }

  /** Shows how things stand: without a keeper there is no selection. */
  arrange() {
    if (this.keeper) this.keeper.arrange();
    else
      this.show(
        false,
        this.host.hasAttribute("required") ? this.say("heading") : "",
      );
  }

  show(isSelected: boolean, obstacle: string) {
    const { isDialog } = this;
    this.#opener.hidden = !isDialog || isSelected || this.isBare;
    this.frame.hidden = !isDialog && isSelected;
    const title = this.say("heading");
    this.#opener.textContent = title;
    // Either may have the focus first, and says by it what has opened.
    for (const named of [this.#dialog, this.frame])
      named.setAttribute("aria-label", title);
    const isInside = this.#dialog.contains(this.frame);
    if (isDialog && !isInside) this.#dialog.append(this.frame);
    if (!isDialog && isInside) this.#dialog.after(this.frame);
    // The browser leads there when the form needs a selection.
    const anchor = this.#opener.hidden ? this.frame : this.#opener;
    this.#internals.setValidity({ valueMissing: !!obstacle }, obstacle, anchor);
    // What is no news only takes the place of what was said before.
    if (this.#message.textContent) this.tell(obstacle);
  }

  tell(message: string) {
    this.#message.textContent = message;
  }

  openDialog() {
    if (this.#dialog.open) return;
    // Also this one's own, where the browser has closed it and not told us yet.
    opened?.close();
    opened = this;
    this.isChanging = true;
    this.#dialog.showModal();
    // What else is there at first does not stay, and would take the focus with it.
    this.frame.focus();
    this.emit("open", null);
  }

  closeDialog() {
    if (!this.isOpen) return;
    opened = undefined;
    this.#dialog.close();
  }

  /** A dialog that was moved in the document is no longer modal. */
  renewDialog() {
    if (!this.#dialog.open) return;
    this.#dialog.close();
    this.#dialog.showModal();
  }

  /** Closes the dialog, as the shopper would. */
  close() {
    if (this.isOpen) this.cancel("closed");
  }

  cancel(reason: CancelReason) {
    this.closeDialog();
    this.isChanging = false;
    this.arrange();
    this.emit("cancel", { reason });
  }

  showLoading() {
    const placeholders = Array.from({ length: PLACEHOLDERS }, () =>
      make("div", { class: "placeholder" }),
    );
    const line = make("p", {}, this.say("heading"));
    this.#stand({ "aria-busy": "true" }, line, placeholders);
    this.frame.className = "frame";
    this.#fallback.remove();
  }

  hideLoading() {
    this.#skeleton.remove();
  }

  /** Says that loading failed, and shows what the page put inside the element instead. */
  showFailure({ message, retryable }: LoadError) {
    const retry = make("button", {}, this.say("try_again"));
    retry.onclick = () => {
      this.host.preload();
      this.frame.focus();
    };
    const line = make("p", { role: "alert" }, message);
    this.#stand({ part: "message" }, line, retryable ? [retry] : []);
    this.frame.className = "frame failed";
    this.box.append(this.#fallback);
  }

  /** Leads to the picker, unless the widget has led further already. */
  focusPicker() {
    setTimeout(() => {
      if (!this.hasFocus) this.frame.focus({ preventScroll: true });
    });
  }

  emit<Name extends border.EventName>(
    name: Name,
    detail: border.EventDetail<Name>,
  ) {
    this.host.dispatchEvent(
      new CustomEvent(`service-point-${name}`, {
        bubbles: true,
        composed: true,
        detail,
      }),
    );
  }

  /** Puts something into the widget's place, under a line that says what. */
  #stand(attributes: Attributes, line: Node, content: Node[]) {
    const close = make(
      "button",
      {
        class: "leave",
        part: "close",
        "aria-label": this.say("close"),
      },
      "\u00d7",
    );
    close.onclick = () => this.close();
    this.#skeleton.remove();
    this.#skeleton = make(
      "div",
      { class: "skeleton", ...attributes },
      make("div", { class: "head" }, line, close),
      ...content,
    );
    this.frame.prepend(this.#skeleton);
  }
}

type Attributes = Readonly<Record<string, string>>;

function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...content: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes))
    element.setAttribute(attribute, value);
  element.append(...content);
  return element;
}
