// Whether a selection is of the delivery that an element asks for.

import type { Held } from "./cart";

/** Another country, or carriers without the selection's, are another delivery. */
export function suits(
  element: Pick<Element, "getAttribute">,
  { selection, carriers }: Held,
): boolean {
  const country = element.getAttribute("country")?.trim().toUpperCase();
  const text = element.getAttribute("carriers");
  const wanted = text?.match(/[^\s,]+/g);
  const { carrier, service_point } = selection;
  return (
    (!country || country === service_point.address.country_code) &&
    // A point's carrier may go by another code than it was asked for by: only a change tells.
    (!wanted || text === carriers || wanted.includes(carrier))
  );
}
