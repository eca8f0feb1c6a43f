// Pins that would hide each other are one, which says how many it is; nothing of it moves by itself.

import { expect, type Page } from "@playwright/test";
import { makePoints } from "../support/made_points.ts";
import { OwnPoints } from "../support/own_points.ts";
import { test } from "../support/watched.ts";

async function open(page: Page, count = 500): Promise<OwnPoints> {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.setViewportSize({ width: 1200, height: 900 });
  const own = await OwnPoints.open(page, makePoints(count));
  await expect(own.pins.first()).toBeVisible();
  return own;
}

/** How many points a pin stands for, by its name. */
function counted(name: string): number {
  const [, count] = /^([\d,]+) service points/.exec(name) ?? [];
  return count === undefined ? 1 : Number(count.replaceAll(",", ""));
}

async function names(own: OwnPoints): Promise<string[]> {
  return own.pins.evaluateAll((pins) =>
    pins.map((pin) => pin.getAttribute("aria-label") ?? "").sort(),
  );
}

test("together the pins stand for all points, and none hides another", async ({
  page,
}) => {
  const own = await open(page);
  const sum = (await names(own)).map(counted).reduce((a, b) => a + b);
  expect(sum).toBe(500);
  const spots = await own.pins.evaluateAll((pins) =>
    pins.map((pin) => {
      const { left, top, width, height } = pin.getBoundingClientRect();
      return { x: left + width / 2, y: top + height / 2 };
    }),
  );
  const near = spots.filter(({ x, y }, index) =>
    spots
      .slice(0, index)
      .some((other) => Math.hypot(other.x - x, other.y - y) < 24),
  );
  expect(near).toEqual([]);
});

test("a cluster says how many it is and is parted by a press, by key too", async ({
  page,
}) => {
  const own = await open(page);
  for (const press of ["click", "key"] as const) {
    const cluster = own.map
      .getByRole("button", { name: /^\d+ service points, zoom in$/ })
      .first();
    const name = (await cluster.getAttribute("aria-label"))!;
    const before = (await names(own)).length;
    if (press === "click") await cluster.click();
    else await cluster.press("Enter");
    // The zoom makes others of what was seen.
    await expect(
      own.map.getByRole("button", { name, exact: true }),
    ).toHaveCount(0);
    expect(await names(own)).not.toHaveLength(before);
  }
  // Whatever became of the button that was pressed.
  expect(await own.map.evaluate((map) => map.matches(":focus-within"))).toBe(
    true,
  );
});

test("moving the map regroups nothing", async ({ page }) => {
  const own = await open(page);
  await own.map.press("+");
  await own.map.press("+");
  const before = await names(own);
  await own.map.press("ArrowRight");
  await own.map.press("ArrowDown");
  await expect.poll(() => names(own)).not.toEqual(before);
  await own.map.press("ArrowLeft");
  await own.map.press("ArrowUp");
  await expect.poll(() => names(own)).toEqual(before);
});

test("points at one place are listed by themselves, and all are a press away", async ({
  page,
}) => {
  const points = makePoints(60);
  for (const index of [3, 4, 5])
    points[index]!.position = { latitude: 53.9, longitude: 6.9 };
  await page.setViewportSize({ width: 1200, height: 900 });
  const own = await OwnPoints.open(page, points);
  const cluster = own.map.getByRole("button", {
    name: "3 service points at one place, show in the list",
  });
  await cluster.click();
  await expect(own.radios).toHaveCount(3);
  await expect(own.message).toHaveText("3 service points at this place");
  await expect(own.radios.first()).toBeFocused();
  await expect(own.radios.first()).not.toBeChecked();
  await own.picker.getByRole("button", { name: "Show all" }).click();
  await expect(own.radios).toHaveCount(60);
  await expect(own.message).toHaveText("60 service points");
});

test("the checked point is never hidden in a cluster", async ({ page }) => {
  const own = await open(page);
  for (const row of [0, 7]) {
    await own.radios.nth(row).click();
    const checked = own.map.locator('[part="marker checked"]');
    await expect(checked).toHaveCount(1);
    const name = (await own.radios.nth(row).getAttribute("id"))!;
    expect(name).toBe(`spp-point-${100_001 + row}`);
    await expect(checked).toHaveAccessibleName(
      new RegExp(`^${makePoints(500)[row]!.name},`),
    );
    await own.map.press("-");
    await expect(checked).toHaveCount(1);
  }
  const sum = (await names(own)).map(counted).reduce((a, b) => a + b);
  expect(sum).toBe(500);
});

test("moved to another place of the page, the map goes on as it was", async ({
  page,
}) => {
  const own = await open(page);
  const before = await names(own);
  await own.picker.evaluate((element) => {
    const place = document.createElement("section");
    document.querySelector("form")!.append(place);
    place.append(element);
  });
  expect(await names(own)).toEqual(before);
  await own.map.press("+");
  await expect.poll(() => names(own)).not.toEqual(before);
});
