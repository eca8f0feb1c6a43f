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
  "reference",
  "map",
] as const;

export type SettingAttribute = (typeof SETTING_ATTRIBUTES)[number];

/** `mode="dialog"`; anything else stands in the page. */
export function isDialog(mode: string | null): boolean {
  return mode?.trim().toLowerCase() === "dialog";
}

/** The JSON that `mount` and `update` take. */
export function settingsJson(
  proxy: string,
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
    reference: text("reference"),
    map: map === "click" || map === "off" ? map : "auto",
  });
}

/** Words between commas or blanks, each once. */
export function listOf(text: string | null): string[] {
  return [...new Set(text?.split(/[\s,]+/).filter(Boolean))];
}
