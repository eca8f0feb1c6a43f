// The element's attributes as the widget takes them.

import type { Loader } from "./border";

/** The attributes that reach the widget; a change of any is told to it. */
export const SETTING_ATTRIBUTES = [
  "shop",
  "mode",
  "country",
  "postal-code",
  "city",
  "street",
  "house-number",
  "address",
  "latitude",
  "longitude",
  "carriers",
  "shop-types",
  "carrier-shop-type",
  "reference",
  "value",
  "post-number",
  "map",
] as const;

/** `mode="dialog"`; anything else stands in the page. */
export function isDialog(mode: string | null): boolean {
  return mode?.trim().toLowerCase() === "dialog";
}

/** The JSON that `mount` and `update` take: the attributes as the page wrote them. */
export function settingsJson(
  { proxy, attributes }: Pick<Loader, "proxy" | "attributes">,
  attribute: (name: string) => string | null,
): string {
  const given = attributes.map((name) => [name, attribute(name)]);
  return JSON.stringify({ proxy, ...Object.fromEntries(given) });
}
