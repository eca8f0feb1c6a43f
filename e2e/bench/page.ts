// The page that is measured: nothing but the picker, and a watch over the main thread.

import type { CDPSession, Page } from "@playwright/test";

/** What the page saw of itself, in milliseconds. */
export interface Seen {
  /** Sum of layout shifts that nobody caused by a key or a press. */
  readonly shift: number;
  /** The longest task. */
  readonly longestTask: number;
  /** The longest time from an interaction to the next paint; 0 where all took less than 16 ms. */
  readonly interaction: number;
}

/** Where the picker searches at first. */
const ADDRESS = `country="NL" street="Stadhuisplein" house-number="10" postal-code="5611 EM"
      city="Eindhoven"`;

/** Serves the page at `/`, with an element of these attributes; before `page.goto("/")`. */
export async function serve(
  page: Page,
  attributes: string,
  address = ADDRESS,
): Promise<void> {
  // As docs/embedding.md says, so that what is below does not move when the script comes.
  const reserved = attributes.includes("dialog") ? 44 : 560;
  const body = `<!doctype html>
    <html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
    <title>Measured</title><link rel="icon" href="data:,">
    <style>service-point-picker:not(:defined) { display: block; height: ${reserved}px }</style>
    <script src="picker.js" async></script>
    <h1>Checkout</h1>
    <service-point-picker ${address} ${attributes}></service-point-picker>
    <p>Below</p></html>`;
  await page.route("/", (route) =>
    route.fulfill({ contentType: "text/html", body }),
  );
}

/** Has searches answered from memory, by the first `count` of the points that the proxy has. */
export async function limitPoints(page: Page, count: number): Promise<void> {
  const kept = new Map<string, string>();
  await page.route("**/api/v3/service-points?*", async (route) => {
    const { search } = new URL(route.request().url());
    let body = kept.get(search);
    if (body === undefined) {
      const response = await route.fetch();
      const answer = (await response.json()) as {
        data: { results: unknown[] };
      };
      answer.data.results.length = Math.min(count, answer.data.results.length);
      body = JSON.stringify(answer);
      kept.set(search, body);
    }
    await route.fulfill({ contentType: "application/json", body });
  });
}

/** Watches over every page that is opened from now on. */
export async function watch(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const seen = { shift: 0, longestTask: 0, interaction: 0 };
    Object.assign(window, { seen });
    const observe = (
      type: string,
      note: (entry: PerformanceEntry) => void,
      options: object = {},
    ) =>
      new PerformanceObserver((list) =>
        list.getEntries().forEach(note),
      ).observe({ type, buffered: true, ...options });
    observe("layout-shift", (entry) => {
      const shift = entry as PerformanceEntry & {
        value: number;
        hadRecentInput: boolean;
      };
      if (!shift.hadRecentInput) seen.shift += shift.value;
    });
    observe("longtask", ({ duration }) => {
      seen.longestTask = Math.max(seen.longestTask, duration);
    });
    observe(
      "event",
      (entry) => {
        const { interactionId } = entry as PerformanceEntry & {
          interactionId: number;
        };
        if (interactionId)
          seen.interaction = Math.max(seen.interaction, entry.duration);
      },
      { durationThreshold: 16 },
    );
  });
}

/** What was seen so far. */
export function seen(page: Page): Promise<Seen> {
  return page.evaluate(() => (window as unknown as { seen: Seen }).seen);
}

/** Forgets the interactions seen so far. */
export async function forgetInteractions(page: Page): Promise<void> {
  await page.evaluate(() => {
    (window as unknown as { seen: { interaction: number } }).seen.interaction =
      0;
  });
}

/** Makes the page's main thread so many times slower; says how long it has worked so far. */
export async function throttle(
  page: Page,
  rate: number,
): Promise<() => Promise<number>> {
  const session: CDPSession = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate });
  await session.send("Performance.enable");
  return async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    const worked = metrics.find(({ name }) => name === "TaskDuration");
    return (worked?.value ?? NaN) * 1_000;
  };
}
