// What shoppers complain about on phones: buttons that are off the screen, too small or dead.

import { expect, type Locator, type Page } from "@playwright/test";
import { Checkout } from "../support/checkout.ts";
import { changeAnswers } from "../support/searches.ts";
import { EINDHOVEN, openShop } from "../support/shop_page.ts";
import { test } from "../support/watched.ts";

test.use({ hasTouch: true, isMobile: true });

const SMALL = { width: 320, height: 480 };
const USUAL = { width: 375, height: 667 };
const TARGET_PX = 44;
const MAP_PX = 200;

/** A checkout with the picker in its middle, and more page than screen before and after it. */
async function openPhone(
  page: Page,
  mode: "inline" | "dialog",
  size: { width: number; height: number },
): Promise<Checkout> {
  await page.setViewportSize(size);
  await openShop(
    page,
    `<p style="height: 600px">Address</p>
     <service-point-picker ${EINDHOVEN} mode="${mode}"></service-point-picker>
     <p style="height: 600px">Payment</p>`,
  );
  const checkout = new Checkout(page);
  await checkout.picker.scrollIntoViewIfNeeded();
  if (mode === "dialog")
    await checkout.picker
      .getByRole("button", { name: "Choose a service point" })
      .tap();
  await checkout.rows.first().waitFor();
  return checkout;
}

/** Whether a finger in the middle and near each corner would reach this and nothing above it. */
function isUncovered(target: Locator): Promise<boolean> {
  return target.evaluate((element) => {
    const root = element.getRootNode() as ShadowRoot;
    const { left, right, top, bottom } = element.getBoundingClientRect();
    const places: [x: number, y: number][] = [
      [(left + right) / 2, (top + bottom) / 2],
      [left + 8, top + 8],
      [right - 8, top + 8],
      [left + 8, bottom - 8],
      [right - 8, bottom - 8],
    ];
    return places.every(([x, y]) => {
      const found = root.elementFromPoint(x, y);
      return found !== null && element.contains(found);
    });
  });
}

/** In the page, a shopper has the bar in view where the picker ends; a dialog is the screen. */
async function scrollToBar(checkout: Checkout): Promise<void> {
  await checkout.picker.evaluate((picker) =>
    picker.scrollIntoView({ block: "end" }),
  );
}

for (const mode of ["inline", "dialog"] as const) {
  /** Complaint 10: long opening times pushed the select button off the screen. */
  test(`${mode}: seven days of three shifts leave the button in view and uncovered`, async ({
    page,
  }) => {
    const shifts = [
      { start_time: "07:00", end_time: "10:30" },
      { start_time: "11:30", end_time: "14:30" },
      { start_time: "15:30", end_time: "22:30" },
    ];
    await changeAnswers(page, (found) => {
      for (const point of found.results)
        for (const day of Object.keys(point.opening_times))
          point.opening_times[day] = shifts;
    });
    const checkout = await openPhone(page, mode, SMALL);
    await scrollToBar(checkout);
    await checkout.point(/^Stadhuisplein Parcel Shop/).tap();
    const button = checkout.picker.getByRole("button", {
      name: "Choose Stadhuisplein Parcel Shop",
    });
    await checkout.picker
      .getByRole("button", { name: "Details of Stadhuisplein Parcel Shop" })
      .tap();
    const times = checkout.picker.getByRole("table", { name: "Opening times" });
    await expect(times).toContainText(/3:30\s–\s10:30\sPM/);
    await scrollToBar(checkout);
    await expect(button).toBeInViewport({ ratio: 1 });
    expect(await isUncovered(button)).toBe(true);

    await times.getByRole("row").last().scrollIntoViewIfNeeded();
    await scrollToBar(checkout);
    await expect(times.getByRole("row").last()).toBeInViewport({ ratio: 1 });
    expect(await isUncovered(times.getByRole("row").last())).toBe(true);
    await expect(button).toBeInViewport({ ratio: 1 });
    expect(await isUncovered(button)).toBe(true);
  });

  /** Section 8: the button was hidden until a row was pressed, and the map was 150 px high. */
  test(`${mode}: on phones the button is in view, with the list and with a map that can be used`, async ({
    page,
  }) => {
    const checkout = await openPhone(page, mode, SMALL);
    const bar = checkout.picker.locator('[part="confirm"]');
    const button = bar.getByRole("button", { name: /^Choose / });
    const map = checkout.picker.getByRole("region", { name: "Map" });
    for (const size of [SMALL, USUAL]) {
      await page.setViewportSize(size);
      await checkout.picker.getByRole("radio", { name: "List" }).tap();
      await scrollToBar(checkout);
      await expect(button).toBeInViewport({ ratio: 1 });
      expect(await isUncovered(button)).toBe(true);
      await expect(checkout.rows.first()).toBeInViewport({ ratio: 0.5 });

      await checkout.picker.getByRole("radio", { name: "Map" }).tap();
      await scrollToBar(checkout);
      await expect(map.locator('[part~="marker"]').first()).toBeVisible();
      await expect(map).toBeInViewport({ ratio: 1 });
      expect((await map.boundingBox())?.height).toBeGreaterThanOrEqual(MAP_PX);
      await expect(button).toBeInViewport({ ratio: 1 });
      expect(await isUncovered(button)).toBe(true);
    }
  });
}

/** What a finger is led to within a part, with how large it is; a radio's label is its target. */
function targetsOf(part: Locator): Promise<[name: string, size: number][]> {
  return part
    .locator("button, label, select, input[type=text], a")
    .evaluateAll((targets) =>
      targets
        .map((target): [string, number] => {
          const { width, height } = target.getBoundingClientRect();
          const name = target.getAttribute("aria-label") ?? target.textContent;
          return [`${name}`.trim(), Math.min(width, height)];
        })
        // Of a field, the field is the target and not its label.
        .filter(
          ([name, size]) => size > 0 && name !== "Postal code, city or address",
        ),
    );
}

/** Complaint 24: the select button was dead on phones, and nothing could be hit. */
test("the whole task passes by taps at 320 px, on targets of 44 px", async ({
  page,
}) => {
  const checkout = await openPhone(page, "dialog", { width: 320, height: 568 });
  const { picker } = checkout;
  const button = (name: RegExp | string) =>
    picker.getByRole("button", { name }).first();
  const expectTargets = async (parts: string[]) => {
    for (const part of parts)
      for (const [name, size] of await targetsOf(
        picker.locator(`[part="${part}"]`),
      ))
        expect.soft(size, `${part}: ${name}`).toBeGreaterThanOrEqual(TARGET_PX);
  };

  await checkout.searchField.tap();
  await checkout.searchField.fill("Magic Nowhere");
  await button("Search").tap();
  await expect(checkout.message).toContainText("was not found");
  await expectTargets(["message"]);
  await checkout.searchField.tap();
  await checkout.searchField.fill("Stadhuisplein 10, Eindhoven");
  await button("Search").tap();
  await expect(checkout.message).toContainText("nearest to Stadhuisplein");

  await button("Filters").tap();
  await picker.getByText(/^Parcel locker \(\d+\)$/).tap();
  await expect(button("Filters (1)")).toBeVisible();
  await expectTargets(["header", "filters"]);
  await button("Filters (1)").tap();

  const row = checkout.rows.filter({
    hasText: "Stationsplein Parcel Locker",
  });
  await row.getByText("Stationsplein 1, 5611 AC Eindhoven").tap();
  await expect(row.getByRole("radio")).toBeChecked();
  await button("Details of Stationsplein Parcel Locker").tap();
  await expect(picker.getByRole("table")).toBeVisible();
  await expectTargets(["list", "confirm"]);

  await picker.getByRole("radio", { name: "Map" }).tap();
  await button(/^Stationsplein Parcel Locker, /).tap();
  await picker.getByRole("radio", { name: "List" }).tap();
  await expect(row.getByRole("radio")).toBeChecked();
  const isTooWide = (element: Element) =>
    element.scrollWidth > element.clientWidth;
  expect(await page.locator("html").evaluate(isTooWide)).toBe(false);

  await button("Choose Stationsplein Parcel Locker").tap();
  await expect(checkout.summary).toContainText("Stationsplein Parcel Locker");
  await expectTargets(["summary"]);
  await button("Change").tap();
  await expect(checkout.rows.first()).toBeVisible();
});

/** Complaint 14: list first, list only or both is the shop's to choose, and a column is not a screen. */
test("a narrow column of a wide page shows the list first, and the map when asked", async ({
  page,
}) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await openShop(
    page,
    `<div style="width: 420px"><service-point-picker ${EINDHOVEN}></service-point-picker></div>`,
  );
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  const { picker, rows } = new Checkout(page);
  await expect(rows.first()).toBeVisible();
  const map = picker.getByRole("region", { name: "Map" });
  await expect(map).toBeHidden();
  const ofMap = (path: string) => /^\/tiles\/|\/map\.js$/.test(path);
  expect(asked.filter(ofMap)).toEqual([]);
  await picker.getByRole("radio", { name: "Map" }).tap();
  await expect(map.locator('[part~="marker"]').first()).toBeVisible();
  await expect(rows.first()).toBeHidden();
});
