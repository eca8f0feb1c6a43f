// The element's part in the form around it: hidden inputs, which plain forms post and scripts that
// read the page find too, and validity.

import type { Selection } from "../index";
import { fieldsOf } from "./selection";

const MISSING = "Choose a service point.";
const CHECKING = "Still checking\u2026";

export class FormPart {
  readonly #host: HTMLElement;
  readonly #internals: ElementInternals;
  #inputs: HTMLInputElement[] = [];

  constructor(host: HTMLElement) {
    this.#host = host;
    this.#internals = host.attachInternals();
  }

  /** Has the form carry this selection; without one it carries no field. */
  setSelection(selection: Selection | null) {
    for (const input of this.#inputs) input.remove();
    this.#inputs = [];
    if (!selection) return;
    for (const [name, value] of Object.entries(fieldsOf(selection))) {
      this.#inputs.push(this.#newInput(name, value));
    }
    this.#host.append(...this.#inputs);
  }

  /**
   * Tells the form whether it may be sent: not without a selection that it needs, and not while the
   * proxy is asked for one. The browser leads to `anchor` where it may not.
   */
  setValidity(isMissing: boolean, isCommitting: boolean, anchor: HTMLElement) {
    if (isCommitting)
      this.#internals.setValidity({ customError: true }, CHECKING, anchor);
    else if (isMissing)
      this.#internals.setValidity({ valueMissing: true }, MISSING, anchor);
    else this.#internals.setValidity({});
  }

  #newInput(name: string, value: string): HTMLInputElement {
    const input = document.createElement("input");
    input.type = "hidden";
    input.name = name;
    input.value = value;
    // The element itself may belong to a form that it does not stand in.
    const form = this.#host.getAttribute("form");
    if (form !== null) input.setAttribute("form", form);
    return input;
  }
}
