// How long the page's own points take, by the marks that every build sets: from data in hand to list
// and map on the screen; and what a shopper then does among thousands.

import type { Browser, Page } from "@playwright/test";
import { startProxy, test } from "../support/proxy.ts";
import { makePoints } from "../support/made_points.ts";
import { median, table } from "./figures.ts";
import { serve, throttle } from "./page.ts";

const COUNTS = [50, 500, 5_000];
const ROUNDS = 7;
/** CPU slowdowns: a desktop, and a phone of the middle. */
const RATES = [1, 4];
/** What follows the points, timers and idle work, is over by then. */
const SETTLED_MS = 1_500;
/** What a task takes beyond this blocks. */
const BLOCKING_MS = 50;

/** What one list of points took. */
interface Taken {
  readonly shown: number;
  readonly blocking: number;
  readonly nodes: number;
  readonly heap: number;
}

/** What the page keeps for us. */
interface Kept extends Window {
  points: unknown[];
  tasks: number[];
}

test("the page's own points", async ({ browser }) => {
  test.setTimeout(10 * 60_000);
  const proxy = await startProxy();
  try {
    const rows: string[][] = [];
    for (const count of COUNTS) {
      for (const rate of RATES) {
        const taken: Taken[] = [];
        for (let round = 0; round < ROUNDS; round += 1)
          taken.push(await take(browser, proxy.url, count, rate));
        const middle = (value: (taken: Taken) => number) =>
          median(taken.map(value));
        rows.push([
          count.toLocaleString("en"),
          `${rate}×`,
          `${Math.round(middle(({ shown }) => shown))} ms`,
          `${Math.round(middle(({ blocking }) => blocking))} ms`,
          `${middle(({ nodes }) => nodes)}`,
          `${middle(({ heap }) => heap).toFixed(1)} MB`,
        ]);
      }
    }
    const work = await longestTasks(browser, proxy.url);
    console.log(
      [
        `\nPoints of the page's own (\`servicePoints\`), list and map, medians of ${ROUNDS}:\n`,
        table(
          [
            "points",
            "CPU slowdown",
            "data → shown",
            "blocking",
            "nodes",
            "heap",
          ],
          rows,
        ),
        "\nThe longest task of each kind of work among 5,000 of them, CPU not slowed down:\n",
        table(
          ["work", "longest task"],
          work.map(([name, ms]) => [
            name,
            ms === 0 ? `below ${BLOCKING_MS} ms` : `${Math.round(ms)} ms`,
          ]),
        ),
      ].join("\n"),
    );
  } finally {
    await proxy.stop();
  }
});

/** Opens a page whose picker is there with its map, waits for points, and has `count` in hand. */
async function prepare(browser: Browser, baseURL: string, count: number) {
  const context = await browser.newContext({
    baseURL,
    viewport: { width: 1280, height: 900 },
  });
  const page = await context.newPage();
  await page.addInitScript(() => {
    const kept = window as unknown as Kept;
    kept.tasks = [];
    new PerformanceObserver((list) =>
      kept.tasks.push(...list.getEntries().map(({ duration }) => duration)),
    ).observe({ type: "longtask" });
  });
  await serve(page, "", "country='NL'");
  await page.goto("/");
  await page
    .locator("service-point-picker .leaflet-map-pane")
    .waitFor({ state: "attached" });
  // As a page has it: an array of its own, made before it is needed.
  await page.evaluate((points) => {
    (window as unknown as Kept).points = points;
  }, makePoints(count));
  await page.waitForTimeout(500);
  return { context, page };
}

async function take(
  browser: Browser,
  baseURL: string,
  count: number,
  rate: number,
): Promise<Taken> {
  const { context, page } = await prepare(browser, baseURL, count);
  await throttle(page, rate);
  const session = await context.newCDPSession(page);
  const shown = await feed(page, rate);
  const { tasks, nodes } = await page.evaluate(() => {
    const count = (root: ParentNode): number =>
      [...root.querySelectorAll("*")].reduce(
        (sum, element) =>
          sum + 1 + (element.shadowRoot ? count(element.shadowRoot) : 0),
        0,
      );
    return {
      tasks: (window as unknown as Kept).tasks,
      nodes: count(document),
    };
  });
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  await context.close();
  const blocking = tasks.reduce((sum, ms) => sum + ms - BLOCKING_MS, 0);
  return { shown, blocking, nodes, heap: usedSize / 1e6 };
}

/** Gives the page's points to the picker; says how long it took to show them. */
async function feed(page: Page, rate: number): Promise<number> {
  return page.evaluate(async (settled) => {
    const kept = window as unknown as Kept;
    const marks = (name: string) => performance.getEntriesByName(name);
    const wait = (ms: number) =>
      new Promise((resolve) => setTimeout(resolve, ms));
    kept.tasks.length = 0;
    Object.assign(document.querySelector("service-point-picker")!, {
      servicePoints: kept.points,
    });
    while (marks("service-points-shown").length === 0) await wait(20);
    await wait(settled);
    const [set] = marks("service-points-set");
    const [shown] = marks("service-points-shown");
    return shown!.startTime - set!.startTime;
  }, SETTLED_MS * rate);
}

/** What a shopper does among 5,000 points, and its longest task in milliseconds; 50 is the least seen. */
async function longestTasks(
  browser: Browser,
  baseURL: string,
): Promise<[string, number][]> {
  const { context, page } = await prepare(browser, baseURL, 5_000);
  await feed(page, 1);
  const picker = page.locator("service-point-picker");
  const map = picker.getByRole("region", { name: "Map" });
  const repeat = async (times: number, act: () => Promise<void>) => {
    for (let time = 0; time < times; time += 1) {
      await act();
      await page.waitForTimeout(350);
    }
  };
  const works: [string, () => Promise<void>][] = [
    ["zooming", () => repeat(4, () => map.press("+"))],
    ["panning by keys", () => repeat(10, () => map.press("ArrowRight"))],
    [
      "dragging",
      async () => {
        const box = (await map.boundingBox())!;
        const middle = [box.x + box.width / 2, box.y + box.height / 2] as const;
        await repeat(4, async () => {
          await page.mouse.move(...middle);
          await page.mouse.down();
          await page.mouse.move(middle[0] - 250, middle[1] + 60, { steps: 15 });
          await page.mouse.up();
        });
      },
    ],
    ["zooming out", () => repeat(5, () => map.press("-"))],
    [
      "scrolling the list",
      async () => {
        await picker.getByRole("radio").first().hover();
        await repeat(10, () => page.mouse.wheel(0, 3_000));
      },
    ],
    [
      "filtering",
      async () => {
        await picker.getByRole("button", { name: /^Filters/ }).click();
        const box = picker.getByRole("checkbox");
        await repeat(2, () => box.first().click());
        await repeat(2, () => box.last().click());
      },
    ],
    [
      "searching by text",
      async () => {
        await picker.getByRole("textbox").fill("bruna utrecht");
        await repeat(1, () => picker.getByRole("textbox").press("Enter"));
      },
    ],
  ];
  const longest: [string, number][] = [];
  for (const [name, work] of works) {
    await page.evaluate(() => {
      (window as unknown as Kept).tasks.length = 0;
    });
    await work();
    await page.waitForTimeout(500);
    const tasks = await page.evaluate(() => (window as unknown as Kept).tasks);
    longest.push([name, Math.max(0, ...tasks)]);
  }
  await context.close();
  return longest;
}
