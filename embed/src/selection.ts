// A selection on its way from the widget to the page.

import type { Selection } from "../index";

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
