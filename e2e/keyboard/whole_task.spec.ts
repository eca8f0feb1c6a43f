// The whole task without a pointer, told step by step.

import { expect } from "@playwright/test";
import { Checkout } from "../support/checkout.ts";
import { expectFocus, press } from "../support/focus.ts";
import { test } from "../support/proxy.ts";
import { EINDHOVEN, openShop } from "../support/shop_page.ts";

const FIELD = 'textbox "Postal code, city or address"';
const LOCKER = "Stationsplein Parcel Locker";

test("in the page: search, choose, confirm, and change one's mind", async ({
  page,
}) => {
  const checkout = await Checkout.open(page);
  await checkout.searchField.focus();
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.type("5611 EM");
  await press(page, "Enter", FIELD);
  await expect(checkout.message).toContainText("5611 EM");
  for (const stop of ["Use my location", "Search"])
    await press(page, "Tab", `button "${stop}"`);
  // On the demo page the checkout's column is wide enough for list and map.
  await press(page, "Tab", 'button "Filters"');
  await press(page, "Tab", /^radio "[^"]+"$/);
  await press(page, "Space", /^radio ".+" \[checked\]$/);
  await press(page, "ArrowDown", /^radio ".+" \[checked\]$/);
  const row = checkout.rows.filter({
    has: page.getByRole("radio", { checked: true }),
  });
  const name = ((await row.innerText()).split("\n")[0] ?? "").trim();
  await press(page, "Tab", `button "Details of ${name}"`);
  await press(page, "Enter", `button "Details of ${name}" [expanded]`);
  await expect(
    checkout.picker.getByRole("table", { name: "Opening times" }),
  ).toBeVisible();
  await press(page, "Shift+Tab", /^radio ".+" \[checked\]$/);
  await press(page, "Enter", `button "Choose ${name}"`);
  await page.keyboard.press("Enter");
  await expectFocus(page, 'button "Change"');
  await expect(checkout.summary).toContainText(name);

  await page.keyboard.press("Enter");
  await expect(checkout.searchField).toBeVisible();
  await expect(row).toContainText(name);
});

test("in the dialog: open, search, filter, walk, look, confirm, cancel", async ({
  page,
}) => {
  await openShop(
    page,
    `<service-point-picker mode="dialog" ${EINDHOVEN}></service-point-picker>`,
  );
  const checkout = new Checkout(page);
  const dialog = page.getByRole("dialog");
  await press(page, "Tab", 'button "Choose a service point"');
  await page.keyboard.press("Enter");
  await checkout.rows.first().waitFor();
  await press(page, "Tab", 'button "Close"');
  await press(page, "Tab", FIELD);
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.type("5611 AC");
  await press(page, "Enter", FIELD);
  await expect(dialog).toContainText("nearest to 5611 AC");

  await press(page, "Tab", 'button "Use my location"');
  await press(page, "Tab", 'button "Search"');
  await press(page, "Tab", 'button "Filters"');
  await press(page, "Enter", 'button "Filters" [expanded]');
  await press(page, "Tab", /^checkbox "Parcel locker \(\d+\)"$/);
  await press(page, "Space", /^checkbox "Parcel locker \(\d+\)" \[checked\]$/);
  await press(page, "Escape", 'button "Filters (1)"');
  await expect(dialog).toBeVisible();

  await press(page, "Tab", /^radio ".+ Parcel locker .+"/);
  await press(page, "End", /^radio ".+ Parcel locker .+" \[checked\]$/);
  await press(page, "Home", new RegExp(`^radio "${LOCKER} .+" \\[checked\\]$`));
  await press(page, "Tab", `button "Details of ${LOCKER}"`);
  await press(page, "Enter", `button "Details of ${LOCKER}" [expanded]`);
  await press(page, "Escape", `button "Details of ${LOCKER}"`);
  await press(page, "Shift+Tab", new RegExp(`^radio "${LOCKER}`));
  await press(page, "Enter", `button "Choose ${LOCKER}"`);
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
  await expectFocus(page, 'button "Change"');
  await expect(checkout.summary).toContainText(LOCKER);

  await page.keyboard.press("Enter");
  await expect(dialog).toBeVisible();
  await page.keyboard.press("Escape");
  await expectFocus(page, 'button "Change"');
  await expect(checkout.summary).toContainText(LOCKER);
});
