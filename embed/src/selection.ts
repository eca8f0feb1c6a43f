// A selection on its way from the widget to the page.

import type { Selection } from "../index";

/** The hidden fields of a form that holds the picker, by their names. */
export type SelectionFields = Record<
  "service_point_id" | "to_post_number" | "carrier" | "service_point_token",
  string
>;

/** Reads what the widget got from the proxy and checked field by field. */
export function parseSelection(json: string): Selection {
  const value: unknown = JSON.parse(json);
  if (!isSelection(value)) throw new TypeError("not a selection");
  return value;
}

/** What a form posts; without a post number that field is empty. */
export function fieldsOf(selection: Selection): SelectionFields {
  return {
    service_point_id: `${selection.service_point_id}`,
    to_post_number: selection.to_post_number ?? "",
    carrier: selection.carrier,
    service_point_token: selection.token,
  };
}

function isSelection(value: unknown): value is Selection {
  return (
    typeof value === "object" &&
    value !== null &&
    "service_point_id" in value &&
    typeof value.service_point_id === "number" &&
    "carrier" in value &&
    typeof value.carrier === "string" &&
    "token" in value &&
    typeof value.token === "string"
  );
}
