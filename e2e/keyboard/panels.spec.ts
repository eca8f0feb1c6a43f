// Filters and details by keyboard: unfolded, used and folded, with the focus never lost.

import { expect } from "@playwright/test";
import { Checkout } from "../support/checkout.ts";
import { expectFocus, focused, press } from "../support/focus.ts";
import { test } from "../support/proxy.ts";
import { changeAnswers } from "../support/searches.ts";

test("filters unfold below their button, are set by Space and counted in its name", async ({
  page,
}) => {
  const checkout = await Checkout.open(page);
  await checkout.picker.getByRole("button", { name: "Filters" }).focus();
  await page.keyboard.press("Enter");
  const lockers = /^checkbox "Parcel locker \(\d+\)"/;
  await press(page, "Tab", lockers);
  await page.keyboard.press("Space");
  await expectFocus(page, /^checkbox "Parcel locker \(\d+\)" \[checked\]$/);
  await expect(checkout.rows.first()).toContainText("Parcel locker");
  await press(page, "Tab", /^checkbox "Post office \(\d+\)"$/);
  await press(page, "Shift+Tab", lockers);
  await press(page, "Shift+Tab", 'button "Filters (1)" [expanded]');
  await page.keyboard.press("Space");
  await expectFocus(page, 'button "Filters (1)"');
});

/** The panel went, and the focus with it: the next Tab began at the top of the page. */
test("Escape in the filters leads back to their button", async ({ page }) => {
  const checkout = await Checkout.open(page);
  await checkout.picker.getByRole("button", { name: "Filters" }).focus();
  await page.keyboard.press("Enter");
  await press(page, "Tab", /^checkbox/);
  await press(page, "Escape", 'button "Filters"');
});

/** The button hides itself as soon as no filter is set. */
test("clearing the filters leads on to the list or back to the filters", async ({
  page,
}) => {
  const checkout = await Checkout.open(page);
  await checkout.picker.getByRole("button", { name: "Filters" }).focus();
  await page.keyboard.press("Enter");
  await press(page, "Tab", /^checkbox/);
  await page.keyboard.press("Space");
  await checkout.picker.getByRole("button", { name: "Clear filters" }).focus();
  await press(page, "Enter", /^(radio|checkbox|button "Filters"|group|list)/);
});

test("details unfold after their button, and their links are the next stops", async ({
  page,
}) => {
  await changeAnswers(page, (found) => {
    for (const point of found.results)
      point.contact = { phone: "+31 40 123 4567", email: "shop@example.com" };
  });
  const checkout = await Checkout.open(page);
  await checkout.point(/^Stadhuisplein Parcel Shop/).focus();
  await page.keyboard.press("Space");
  const details = 'button "Details of Stadhuisplein Parcel Shop"';
  await press(page, "Tab", details);
  await page.keyboard.press("Enter");
  await expectFocus(page, `${details} [expanded]`);
  await press(page, "Tab", 'link "+31 40 123 4567"');
  await press(page, "Tab", 'link "shop@example.com"');
  await press(page, "Shift+Tab", 'link "+31 40 123 4567"');
});

/** The details went, and the focus with them. */
test("Escape in the details leads back to their button", async ({ page }) => {
  await changeAnswers(page, (found) => {
    for (const point of found.results)
      point.contact = { phone: "+31 40 123 4567", email: "" };
  });
  const checkout = await Checkout.open(page);
  await checkout.point(/^Stadhuisplein Parcel Shop/).focus();
  await page.keyboard.press("Space");
  const details = 'button "Details of Stadhuisplein Parcel Shop"';
  await press(page, "Tab", details);
  await page.keyboard.press("Enter");
  await press(page, "Tab", 'link "+31 40 123 4567"');
  await press(page, "Escape", details);
});

/** A panel that opens elsewhere than after its button has to be looked for. */
test("unfolding moves no focus", async ({ page }) => {
  const checkout = await Checkout.open(page);
  await checkout.picker.getByRole("button", { name: "Filters" }).focus();
  await press(page, "Enter", 'button "Filters" [expanded]');
  await checkout.picker.getByRole("checkbox").first().waitFor();
  expect(await focused(page)).toBe('button "Filters" [expanded]');
});
