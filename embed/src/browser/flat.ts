// JSON as the WASM reads it: one list of numbers and one text. Each member that the WASM asks
// JavaScript for by itself would cost more than the whole of this.

/** A value, laid flat; `widget/src/js/json.rs` reads it. */
export interface Flat {
  /**
   * `0` null, `1` false, `2` true, `3 n` a number, `4 i` the text number `i`, `5 i n` the same where
   * the text is a number, `6 end …` a list and `7 end …` an object of keys (numbers of texts) and
   * values; `end` is where what follows begins.
   */
  readonly cells: Float64Array;
  /** The texts one after the other, each ended by U+0000. */
  readonly text: string;
}

/** Nothing that we read lies deeper. */
const DEPTH_MAX = 12;
/** Members of points, at any depth. A page's own may lead to all that the page has. */
const POINT_MEMBERS = new Set(
  (
    "id name carrier code logo_url icon_url carrier_service_point_id carrier_shop_type " +
    "general_shop_type address street house_number postal_code city country_code position " +
    "latitude longitude contact email phone opening_times monday tuesday wednesday thursday " +
    "friday saturday sunday start_time end_time is_open_tomorrow next_open_at is_expired distance"
  ).split(" "),
);
/** A list of points, a point, its times, a day's, one of those. */
const POINTS_DEPTH_MAX = 5;

/** Lays what JSON was parsed to flat; whatever JSON does not know is null. */
export function flatten(json: unknown): Flat {
  return lay(json, DEPTH_MAX, () => true);
}

/** Lays a page's list of points flat; one that throws as it is read is null. */
export function flattenPoints(points: unknown[]): Flat {
  return lay(points, POINTS_DEPTH_MAX, (name) => POINT_MEMBERS.has(name));
}

function lay(
  root: unknown,
  depthMax: number,
  isWanted: (name: string) => boolean,
): Flat {
  const cells: number[] = [];
  const keys = new Map<string, number>();
  let text = "";
  let count = 0;

  const add = (part: string) => {
    // The end of a text cannot stand in it.
    text += (part.includes("\0") ? part.replaceAll("\0", "") : part) + "\0";
    return count++;
  };
  const keyOf = (key: string) => {
    let index = keys.get(key);
    if (index === undefined) keys.set(key, (index = add(key)));
    return index;
  };
  const put = (value: unknown, depth: number) => {
    if (typeof value === "string") {
      // A letter in front is no number, which is most texts; neither is a blank.
      const number = value < ":" && value.trim() ? Number(value) : NaN;
      if (Number.isFinite(number)) cells.push(5, add(value), number);
      else cells.push(4, add(value));
    } else if (typeof value === "number" && Number.isFinite(value))
      cells.push(3, value);
    else if (typeof value === "boolean") cells.push(value ? 2 : 1);
    else if (value === null || typeof value !== "object" || depth > depthMax)
      cells.push(0);
    else {
      const isList = Array.isArray(value);
      const end = cells.push(isList ? 6 : 7, 0) - 1;
      if (isList)
        for (let index = 0; index < value.length; index++) {
          const start = cells.length;
          try {
            put(value[index], depth + 1);
          } catch {
            cells.length = start;
            cells.push(0);
          }
        }
      else
        for (const key of Object.keys(value)) {
          if (!isWanted(key)) continue;
          const member = (value as Record<string, unknown>)[key];
          // As in JSON, what is undefined is not there.
          if (member === undefined) continue;
          cells.push(keyOf(key));
          put(member, depth + 1);
        }
      cells[end] = cells.length;
    }
  };
  put(root, 0);
  return { cells: Float64Array.from(cells), text };
}
