// Pins that would hide each other are one, which says how many it is; nothing of it moves by itself.

import { expect, type Page } from "@playwright/test";
import { makePoints } from "../support/made_points.ts";
import { OwnPoints } from "../support/own_points.ts";
import { test } from "../support/watched.ts";

async function open(page: Page, count = 500): Promise<OwnPoints> {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.setViewportSize({ width: 1200, height: 900 });
  const own = await OwnPoints.among(page, makePoints(count));
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
  const own = await OwnPoints.among(page, points);
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

/** Its pin was not drawn, so nothing was there to be brought into view. */
test("a row that is checked brings the map to its pin, however far away that is", async ({
  page,
}) => {
  const own = await open(page);
  for (let step = 0; step < 5; step += 1) await own.map.press("+");
  const checked = own.map.locator('[part="marker checked"]');
  for (const row of [40, 120, 3]) {
    await own.radios.first().focus();
    await page.keyboard.press("Home");
    for (let page10 = 0; page10 < row / 10; page10 += 1)
      await page.keyboard.press("PageDown");
    await expect(checked).toBeInViewport();
    await expect
      .poll(() =>
        checked.evaluate((pin) => {
          const map = pin.closest(".map")!.getBoundingClientRect();
          const { left, right, top, bottom } = pin.getBoundingClientRect();
          return (
            left >= map.left - 22 &&
            right <= map.right + 22 &&
            top >= map.top - 44 &&
            bottom <= map.bottom + 22
          );
        }),
      )
      .toBe(true);
  }
});

/** Its row was not drawn, so nothing said why. */
test("the pin of a point that cannot be chosen leads to its row, which says why", async ({
  page,
}) => {
  await page.setViewportSize({ width: 1200, height: 900 });
  const points = makePoints(600);
  const expired = { ...points[590]!, name: "Expired", is_expired: true };
  expired.position = { latitude: 53.9, longitude: 7.5 };
  points[590] = expired;
  const own = await OwnPoints.among(page, points);
  await own.map.getByRole("button", { name: /^Expired,/ }).click();
  const row = own.rows.filter({ hasText: "Expired" });
  await expect(row).toBeInViewport();
  await expect(row).toContainText("Details out of date: cannot be chosen");
});

test("where list and map take turns, a pin's row is in view when the list is", async ({
  page,
}) => {
  await page.setViewportSize({ width: 400, height: 800 });
  const points = makePoints(600);
  points[590]!.position = { latitude: 53.9, longitude: 7.5 };
  const own = await OwnPoints.among(page, points);
  await own.picker.getByRole("radio", { name: "Map" }).check();
  const name = points[590]!.name;
  await own.map.getByRole("button", { name: new RegExp(`^${name},`) }).click();
  await own.picker.getByRole("radio", { name: "List" }).check();
  await expect(own.radio(591)).toBeChecked();
  await expect(own.radio(591)).toBeInViewport();
});
