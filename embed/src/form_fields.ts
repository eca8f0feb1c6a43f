// The hidden inputs that an element puts into the form around it.

/** No slot of ours has the name: it tells our inputs from the page's. */
export const FIELD_SLOT = "field";

/** Also those that came with the markup, where a page copied it with an earlier selection in it. */
export function removeFields(host: HTMLElement) {
  for (const input of host.querySelectorAll(`[slot=${FIELD_SLOT}]`))
    input.remove();
}
