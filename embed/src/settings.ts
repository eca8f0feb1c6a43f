// The element's attributes as the widget takes them.

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
  "lang",
  "value",
  "post-number",
  "reference",
  "map",
] as const;

export type SettingAttribute = (typeof SETTING_ATTRIBUTES)[number];

/** `mode="dialog"`; anything else stands in the page. */
export function isDialog(mode: string | null): boolean {
  return mode?.trim().toLowerCase() === "dialog";
}

/** The JSON that `mount` and `update` take; `language` is the page's around the element. */
export function settingsJson(
  proxy: string,
  language: string,
  attribute: (name: SettingAttribute) => string | null,
): string {
  const text = (name: SettingAttribute) => attribute(name)?.trim() || null;
  const map = text("map")?.toLowerCase();
  return JSON.stringify({
    proxy,
    shop: text("shop"),
    mode: isDialog(attribute("mode")) ? "dialog" : "inline",
    country: text("country"),
    postal_code: text("postal-code"),
    city: text("city"),
    street: text("street"),
    house_number: text("house-number"),
    address: text("address"),
    latitude: text("latitude"),
    longitude: text("longitude"),
    carriers: listOf(attribute("carriers")),
    shop_types: listOf(attribute("shop-types")),
    lang: text("lang") ?? language,
    value: idOf(attribute("value")),
    post_number: text("post-number"),
    reference: text("reference"),
    map: map === "click" || map === "off" ? map : "auto",
  });
}

/** Words between commas or blanks, each once. */
export function listOf(text: string | null): string[] {
  return [...new Set(text?.split(/[\s,]+/).filter(Boolean))];
}

/** A service point's id: a whole number from 1 that a JavaScript number holds exactly. */
export function idOf(text: string | null): number | null {
  const id = /^\s*\d+\s*$/.test(text ?? "") ? Number(text) : 0;
  return id > 0 && Number.isSafeInteger(id) ? id : null;
}
