// The map by keys: passed over, moved, and never a trap.

import { expect, type Locator, type Page } from "@playwright/test";
import { Checkout } from "../support/checkout.ts";
import { expectFocus, press } from "../support/focus.ts";
import { test } from "../support/proxy.ts";
import { changeAnswers } from "../support/searches.ts";

interface Spot {
  readonly x: number;
  readonly y: number;
}

/** The demo checkout with two points on its map, and no zoom that takes time. */
async function openMap(page: Page): Promise<Checkout> {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await changeAnswers(page, (found) => void (found.results.length = 2));
  const checkout = await Checkout.open(page);
  await expect(markers(page)).toHaveCount(2);
  return checkout;
}

function markers(page: Page): Locator {
  return page.getByRole("region", { name: "Map" }).getByRole("button");
}

async function spots(page: Page): Promise<[Spot, Spot]> {
  const [first, second] = await markers(page).evaluateAll((buttons) =>
    buttons.map((button) => {
      const { left: x, bottom: y } = button.getBoundingClientRect();
      return { x, y };
    }),
  );
  if (!first || !second) throw new Error("two markers were there");
  return [first, second];
}

/** Expects the first marker to lie so far from where it was. */
async function expectMoved(page: Page, from: Spot, by: Spot): Promise<void> {
  await expect(async () => {
    const [{ x, y }] = await spots(page);
    expect({ x: x - from.x, y: y - from.y }).toEqual({
      x: expect.closeTo(by.x, 0),
      y: expect.closeTo(by.y, 0),
    });
  }).toPass();
}

async function distance(page: Page): Promise<number> {
  const [first, second] = await spots(page);
  return Math.hypot(first.x - second.x, first.y - second.y);
}

/** Fifty markers would be fifty stops between the list and the button below it. */
test("one stop skips the map, and leads to the button that confirms", async ({
  page,
}) => {
  const checkout = await openMap(page);
  await checkout.point(/^Avondwinkel/).focus();
  await page.keyboard.press("Space");
  await press(page, "Tab", 'button "Details of Avondwinkel De Uil"');
  await press(page, "Tab", 'button "Skip the map"');
  await expect(
    checkout.picker.getByRole("button", { name: "Skip the map" }),
  ).toHaveCSS("opacity", "1");
  await press(page, "Enter", 'button "Choose Avondwinkel De Uil"');
});

test("arrows move the map, + and - zoom, 0 shows all again, Tab leaves at once", async ({
  page,
}) => {
  await openMap(page);
  const [start] = await spots(page);
  const apart = await distance(page);
  await page.getByRole("region", { name: "Map" }).focus();
  const moves: [key: string, by: Spot][] = [
    ["ArrowRight", { x: -80, y: 0 }],
    ["ArrowDown", { x: -80, y: -80 }],
    ["ArrowLeft", { x: 0, y: -80 }],
    ["ArrowUp", { x: 0, y: 0 }],
  ];
  for (const [key, by] of moves) {
    await page.keyboard.press(key);
    await expectMoved(page, start, by);
  }
  await page.keyboard.press("+");
  await expect.poll(() => distance(page)).toBeCloseTo(2 * apart, -1);
  await page.keyboard.press("-");
  await expect.poll(() => distance(page)).toBeCloseTo(apart, -1);
  await page.keyboard.press("-");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("0");
  await expectMoved(page, start, { x: 0, y: 0 });
  await expectFocus(page, 'region "Map"');
  await press(page, "Tab", 'button "Zoom in"');
});

/** Markers were fifty stops, or none at all; and Leaflet's own know neither Enter nor Space. */
test("the checked point's marker is the one stop in the map; Enter and Space press it", async ({
  page,
}) => {
  const checkout = await openMap(page);
  await checkout.point(/^Avondwinkel/).click();
  await page.getByRole("region", { name: "Map" }).focus();
  await press(page, "Tab", /^button "Avondwinkel De Uil, .+" \[pressed\]$/);
  await press(page, "Tab", 'button "Zoom in"');
  for (const key of ["Enter", "Space"]) {
    await checkout.point(/^Avondwinkel/).click();
    await markers(page).first().focus();
    await page.keyboard.press(key);
    await expect(checkout.point(/^Stadhuisplein/)).toBeChecked();
    await expectFocus(page, /^button "Stadhuisplein .+" \[pressed\]$/);
  }
});

/** The map once took Ctrl and - for itself, and nobody could zoom the page. */
test("keys with Ctrl, Alt or Meta stay the browser's", async ({ page }) => {
  await openMap(page);
  const isLeftAlone = (modifier: object): Promise<boolean> =>
    page.getByRole("region", { name: "Map" }).evaluate((region, init) => {
      const rest = { key: "-", bubbles: true, cancelable: true };
      return region.dispatchEvent(
        new KeyboardEvent("keydown", { ...rest, ...init }),
      );
    }, modifier);
  expect(await isLeftAlone({})).toBe(false);
  for (const modifier of ["ctrlKey", "metaKey", "altKey"])
    expect(await isLeftAlone({ [modifier]: true }), modifier).toBe(true);
});
