// The dialog by keyboard: in, through all of it, and back to where one came from.

import { expect, type Page } from "@playwright/test";
import { Checkout } from "../support/checkout.ts";
import { expectFocus, focused, press } from "../support/focus.ts";
import { test } from "../support/proxy.ts";
import { EINDHOVEN, openShop } from "../support/shop_page.ts";

const OPENER = 'button "Choose a service point"';

/** A shop with a picker behind a button, which has the focus. */
async function openShopWithDialog(page: Page): Promise<Checkout> {
  await openShop(
    page,
    `<service-point-picker mode="dialog" ${EINDHOVEN}></service-point-picker>
     <button type="button">Pay</button>`,
  );
  await press(page, "Tab", OPENER);
  return new Checkout(page);
}

/** The same with the dialog open and points in it. */
async function openDialog(page: Page): Promise<Checkout> {
  const checkout = await openShopWithDialog(page);
  await page.keyboard.press("Enter");
  await checkout.rows.first().waitFor();
  await page
    .getByRole("region", { name: "Map" })
    .getByRole("button")
    .first()
    .waitFor();
  return checkout;
}

test("Tab leads through all of it in the order in which it is seen, and back", async ({
  page,
}) => {
  await openDialog(page);
  const stops = [
    'button "Close"',
    'textbox "Postal code, city or address"',
    'button "Use my location"',
    'button "Search"',
    'button "Filters"',
    /^radio "Stadhuisplein Parcel Shop .*" \[checked\]$/,
    'button "Details of Stadhuisplein Parcel Shop"',
    'button "Show up to 200"',
    'button "Skip the map"',
    'region "Map"',
    /^button "Stadhuisplein Parcel Shop, Parcel shop, 90\sm" \[pressed\]$/,
    'button "Zoom in"',
    'button "Zoom out"',
    'button "Move the map up"',
    'button "Move the map left"',
    'button "Move the map right"',
    'button "Move the map down"',
    'button "Choose Stadhuisplein Parcel Shop"',
  ];
  for (const stop of stops) await press(page, "Tab", stop);
  for (const stop of stops.slice(0, -1).reverse())
    await press(page, "Shift+Tab", stop);
});

test("where list and map take turns, the switch is one stop and arrows turn it", async ({
  page,
}) => {
  await page.setViewportSize({ width: 360, height: 740 });
  const checkout = await openShopWithDialog(page);
  await page.keyboard.press("Enter");
  await checkout.rows.first().waitFor();
  await checkout.searchField.focus();
  await press(page, "Tab", 'button "Use my location"');
  await press(page, "Tab", 'button "Search"');
  await press(page, "Tab", 'radio "List" [checked]');
  await press(page, "ArrowRight", 'radio "Map" [checked]');
  await expect(page.getByRole("region", { name: "Map" })).toBeVisible();
  await press(page, "Tab", 'button "Filters"');
  await press(page, "Tab", 'button "Skip the map"');
  await press(page, "Shift+Tab", 'button "Filters"');
  await press(page, "Shift+Tab", 'radio "Map" [checked]');
  await press(page, "ArrowLeft", 'radio "List" [checked]');
  await expect(checkout.rows.first()).toBeVisible();
});

/** The page behind is inert: nothing of it is reached, however often Tab is pressed. */
test("Tab never leads behind the dialog", async ({ page }) => {
  await openDialog(page);
  await page
    .getByRole("button", { name: "Choose Stadhuisplein Parcel Shop" })
    .focus();
  let reached = "";
  for (
    let presses = 0;
    presses < 4 && reached !== 'button "Close"';
    presses += 1
  ) {
    await page.keyboard.press("Tab");
    reached = await focused(page);
    expect(reached).not.toBe('button "Pay"');
  }
  expect(reached).toBe('button "Close"');
});

/** What opens is read out by the name of what has the focus: an unnamed group is silence. */
test("opening leads to something that says what has opened", async ({
  page,
}) => {
  await openShopWithDialog(page);
  await page.keyboard.press("Enter");
  await expect(
    page.getByRole("dialog", { name: "Choose a service point" }),
  ).toBeVisible();
  await expectFocus(page, /^(dialog|group|heading) "Choose a service point"/);
});

test("whichever way it is left, the focus is back on the button that opened it", async ({
  page,
}) => {
  const checkout = await openDialog(page);
  const dialog = page.getByRole("dialog");
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expectFocus(page, OPENER);

  await page.keyboard.press("Enter");
  await press(page, "Tab", 'button "Close"');
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
  await expectFocus(page, OPENER);

  await page.keyboard.press("Space");
  await checkout.point(/^Stadhuisplein Parcel Shop/).focus();
  await press(page, "Enter", 'button "Choose Stadhuisplein Parcel Shop"');
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
  await expectFocus(page, 'button "Change"');

  await page.keyboard.press("Enter");
  await expect(dialog).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expectFocus(page, 'button "Change"');
});

/** Who only wanted the panel away once lost the whole dialog. */
test("Escape folds filters and details before it closes", async ({ page }) => {
  const checkout = await openDialog(page);
  const dialog = page.getByRole("dialog");
  const filters = checkout.picker.getByRole("button", { name: /^Filters/ });
  await filters.focus();
  await page.keyboard.press("Enter");
  await expect(filters).toHaveAttribute("aria-expanded", "true");
  await page.keyboard.press("Escape");
  await expect(filters).toHaveAttribute("aria-expanded", "false");
  await expectFocus(page, 'button "Filters"');

  const details = checkout.picker.getByRole("button", {
    name: "Details of Stadhuisplein Parcel Shop",
  });
  await details.focus();
  await page.keyboard.press("Enter");
  await expect(details).toHaveAttribute("aria-expanded", "true");
  await page.keyboard.press("Escape");
  await expect(details).toHaveAttribute("aria-expanded", "false");
  await expectFocus(page, 'button "Details of Stadhuisplein Parcel Shop"');

  await expect(dialog).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
});
