// What shops hand to `open`, as the element's attributes. Shops pass what their templates printed, so
// nothing is what its type says.

/** What is wrong with a config, in the hosted picker's words. */
export function problemsOf(config: unknown): string[] {
  // A language that we do not speak is no problem: English is there.
  return text(member(config, "country")) ? [] : ["No country set."];
}

/** The attributes of the element that a config stands for. */
export function attributesOf(config: unknown): Record<string, string> {
  const of = (name: string) => text(member(config, name));
  const value = pointId(member(config, "servicePointId"));
  const latitude = degrees(member(config, "latitude"));
  const longitude = degrees(member(config, "longitude"));
  const isPosition = latitude && longitude;
  const attributes = {
    mode: "dialog",
    // The original's `en-us` counts in metres, ours in miles.
    lang: of("language") || "en",
    country: of("country").toUpperCase(),
    "postal-code": of("postalCode"),
    city: of("city"),
    latitude: isPosition && latitude,
    longitude: isPosition && longitude,
    carriers: codes(member(config, "carriers")),
    "carrier-shop-type": of("shopType"),
    value,
    "post-number": value && of("postNumber"),
    shop: of("shop"),
    reference: of("reference"),
  };
  const given = Object.entries(attributes).filter(([, value]) => value);
  return Object.fromEntries(given);
}

function member(config: unknown, name: string): unknown {
  return (config as Record<string, unknown> | null | undefined)?.[name];
}

/** Numbers are written out; a postal code may be one. */
function text(value: unknown): string {
  const isText = typeof value === "string" || Number.isFinite(value);
  return isText ? `${value}`.trim() : "";
}

/** Codes parted by commas: a list, or a text that has them so. */
function codes(value: unknown): string {
  const list = Array.isArray(value) ? value : [value];
  return list.map(text).filter(Boolean).join();
}

/** An id is a whole number above zero. */
function pointId(value: unknown): string {
  const id = text(value);
  return /^\d+$/.test(id) && Number(id) > 0 ? id : "";
}

function degrees(value: unknown): string {
  const degrees = text(value);
  return Number.isFinite(Number(degrees)) ? degrees : "";
}
