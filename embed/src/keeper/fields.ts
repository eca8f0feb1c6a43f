// A selection in the form around the element: hidden inputs, which plain forms post and scripts that
// read the page find too.

import type { Selection } from "../../index";
import { FIELD_SLOT, removeFields } from "../form_fields";
import { type Fields, presetFields } from "./presets";

/**
 * What a form posts: named as we name it or as a `preset` does, and then renamed by `names`, pairs like
 * `to_post_number=parcel_number`; a name that is empty leaves its field out. Without a post number that
 * field is empty.
 */
export function fieldsOf(
  selection: Selection,
  preset = "",
  names = "",
): Fields {
  const fields = presetFields(preset, selection) ?? {
    service_point_id: `${selection.service_point_id}`,
    to_post_number: selection.to_post_number ?? "",
    carrier: selection.carrier,
  };
  const renamed = new Map<string, string>();
  for (const pair of names.split(/[\s,]+/)) {
    const [ours = "", theirs] = pair.split("=", 2);
    if (theirs !== undefined) renamed.set(ours, theirs);
  }
  const all = { ...fields, service_point_token: selection.token };
  const named = Object.entries(all).map(([name, value]) => [
    renamed.get(name) ?? name,
    value,
  ]);
  return Object.fromEntries(named.filter(([name]) => name));
}

/** So often in one task fields are put back: a script that takes them away each time means it. */
const RETURNS_MAX = 20;

/** The fields of one element, which come back where a page's script or a renderer takes them away. */
export class HiddenFields {
  readonly #host: HTMLElement;
  #selection: Selection | null = null;
  #inputs: HTMLInputElement[] = [];
  #returns = 0;

  constructor(host: HTMLElement) {
    this.#host = host;
    new MutationObserver(() => this.#putBack()).observe(host, {
      childList: true,
    });
  }

  /** Has the form carry this selection, and no other. */
  hold(selection: Selection | null) {
    removeFields(this.#host);
    this.#selection = selection;
    this.#inputs = selection ? newInputs(this.#host, selection) : [];
    this.#host.append(...this.#inputs);
  }

  #putBack() {
    const there = this.#host.querySelectorAll(`:scope > [slot=${FIELD_SLOT}]`);
    // Neither one less, nor a renderer's copy beside it.
    const isHeld = (input: Node) => input.parentNode === this.#host;
    const isAll = there.length === this.#inputs.length;
    if (isAll && this.#inputs.every(isHeld)) return;
    if (this.#returns === RETURNS_MAX) return;
    if (!this.#returns++) setTimeout(() => (this.#returns = 0));
    this.hold(this.#selection);
  }
}

function newInputs(
  host: HTMLElement,
  selection: Selection,
): HTMLInputElement[] {
  const attribute = (name: string) => host.getAttribute(name)?.trim() ?? "";
  const preset = attribute("preset").toLowerCase();
  if (preset && !presetFields(preset, selection))
    console.error(`service-point-picker: there is no preset "${preset}"`);
  const fields = fieldsOf(selection, preset, attribute("field-names"));
  return Object.entries(fields).map(([name, value]) =>
    newInput(host, name, value),
  );
}

function newInput(
  host: HTMLElement,
  name: string,
  value: string,
): HTMLInputElement {
  const input = Object.assign(document.createElement("input"), {
    type: "hidden",
    slot: FIELD_SLOT,
    name,
    value,
    // On the way back a browser would put an earlier selection's value into it.
    autocomplete: "off",
  });
  // The element itself may belong to a form that it does not stand in.
  const form = host.getAttribute("form");
  if (form !== null) input.setAttribute("form", form);
  return input;
}
