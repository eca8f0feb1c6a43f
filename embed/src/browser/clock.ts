// Clocks of other zones, without a table of zones.

const clocks = new Map<string | undefined, Intl.DateTimeFormat>();

/**
 * What the clock shows in a zone, or at the shopper's: minutes since 1970-01-01 00:00 there.
 *
 * @throws RangeError where the browser does not know the zone.
 */
export function clock(timeZone: string | undefined, now = Date.now()): number {
  let format = clocks.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-US", {
      ...(timeZone && { timeZone }),
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
    });
    clocks.set(timeZone, format);
  }
  const parts: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
  for (const { type, value } of format.formatToParts(now))
    parts[type] = Number(value);
  const {
    year = NaN,
    month = NaN,
    day = NaN,
    hour = NaN,
    minute = NaN,
  } = parts;
  return Date.UTC(year, month - 1, day, hour, minute) / 60_000;
}
