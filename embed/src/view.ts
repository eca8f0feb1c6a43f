// The nodes of one picker's shadow root: opener, dialog, skeleton, and the two boxes that the widget
// renders into.

import type { LoadError } from "./errors";
import { skeletonSheet } from "./skeleton_sheet";
import type { LoaderText } from "./texts";

const PLACEHOLDERS = 6;

/** What the shopper does outside the widget, as the element's own methods. */
export interface ViewActions {
  /** Pressed the opener. */
  open(): void;
  /** Is about to press it, or wants another try after loading failed. */
  preload(): void;
  /** Closed the dialog: by its button, Escape or the system's way back. */
  close(): void;
  /** A text in the shopper's language. */
  say(key: LoaderText): string;
}

/** How the picker stands in the page. */
export interface Arrangement {
  /** Behind an opener, rather than in the page. */
  readonly isDialog: boolean;
  /** The summary is shown in place of the picker or its opener. */
  readonly isSelected: boolean;
  /** A dialog without anything in the page. */
  readonly isBare: boolean;
}

export class View {
  /** Where the widget renders the picker. */
  picker = box("picker");
  /** Where the widget renders the selected point. */
  summary = box("summary");
  readonly #root: ShadowRoot;
  readonly #actions: ViewActions;
  readonly #shell = box("shell");
  readonly #frame = box("frame");
  readonly #skeleton = box("skeleton");
  readonly #opener = newButton("");
  readonly #message = box("spp notice");
  readonly #dialog = document.createElement("dialog");
  readonly #fallback = document.createElement("slot");

  constructor(root: ShadowRoot, actions: ViewActions) {
    this.#root = root;
    this.#actions = actions;
    this.#opener.className = "opener";
    this.#opener.setAttribute("part", "open");
    this.#opener.setAttribute("aria-haspopup", "dialog");
    this.#opener.onclick = () => actions.open();
    this.#opener.onpointerenter = this.#opener.onfocus = () =>
      actions.preload();
    this.#dialog.setAttribute("part", "dialog");
    // Fires a task after the closing: by then the dialog may be open again.
    this.#dialog.onclose = () => {
      if (!this.#dialog.open) actions.close();
    };
    // Focusable, so that the browser can lead to a picker without a selection.
    this.#frame.tabIndex = -1;
    this.summary.tabIndex = -1;
    this.#message.id = "notice";
    this.#message.setAttribute("role", "alert");
    this.#frame.setAttribute("role", "group");
    for (const anchor of [this.#opener, this.#frame])
      anchor.setAttribute("aria-describedby", "notice");
    this.#shell.append(
      this.#message,
      this.#opener,
      this.#dialog,
      this.#frame,
      this.summary,
    );
    root.adoptedStyleSheets = [skeletonSheet()];
    root.append(this.#shell);
  }

  /** What the browser leads to when the form needs a selection. */
  get anchor(): HTMLElement {
    return this.#opener.hidden ? this.#frame : this.#opener;
  }

  /** Whether the focus lies in here. */
  get hasFocus(): boolean {
    return this.#root.activeElement !== null;
  }

  arrange({ isDialog, isSelected, isBare }: Arrangement) {
    this.#opener.hidden = !isDialog || isSelected || isBare;
    this.summary.hidden = !isSelected || isBare;
    this.#frame.hidden = !isDialog && isSelected;
    const title = this.#actions.say("heading");
    this.#opener.textContent = title;
    this.#dialog.setAttribute("aria-label", title);
    const place = isDialog ? this.#dialog : this.#shell;
    if (this.#frame.parentElement === place) return;
    if (isDialog) place.append(this.#frame);
    else place.insertBefore(this.#frame, this.summary);
  }

  /**
   * Says above the picker what keeps the order from being placed; nothing, if empty. What is no news
   * only takes the place of what was said before.
   */
  showMessage(text: string, isNews?: boolean) {
    if (isNews || this.#message.textContent) this.#message.textContent = text;
  }

  openDialog() {
    this.#dialog.showModal();
    // What else is there at first does not stay, and would take the focus with it.
    this.#frame.focus();
  }

  closeDialog() {
    this.#dialog.close();
  }

  /** A dialog that was moved in the document is no longer modal. */
  renewDialog() {
    if (!this.#dialog.open) return;
    this.#dialog.close();
    this.#dialog.showModal();
  }

  showLoading() {
    this.#showSkeleton("loader_loading", "status");
    for (let count = 0; count < PLACEHOLDERS; count++)
      this.#skeleton.append(box("placeholder"));
  }

  /** Says that loading failed, and shows what the page put inside the element instead. */
  showFailure({ retryable }: LoadError) {
    this.#showSkeleton(
      retryable ? "loader_failed" : "loader_impossible",
      "alert",
    );
    this.#frame.classList.add("failed");
    this.#skeleton.setAttribute("part", "message");
    this.#shell.append(this.#fallback);
    if (!retryable) return;
    const retry = newButton(this.#actions.say("try_again"));
    retry.onclick = () => {
      this.#actions.preload();
      this.#frame.focus();
    };
    this.#skeleton.append(retry);
  }

  /** Hands two empty boxes to `mount`, under its style sheet. */
  showMounted(
    sheet: CSSStyleSheet,
    mount: (picker: HTMLElement, summary: HTMLElement) => void,
  ) {
    this.#root.adoptedStyleSheets = [skeletonSheet(), sheet];
    this.#frame.append(this.picker);
    mount(this.picker, this.summary);
    this.#skeleton.remove();
  }

  /** After an unmount: nothing of the old boxes is used again. */
  showUnmounted() {
    this.picker.remove();
    this.picker = box("picker");
    this.summary.replaceChildren();
    this.showLoading();
  }

  /** Leads to the summary's button, once the widget has rendered it. */
  focusSummary() {
    setTimeout(() => {
      const target = this.summary.querySelector("button") ?? this.summary;
      target.focus();
    });
  }

  /** Leads to the picker, unless the widget has led further already. */
  focusPicker() {
    setTimeout(() => {
      if (!this.hasFocus) this.#frame.focus({ preventScroll: true });
    });
  }

  #showSkeleton(text: LoaderText, role: "status" | "alert") {
    const header = document.createElement("header");
    const line = document.createElement("p");
    line.setAttribute("role", role);
    line.textContent = this.#actions.say(text);
    const close = newButton("\u00d7");
    close.className = "leave";
    close.setAttribute("part", "close");
    close.setAttribute("aria-label", this.#actions.say("close"));
    close.onclick = () => this.#actions.close();
    header.append(line, close);
    this.#skeleton.replaceChildren(header);
    this.#skeleton.removeAttribute("part");
    this.#frame.classList.remove("failed");
    this.#frame.prepend(this.#skeleton);
    this.#fallback.remove();
  }
}

function box(className: string): HTMLElement {
  const element = document.createElement("div");
  element.className = className;
  return element;
}

function newButton(label: string): HTMLButtonElement {
  const element = document.createElement("button");
  element.type = "button";
  element.textContent = label;
  return element;
}
