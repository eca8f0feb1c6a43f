// The element's part in the form around it: hidden inputs, which plain forms post and scripts that
// read the page find too, and validity.

import type { Selection } from "../index";
import { fieldsOf } from "./selection";

/** No slot of ours has the name: it tells our inputs from the page's. */
const SLOT = "field";

export class FormPart {
  readonly #host: HTMLElement;
  readonly #internals: ElementInternals;

  constructor(host: HTMLElement) {
    this.#host = host;
    this.#internals = host.attachInternals();
  }

  /** Has the form carry this selection; without one it carries no field. */
  setSelection(selection: Selection | null) {
    // Also those that came with the markup, where a page copied it with an earlier selection in it.
    for (const input of this.#host.querySelectorAll(`[slot=${SLOT}]`))
      input.remove();
    if (!selection) return;
    for (const [name, value] of Object.entries(fieldsOf(selection)))
      this.#host.append(this.#newInput(name, value));
  }

  /** Keeps the form from being sent while a message says why: the browser leads to `anchor` then. */
  explain(message: string, anchor: HTMLElement) {
    this.#internals.setValidity({ valueMissing: !!message }, message, anchor);
  }

  /** What keeps the form from being sent. */
  get message(): string {
    return this.#internals.validationMessage;
  }

  #newInput(name: string, value: string): HTMLInputElement {
    const input = Object.assign(document.createElement("input"), {
      type: "hidden",
      slot: SLOT,
      name,
      value,
      // On the way back a browser would put an earlier selection's value into it.
      autocomplete: "off",
    });
    // The element itself may belong to a form that it does not stand in.
    const form = this.#host.getAttribute("form");
    if (form !== null) input.setAttribute("form", form);
    return input;
  }
}
