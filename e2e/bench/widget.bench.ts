// How long a shopper waits: from the press on the opener to a list that can be used, and from an
// interaction to what it shows.

import { expect, type Page } from "@playwright/test";
import { startProxy, test } from "../support/proxy.ts";
import { median, table } from "./figures.ts";
import {
  forgetInteractions,
  limitPoints,
  seen,
  serve,
  throttle,
  watch,
} from "./page.ts";

const POINTS = 20;
const ROUNDS = 7;
/** CPU slowdowns: a desktop, and a phone of the middle. */
const RATES = [1, 4];

/** One opening of the dialog, in milliseconds. */
interface Opening {
  readonly skeleton: number;
  readonly usable: number;
  readonly worked: number;
  readonly longestTask: number;
  readonly shift: number;
}

/** The slowest of each kind of interaction, in milliseconds. */
interface Interactions {
  readonly select: number;
  readonly details: number;
  readonly filter: number;
}

test("widget", async ({ browser }) => {
  const proxy = await startProxy();
  try {
    const openings: string[][] = [];
    const interactions: string[][] = [];
    for (const rate of RATES) {
      const opened: Opening[] = [];
      const interacted: Interactions[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        // A fresh context: nothing is cached.
        const context = await browser.newContext({ baseURL: proxy.url });
        const page = await context.newPage();
        const worked = await prepare(page, rate);
        opened.push(await open(page, worked));
        interacted.push(await interact(page));
        await context.close();
      }
      const middle = <T>(rows: readonly T[], value: (row: T) => number) =>
        median(rows.map(value));
      const ms = (value: number) => `${Math.round(value)} ms`;
      openings.push([
        `${rate}×`,
        ms(middle(opened, ({ skeleton }) => skeleton)),
        ms(middle(opened, ({ usable }) => usable)),
        ms(middle(opened, ({ worked }) => worked)),
        ms(middle(opened, ({ longestTask }) => longestTask)),
        `${Math.max(...opened.map(({ shift }) => shift))}`,
      ]);
      interactions.push([
        `${rate}×`,
        ms(middle(interacted, ({ select }) => select)),
        ms(middle(interacted, ({ details }) => details)),
        ms(middle(interacted, ({ filter }) => filter)),
      ]);
    }
    const shift = await inlineShift(browser, proxy.url);
    console.log(
      [
        `\nOpening the dialog, ${POINTS} points, nothing cached, medians of ${ROUNDS}:\n`,
        table(
          [
            "CPU slowdown",
            "skeleton",
            "list usable",
            "main thread",
            "longest task",
            "layout shift",
          ],
          openings,
        ),
        "\nInteraction to next paint (the browser counts in steps of 8 ms, and 16 ms is the least):\n",
        table(
          ["CPU slowdown", "select", "open details", "filter"],
          interactions,
        ),
        `\nLayout shift of a picker in the page, list and map, while it loads: ${shift}`,
      ].join("\n"),
    );
  } finally {
    await proxy.stop();
  }
});

async function prepare(
  page: Page,
  rate: number,
): Promise<() => Promise<number>> {
  await watch(page);
  await serve(page, 'mode="dialog" map="click"');
  await limitPoints(page, POINTS);
  await page.goto("/");
  await page.locator("service-point-picker button").first().waitFor();
  return throttle(page, rate);
}

async function open(
  page: Page,
  worked: () => Promise<number>,
): Promise<Opening> {
  const before = await worked();
  // By script: a pointer that comes near would load ahead.
  const skeleton = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const start = performance.mark("opened").startTime;
        (
          document.querySelector("service-point-picker") as unknown as {
            open(): void;
          }
        ).open();
        requestAnimationFrame(() =>
          requestAnimationFrame(() => resolve(performance.now() - start)),
        );
      }),
  );
  await expect(page.getByRole("radio", { name: /·/ })).toHaveCount(POINTS);
  const usable = await page.evaluate(() => {
    const [opened] = performance.getEntriesByName("opened");
    const [shown] = performance.getEntriesByName("service-points-shown");
    return (shown?.startTime ?? NaN) - (opened?.startTime ?? NaN);
  });
  const { longestTask, shift } = await seen(page);
  return {
    skeleton,
    usable,
    worked: (await worked()) - before,
    longestTask,
    shift,
  };
}

async function interact(page: Page): Promise<Interactions> {
  const measure = async (act: () => Promise<void>) => {
    await forgetInteractions(page);
    await act();
    // What the browser notes comes with a later frame.
    await page.waitForTimeout(300);
    return Math.max((await seen(page)).interaction, 16);
  };
  const rows = page.getByRole("listitem");
  const select = await measure(async () => {
    await rows.nth(1).getByRole("radio").click();
    await rows.nth(2).getByRole("radio").click();
  });
  const details = await measure(async () => {
    await rows
      .nth(2)
      .getByRole("button", { name: /^Details/ })
      .click();
  });
  await page.getByRole("button", { name: /^Filters/ }).click();
  const filter = await measure(async () => {
    await page.getByRole("checkbox").first().click();
    await page.getByRole("checkbox").first().click();
  });
  return { select, details, filter };
}

async function inlineShift(
  browser: import("@playwright/test").Browser,
  baseURL: string,
): Promise<number> {
  const context = await browser.newContext({ baseURL });
  const page = await context.newPage();
  await watch(page);
  await serve(page, "");
  await page.goto("/");
  await page
    .locator("service-point-picker .leaflet-tile-loaded")
    .first()
    .waitFor({ state: "attached" });
  const { shift } = await seen(page);
  await context.close();
  return shift;
}
