// A selection in the form around the element: hidden inputs, which plain forms post and scripts that
// read the page find too.

import type { Selection } from "../../index";
import { FIELD_SLOT } from "../form_fields";
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

/** Has the form carry this selection. */
export function addFields(host: HTMLElement, selection: Selection) {
  const attribute = (name: string) => host.getAttribute(name)?.trim() ?? "";
  const preset = attribute("preset").toLowerCase();
  if (preset && !presetFields(preset, selection))
    console.error(`service-point-picker: there is no preset "${preset}"`);
  const fields = fieldsOf(selection, preset, attribute("field-names"));
  for (const [name, value] of Object.entries(fields))
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
