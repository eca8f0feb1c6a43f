// Clocks of other zones, without a table of zones.

const MINUTE_MS = 60_000;

const clocks = new Map<string | undefined, Intl.DateTimeFormat>();

/** What the clocks showed when they were last looked at: a list of points asks for one zone again and again. */
const shown = new Map<string | undefined, { at: number; minutes: number }>();

/**
 * What the clock shows in a zone, or at the shopper's: minutes since 1970-01-01 00:00 there.
 *
 * @throws RangeError where the browser does not know the zone.
 */
export function clock(timeZone: string | undefined, now = Date.now()): number {
  const at = Math.floor(now / MINUTE_MS);
  let last = shown.get(timeZone);
  if (last?.at !== at) {
    last = { at, minutes: read(timeZone, now) };
    shown.set(timeZone, last);
  }
  return last.minutes;
}

function read(timeZone: string | undefined, now: number): number {
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
  return Date.UTC(year, month - 1, day, hour, minute) / MINUTE_MS;
}
