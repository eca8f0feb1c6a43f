// "Search this area": offered once the shopper has moved the map, and searched as it is seen.

import { expect, type Locator, type Page } from "@playwright/test";
import { Checkout } from "../support/checkout.ts";
import { makePoints } from "../support/made_points.ts";
import { OwnPoints } from "../support/own_points.ts";
import { SEARCHES } from "../support/searches.ts";
import { test } from "../support/watched.ts";

interface Stage {
  readonly checkout: Checkout;
  readonly map: Locator;
  readonly button: Locator;
}

async function open(page: Page): Promise<Stage> {
  await page.emulateMedia({ reducedMotion: "reduce" });
  const checkout = await Checkout.open(page);
  const map = checkout.picker.getByRole("region", { name: "Map" });
  await expect(map.locator('[part~="marker"]').first()).toBeVisible();
  const button = checkout.picker.getByRole("button", {
    name: /^(Search this area|Zoom in to search here)$/,
  });
  return { checkout, map, button };
}

async function press(map: Locator, key: string, times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) await map.press(key);
}

test("it is offered after a real move only, and searches what is seen", async ({
  page,
}) => {
  const { checkout, map, button } = await open(page);
  await checkout.point(/^Stationsplein Parcel Locker/).click();
  await expect(button).toBeHidden();
  await press(map, "ArrowRight", 1);
  await expect(button).toBeHidden();
  await press(map, "ArrowRight", 2);
  await expect(button).toBeVisible();

  const searched = page.waitForRequest(SEARCHES);
  await button.click();
  const { searchParams } = new URL((await searched).url());
  expect(searchParams.get("limit")).toBe("200");
  expect([...searchParams.keys()]).not.toContain("radius");
  const edges = ["sw_latitude", "sw_longitude", "ne_latitude", "ne_longitude"];
  for (const edge of edges)
    expect(searchParams.get(edge)).toMatch(/^\d+\.\d{4}$/);
  await expect(checkout.message).toHaveText(
    /^\d+ service points in this area$/,
  );
  await expect(button).toBeHidden();
  await expect(map).toBeFocused();
  // From where the first search started.
  await expect(checkout.rows.first()).toContainText(/\d\s(m|km|ft|yd|mi)/);
});

test("what was checked stays so as long as it is in the area", async ({
  page,
}) => {
  const { checkout, map, button } = await open(page);
  const locker = checkout.point(/^Stationsplein Parcel Locker/);
  await locker.click();
  await press(map, "-", 1);
  await button.click();
  await expect(checkout.message).toContainText("in this area");
  await expect(locker).toBeChecked();
  // A filter does not move the map back, so what can be searched stays.
  await press(map, "-", 1);
  await expect(button).toBeVisible();
  await checkout.picker.getByRole("button", { name: "Filters" }).click();
  await checkout.picker.getByRole("checkbox").first().check();
  await expect(checkout.message).toContainText("Showing");
  await expect(button).toBeVisible();
});

test("an area that is too large is not searched, and says what helps", async ({
  page,
}) => {
  const { checkout, map, button } = await open(page);
  await press(map, "-", 4);
  await expect(button).toHaveText("Zoom in to search here");
  await expect(button).toHaveAttribute("aria-disabled", "true");
  let searches = 0;
  await page.route(SEARCHES, (route) => {
    searches += 1;
    return route.continue();
  });
  // Not disabled for the keyboard, and nothing comes of it.
  await button.dispatchEvent("click");
  await press(map, "+", 4);
  await press(map, "ArrowLeft", 6);
  await expect(button).toHaveText("Search this area");
  expect(searches).toBe(0);
  await button.click();
  await expect(checkout.message).toContainText("in this area");
  expect(searches).toBe(1);
});

test("nothing found there says so, and another search is as ever", async ({
  page,
}) => {
  const { checkout, map, button } = await open(page);
  await page.route(SEARCHES, async (route) => {
    const response = await route.fetch();
    const json = (await response.json()) as { data: { results: unknown[] } };
    if (route.request().url().includes("ne_latitude")) json.data.results = [];
    await route.fulfill({ response, json });
  });
  await press(map, "ArrowDown", 4);
  await button.click();
  await expect(checkout.picker.getByRole("alert")).toContainText([
    "No service points in this area. Move the map, or search elsewhere.",
  ]);
  // "Move the map": for those too who cannot drag.
  await expect(
    checkout.picker.getByRole("button", { name: "Move the map up" }),
  ).toBeVisible();
  await checkout.search("Utrecht");
  await expect(checkout.message).toContainText("Utrecht");
  await expect(checkout.rows.first()).toBeVisible();
});

test("the page's own points are all there already", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  const own = await OwnPoints.among(page, makePoints(20));
  await expect(own.pins.first()).toBeVisible();
  await press(own.map, "ArrowRight", 5);
  await expect(
    own.picker.getByRole("button", { name: "Search this area" }),
  ).toBeHidden();
});

test("the place searched for is marked, though v3 does not say where it is", async ({
  page,
}) => {
  const { map } = await open(page);
  const origin = map.getByRole("img", { name: "The place searched for" });
  await expect(origin).toBeVisible();
});
