// The point that a dialog alone was opened with: it heads the list, and is the shopper's to confirm.

/** What says where to search. */
const PLACE = ["address", "city", "latitude", "postal-code", "street"];

/**
 * Reads the point that `value` names. The JSON of a selection without an id, which nobody confirmed;
 * undefined where there is no such point. Where the page names no place, the search starts there. `read`
 * asks the proxy at a path below `api/`.
 */
export async function readProposal(
  host: HTMLElement,
  read: (path: string) => Promise<string>,
): Promise<string | undefined> {
  const value = host.getAttribute("value")?.trim() ?? "";
  if (!/^\d+$/.test(value)) return undefined;
  try {
    // An answer that comes too late finds the shopper busy: it needs no deadline.
    const text = await read(`v3/service-points/${value}`);
    const { position } = JSON.parse(text).data;
    if (!PLACE.some((name) => host.getAttribute(name)))
      for (const name of ["latitude", "longitude"])
        host.setAttribute(name, position[name]);
    const number = JSON.stringify(host.getAttribute("post-number"));
    // The proxy's own words: a page may have taught lists to write themselves in another way.
    const point = text.slice(text.indexOf(":"));
    return `{"id":"","carrier":"","token":"","service_point_id":${value},"to_post_number":${number},"service_point"${point}`;
  } catch {
    return undefined;
  }
}
