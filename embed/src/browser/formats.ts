// Numbers, times and distances as the reader's language writes them: all of it by `Intl`.

const DAY_MINUTES = 24 * 60;
const DAY_MS = 86_400_000;
const METRES_PER_MILE = 1_609.344;
const METRES_PER_FOOT = 0.3048;
/** Where miles are meant. */
const IMPERIAL = ["US", "GB"];

type Unit =
  "meter" | "kilometer" | "mile" | "foot" | "yard" | "minute" | "hour";

export class Formats {
  readonly #tag: string;
  readonly #region: string | undefined;
  readonly #time: Intl.DateTimeFormat;
  readonly #units = new Map<string, Intl.NumberFormat>();

  /** Takes a tag as pages write it; one that is none is taken for English. */
  constructor(tag: string) {
    this.#tag = isTag(tag) ? tag : "en";
    this.#region = new Intl.Locale(this.#tag).region;
    this.#time = new Intl.DateTimeFormat(this.#tag, {
      timeStyle: "short",
      timeZone: "UTC",
    });
  }

  count(count: number): string {
    return new Intl.NumberFormat(this.#tag).format(count);
  }

  /** To 10 m below 1 km, whole kilometres where they are, to 100 m below 10 km, whole kilometres above; miles likewise. */
  distance(metres: number): string {
    if (IMPERIAL.includes(this.#region ?? "")) return this.#imperial(metres);
    const tens = Math.round(metres / 10) * 10;
    if (tens < 1_000) return this.#unit("meter", tens);
    const kilometres = Math.round(metres / 100) / 10;
    return kilometres < 10 && metres % 1_000
      ? this.#unit("kilometer", kilometres, 1)
      : this.#unit("kilometer", Math.round(metres / 1_000));
  }

  minutes(minutes: number): string {
    return this.#unit("minute", minutes);
  }

  /** Minutes after midnight. */
  time(minute: number): string {
    return this.#time.format(at(minute));
  }

  /** The end may be of the next day; a whole day is so many hours. */
  times(start: number, end: number): string {
    if (start === end % DAY_MINUTES) return this.#unit("hour", 24, 0, "long");
    // As one range of a day, an end on the next would lose its half of the day in some languages.
    return end <= start || end === DAY_MINUTES
      ? `${this.time(start)}\u2013${this.time(end)}`
      : this.#time.formatRange(at(start), at(end));
  }

  /** Days since 1970-01-01. */
  weekday(day: number): string {
    return this.#date(day, { weekday: "long" });
  }

  date(day: number): string {
    return this.#date(day, { day: "numeric", month: "long" });
  }

  country(code: string): string {
    const names = new Intl.DisplayNames(this.#tag, { type: "region" });
    return names.of(code) ?? code;
  }

  #imperial(metres: number): string {
    const miles = metres / METRES_PER_MILE;
    if (miles >= 0.1) return this.#unit("mile", miles, 1);
    const [unit, length]: [Unit, number] =
      this.#region === "US"
        ? ["foot", METRES_PER_FOOT]
        : ["yard", 3 * METRES_PER_FOOT];
    return this.#unit(unit, Math.round(metres / length / 10) * 10);
  }

  #unit(
    unit: Unit,
    value: number,
    digits = 0,
    unitDisplay: "short" | "long" = "short",
  ): string {
    const key = `${unit}${digits}`;
    let format = this.#units.get(key);
    if (!format) {
      format = new Intl.NumberFormat(this.#tag, {
        style: "unit",
        unit,
        unitDisplay,
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
      });
      this.#units.set(key, format);
    }
    // Number and unit stay on one line.
    return format.format(value).replace(/ /g, "\u00a0");
  }

  #date(day: number, options: Intl.DateTimeFormatOptions): string {
    const format = new Intl.DateTimeFormat(this.#tag, {
      ...options,
      timeZone: "UTC",
    });
    return format.format(day * DAY_MS);
  }
}

function at(minute: number): Date {
  return new Date((minute % DAY_MINUTES) * 60_000);
}

function isTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length > 0;
  } catch {
    return false;
  }
}
