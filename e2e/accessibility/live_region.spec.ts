// What a screen reader is told without the focus moving: word by word, at the right moment, once.

import { expect, type Page } from "@playwright/test";
import { test } from "../support/proxy.ts";
import { installClock } from "../support/clock.ts";
import { Stage } from "./stage.ts";

const PLACE = "Eindhoven, Nederland";

/** The picker in its start state, with ears on its live regions; its clock goes on by steps alone. */
async function openAndListen(
  page: Page,
  attributes = 'map="off"',
): Promise<Stage> {
  await installClock(page);
  await page.addInitScript(() => {
    const told: string[] = [];
    Object.assign(window, { told });
    const hear = ({ target }: MutationRecord): void => {
      const element = target instanceof Element ? target : target.parentElement;
      const region = element?.closest("[role=status], [role=alert]");
      const text = region?.textContent?.trim();
      // What is hidden is not read out.
      if (!region?.checkVisibility() || !text) return;
      const news = `${region.getAttribute("role") ?? ""}: ${text}`;
      if (news !== told.at(-1)) told.push(news);
    };
    void customElements.whenDefined("service-point-picker").then(() => {
      const root = document.querySelector("service-point-picker")?.shadowRoot;
      new MutationObserver((changes) => changes.forEach(hear)).observe(
        root as Node,
        { characterData: true, childList: true, subtree: true },
      );
    });
  });
  const stage = await Stage.open(page, "en", attributes);
  await stage.expectMessage("search_start");
  await page.clock.pauseAt((await page.evaluate(() => Date.now())) + 2_000);
  return stage;
}

/** What was told since the last call, spaces made plain. */
async function told(page: Page): Promise<string[]> {
  const news = await page.evaluate(() =>
    (window as unknown as { told: string[] }).told.splice(0),
  );
  return news.map((text) => text.replace(/\s/g, " "));
}

/** Has everything that is only waiting for time be said, and expects that and nothing else. */
async function expectTold(page: Page, ...news: string[]): Promise<void> {
  await page.clock.runFor(700);
  expect(await told(page)).toEqual(news);
}

/** The picker with its seven points, told of. */
async function openFound(page: Page, attributes?: string): Promise<Stage> {
  const stage = await openAndListen(page, attributes);
  await told(page);
  await stage.setPlace(stage.found());
  // The attributes' one search for all is a task of its own.
  await page.clock.runFor(10);
  await expect(stage.picker.getByRole("listitem")).toHaveCount(7);
  await expectTold(page, `status: 7 service points near ${PLACE}`);
  return stage;
}

test("a search that is answered at once is told by its result alone", async ({
  page,
}) => {
  const stage = await openFound(page);
  await stage.search(stage.found({}, 1));
  await expect(stage.picker.getByRole("listitem")).toHaveCount(1);
  await expectTold(page, `status: 1 service point near ${PLACE}`);
});

test("a search that takes long is told of, and then its result", async ({
  page,
}) => {
  const stage = await openFound(page);
  await stage.search(stage.held());
  await page.clock.runFor(500);
  expect(await told(page)).toEqual([]);
  await page.clock.runFor(1_000);
  expect(await told(page)).toEqual(["status: Searching…"]);
  await page.clock.runFor(3_500);
  expect(await told(page)).toEqual(["status: Still searching…"]);
  stage.release();
  await stage.expectMessage("found", { n: "7", place: PLACE });
  await expectTold(page, `status: 7 service points near ${PLACE}`);
});

/** Each box once had its own announcement, read out over the one before. */
test("filters tell how many are left, once for several", async ({ page }) => {
  const stage = await openFound(page);
  await stage.button("filters").click();
  await stage.picker.getByRole("checkbox", { name: "Parcel locker" }).check();
  await expectTold(page, "status: Showing 2 of 7");
  await stage.picker.getByRole("checkbox", { name: "Parcel locker" }).uncheck();
  await stage.picker.getByRole("checkbox", { name: "DHL" }).check();
  await expectTold(page, "status: Showing 3 of 7");
});

test("a search that had to look further says how far", async ({ page }) => {
  const stage = await openFound(page);
  await stage.search((route) => {
    const isNear = route.request().url().includes("radius=5000");
    return stage.found({}, isNear ? 0 : 3)(route);
  });
  await expect(stage.picker.getByRole("listitem")).toHaveCount(3);
  await expectTold(page, "status: None within 5 km. The nearest within 20 km:");
});

test("what was understood in part, or only coarsely, is told", async ({
  page,
}) => {
  const stage = await openFound(page);
  await stage.search(stage.found({ status: "partially_matched" }));
  await stage.expectMessage("partial", { place: PLACE });
  await expectTold(
    page,
    `status: Part of your search was not understood. Showing service points near ${PLACE}.`,
  );
  await stage.search(stage.found({ precision: "city" }));
  await stage.expectMessage("coarse", { place: PLACE });
  await expectTold(
    page,
    `status: Only ${PLACE} was found; distances are from its centre. A street or postal code gives better ones.`,
  );
});

test("what stands in the way is told at once, as an alert", async ({
  page,
}) => {
  const stage = await openFound(page);
  const alerts: [answer: Parameters<Stage["search"]>[0], alert: string][] = [
    [
      stage.found({ status: "not_found", formatted_address: null }, 0),
      "“5611 EM” was not found in Netherlands. Check the spelling, or try a postal code.",
    ],
    [
      stage.found({}, 0),
      `No service points within 50 km of ${PLACE}. Search elsewhere, or choose another delivery method.`,
    ],
    [
      stage.refused(429, "rate_limited", { "retry-after": "30" }),
      "Too many searches. Try again in 30 s.",
    ],
    [
      stage.refused(403, "forbidden"),
      "Service points are not available in this shop right now. Please choose another delivery method.",
    ],
  ];
  for (const [answer, alert] of alerts) {
    await stage.search(answer);
    await expect.poll(() => told(page)).toEqual([`alert: ${alert}`]);
  }
});

test("a choice is told once it stands, and once it is taken back", async ({
  page,
}) => {
  const stage = await openFound(page);
  await stage.choose(0);
  await expect(stage.button("change")).toBeVisible();
  await expectTold(page, "status: Stadhuisplein Parcel Shop selected");
  await stage.picker.evaluate((picker) =>
    (picker as HTMLElement & { reset(): void }).reset(),
  );
  await expect(stage.radio(0)).toBeVisible();
  await expectTold(page, "status: Selection removed");
});

test("where list and map take turns, the turn is told", async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  const stage = await openFound(page, 'map="auto"');
  await stage.view("map");
  await expectTold(page, "status: Map shown");
  await stage.view("list");
  await expectTold(page, "status: Map hidden");
});

/** The radios themselves are read out already: every word more talks over them. */
test("walking through the list tells nothing more", async ({ page }) => {
  const stage = await openFound(page);
  await stage.radio(0).focus();
  for (let presses = 0; presses < 7; presses += 1)
    await page.keyboard.press("ArrowDown");
  await stage.details(0).click();
  await stage.details(0).click();
  await expectTold(page);
});

test("what is tried again by itself is told", async ({ page }) => {
  const stage = await openFound(page);
  const soon = { "retry-after": "2" };
  await stage.search(stage.refused(503, "unavailable", soon));
  await stage.expectMessage("unavailable");
  await expect
    .poll(() => told(page))
    .toEqual(["alert: The service points could not be loaded."]);
  stage.answerWith(stage.held());
  await page.clock.runFor(2_000);
  await expectTold(page, "status: Trying again…");
});

/** "Searching…" once was the first word of a picker that waited for its shopper. */
test("where nothing is searched for, nothing is told", async ({ page }) => {
  await openAndListen(page);
  await expectTold(page);
});

/** A region that comes into being with its first words is not listened to yet, by some readers. */
test("the live region is there before it has something to say", async ({
  page,
}) => {
  await installClock(page);
  await page.clock.pauseAt(Date.now() + 1_000);
  const stage = await Stage.open(page, "en", 'map="off"');
  await expect(stage.picker.getByRole("textbox")).toBeVisible();
  await expect(
    stage.picker.getByRole("group").getByRole("status"),
  ).toBeAttached();
});
