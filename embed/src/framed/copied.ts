// What a page holds in objects that no message can: frameworks watch their data by proxies.

/** As many as are read of a page's list, and one more, which tells that there are others. */
const POINTS_MAX = 20_001;

/** What can be read of a value; null where it cannot be written as JSON. */
export function plain(value: unknown): unknown {
  return safely(() => JSON.parse(JSON.stringify(value)) as unknown);
}

/** What can be read of each point; 0 for what is no list, for the widget to say so. */
export function copied(points: unknown): unknown {
  return safely(() => {
    if (!Array.isArray(points)) return 0;
    const copies: unknown[] = [];
    const length = Math.min(points.length, POINTS_MAX);
    // A page's own array may be walked in no other way that is surely the browser's. What cannot be
    // read is counted among those that are no service points.
    for (let index = 0; index < length; index++)
      copies.push(safely(() => plain(points[index])));
    return copies;
  }, 0);
}

function safely(read: () => unknown, otherwise: unknown = null): unknown {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
