// A list of thousands: what is in view is drawn, and whoever uses it notices nothing of that. Complaint
// 26: with thousands of points pickers stood still.

import { expect, type Page } from "@playwright/test";
import { makePoints } from "../support/made_points.ts";
import { OwnPoints } from "../support/own_points.ts";
import { test } from "../support/watched.ts";

const COUNT = 5_000;

async function open(page: Page): Promise<OwnPoints> {
  return OwnPoints.among(page, makePoints(COUNT));
}

test("5,000 points are numbered for those who hear the list, and few nodes", async ({
  page,
}) => {
  const own = await open(page);
  await expect(own.message).toHaveText("5,000 service points");
  const first = own.radios.first();
  await expect(first).toHaveAttribute("aria-posinset", "1");
  await expect(first).toHaveAttribute("aria-setsize", `${COUNT}`);
  await expect(own.pins.first()).toBeVisible();
  const nodes = await own.picker.evaluate(
    ({ shadowRoot }) => shadowRoot!.querySelectorAll("*").length,
  );
  expect(nodes).toBeLessThan(1_000);
});

test("keys lead through all of them, from the first round to the last", async ({
  page,
}) => {
  const own = await open(page);
  await own.radios.first().focus();
  for (const [key, number] of [
    ["ArrowDown", 2],
    ["End", COUNT],
    ["ArrowDown", 1],
    ["ArrowUp", COUNT],
    ["PageUp", COUNT - 10],
    ["Home", 1],
    ["PageDown", 11],
  ] as const) {
    await page.keyboard.press(key);
    await expect(own.radio(number)).toBeFocused();
    await expect(own.radio(number)).toBeChecked();
    await expect(own.radio(number)).toBeInViewport();
  }
});

test("letters lead to a name that is far from being drawn", async ({
  page,
}) => {
  const points = makePoints(COUNT);
  points[4_200]!.name = "Zuivelhoeve";
  const own = await OwnPoints.among(page, points);
  await own.radios.first().focus();
  await page.keyboard.type("zui");
  await expect(own.radio(4_201)).toBeFocused();
  await expect(own.radio(4_201)).toBeInViewport();
});

test("wherever the list is scrolled to there are rows, in their order", async ({
  page,
}) => {
  const own = await open(page);
  const list = own.picker.locator(".results");
  for (const part of [0.1, 0.11, 0.5, 0.9, 1, 0.3, 0]) {
    await expect(async () => {
      // Where rows were taken to be lower than they are, the end is farther than it was.
      await list.evaluate((element, part) => {
        element.scrollTop =
          part * (element.scrollHeight - element.clientHeight);
      }, part);
      await page.waitForTimeout(50);
      const seen = await list.evaluate((element) => {
        const box = element.getBoundingClientRect();
        const root = element.getRootNode() as ShadowRoot;
        const numbers: number[] = [];
        for (let y = box.top + 4; y < box.bottom; y += 20) {
          const row = root.elementFromPoint(box.left + 60, y)?.closest(".row");
          numbers.push(Number(row?.getAttribute("aria-posinset") ?? NaN));
        }
        return numbers;
      });
      expect(seen).not.toContain(NaN);
      expect(seen).toEqual([...seen].sort((a, b) => a - b));
      expect(seen.at(-1)! - seen[0]!).toBeLessThan(10);
      if (part === 0) expect(seen[0]).toBe(1);
      if (part === 1) expect(seen.at(-1)).toBe(COUNT);
    }).toPass();
  }
});

/** The focus went to the page's top with the row that had it. */
test("a row that has the focus keeps it however far the list is scrolled", async ({
  page,
}) => {
  const own = await open(page);
  await own.radios.nth(2).click();
  await own.rows.first().hover();
  for (let turn = 0; turn < 5; turn += 1) {
    await page.mouse.wheel(0, 5_000);
    await page.waitForTimeout(60);
  }
  await expect(own.radio(3)).toBeFocused();
  await expect(own.radio(3)).not.toBeInViewport();
  await page.keyboard.press("ArrowDown");
  await expect(own.radio(4)).toBeFocused();
  await expect(own.radio(4)).toBeInViewport();
});

test("the checked row is the list's one stop, however far the list is scrolled", async ({
  page,
}) => {
  const own = await open(page);
  await own.radios.nth(1).click();
  await own.picker.getByRole("button", { name: /^Filters/ }).focus();
  await own.picker.locator(".results").evaluate((element) => {
    element.scrollTop = 200_000;
  });
  await expect(own.radio(2)).not.toBeInViewport();
  await page.keyboard.press("Tab");
  await expect(own.radio(2)).toBeFocused();
  await expect(own.radio(2)).toBeInViewport();
});

/** The rows were drawn for the beginning, and the list stood elsewhere. */
test("a list that takes another's place while that is scrolled has rows in view", async ({
  page,
}) => {
  const points = makePoints(600);
  for (const point of points.slice(0, 150))
    point.position = { latitude: 53.9, longitude: 7.5 };
  await page.setViewportSize({ width: 1200, height: 900 });
  const own = await OwnPoints.among(page, points);
  await own.map
    .getByRole("button", { name: /^150 service points at one place/ })
    .click();
  await expect(own.radios).toHaveCount(150);
  await own.picker.locator(".results").evaluate((element) => {
    element.scrollTop = 12_000;
  });
  await page.waitForTimeout(100);
  await own.picker.getByRole("button", { name: "Show all" }).click();
  await expect(own.message).toHaveText("600 service points");
  await expect(own.rows.first()).toBeInViewport();
});

test("filters and their counts are of all 5,000", async ({ page }) => {
  const own = await open(page);
  await own.picker.getByRole("button", { name: "Filters" }).click();
  const boxes = own.picker.getByRole("checkbox", { name: /^Parcel locker/ });
  const lockers = makePoints(COUNT).filter(
    ({ general_shop_type }) => general_shop_type === "locker",
  ).length;
  const count = lockers.toLocaleString("en");
  await expect(boxes).toHaveAccessibleName(`Parcel locker (${count})`);
  await boxes.check();
  await expect(own.message).toHaveText(`Showing ${count} of 5,000`);
  await expect(own.radios.first()).toHaveAttribute(
    "aria-setsize",
    `${lockers}`,
  );
});
