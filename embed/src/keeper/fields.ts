// A selection in the form around the element: hidden inputs, which plain forms post and scripts that
// read the page find too.

import type { Selection } from "../../index";
import { FIELD_SLOT } from "../form_fields";

/** The hidden fields of a form that holds the picker, by their names. */
export type SelectionFields = Record<
  "service_point_id" | "to_post_number" | "carrier" | "service_point_token",
  string
>;

/** What a form posts; without a post number that field is empty. */
export function fieldsOf(selection: Selection): SelectionFields {
  return {
    service_point_id: `${selection.service_point_id}`,
    to_post_number: selection.to_post_number ?? "",
    carrier: selection.carrier,
    service_point_token: selection.token,
  };
}

/** Has the form carry this selection. */
export function addFields(host: HTMLElement, selection: Selection) {
  for (const [name, value] of Object.entries(fieldsOf(selection)))
    host.append(newInput(host, name, value));
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
