// What shoppers without a mouse complain about: controls that take one key and not the other.

import { expect } from "@playwright/test";
import { Checkout } from "../support/checkout.ts";
import { changeAnswers } from "../support/searches.ts";
import { EINDHOVEN, openShop } from "../support/shop_page.ts";
import { findPin } from "../support/map.ts";
import { test } from "../support/watched.ts";

/** Section 8: keys were compared with `'Space'`, where browsers say `' '`, and nothing happened. */
for (const key of ["Space", "Enter"]) {
  test(`${key} activates every button and every marker`, async ({ page }) => {
    await page.emulateMedia({ reducedMotion: "reduce" });
    await changeAnswers(page, (found) => found.results.splice(12));
    await openShop(
      page,
      `<service-point-picker ${EINDHOVEN} mode="dialog" map="click"></service-point-picker>`,
    );
    const checkout = new Checkout(page);
    const { picker } = checkout;
    const dialog = page.getByRole("dialog");
    const button = (name: RegExp | string) =>
      picker.getByRole("button", { name, exact: true }).first();

    await button("Choose a service point").press(key);
    await expect(checkout.rows.first()).toBeVisible();
    await dialog.getByRole("button", { name: "Close" }).press(key);
    await expect(dialog).toHaveCount(0);
    await button("Choose a service point").press(key);

    await checkout.searchField.fill("Magic Nowhere");
    await button("Search").press(key);
    await expect(checkout.message).toContainText("was not found");
    await button("Look it up as a point’s number").press(key);
    await expect(checkout.message).toContainText("has the number");
    await checkout.searchField.fill("Stadhuisplein 10, 5611 EM Eindhoven");
    await button("Search").press(key);
    await expect(checkout.message).toContainText(
      "12 service points near Stadhuisplein",
    );
    await button("Use my location").press(key);
    await expect(checkout.message).toContainText("location");
    await button("Search").press(key);
    await expect(checkout.message).toContainText(
      "12 service points near Stadhuisplein",
    );

    await button("Filters").press(key);
    await picker
      .getByRole("checkbox", { name: /^Parcel locker/ })
      .press("Space");
    await button("Clear filters").press(key);
    await expect(button("Filters")).toHaveAttribute("aria-expanded", "true");
    await button("Filters").press(key);
    await expect(button("Filters")).toHaveAttribute("aria-expanded", "false");

    const details = button("Details of Avondwinkel De Uil");
    await details.press(key);
    await expect(details).toHaveAttribute("aria-expanded", "true");
    await details.press(key);
    await expect(details).toHaveAttribute("aria-expanded", "false");

    await button("Show map").press(key);
    const map = picker.getByRole("region", { name: "Map" });
    const marker = await findPin(map, /^Stationsplein Parcel Locker, /);
    await marker.press(key);
    await expect(marker).toHaveAttribute("aria-pressed", "true");
    await expect(checkout.point(/^Stationsplein Parcel Locker/)).toBeChecked();
    for (const move of [
      "Zoom in",
      "Move the map up",
      "Move the map left",
      "Zoom out",
      "Move the map right",
      "Move the map down",
    ]) {
      const before = await marker.boundingBox();
      await button(move).press(key);
      await expect.poll(() => marker.boundingBox(), move).not.toEqual(before);
    }
    await picker.getByRole("button", { name: "Skip the map" }).press(key);
    const choose = button("Choose Stationsplein Parcel Locker");
    await expect(choose).toBeFocused();
    await choose.press(key);
    await expect(checkout.summary).toBeVisible();
    await button("Change").press(key);
    await expect(dialog).toBeVisible();
  });
}
