// A new search replaces all of what the last one said.

import { expect } from "@playwright/test";
import { Checkout } from "../support/checkout.ts";
import { test } from "../support/proxy.ts";

/** Rows of points in both answers once kept the distance of the first. */
test("distances are those of the new place", async ({ page }) => {
  const checkout = await Checkout.open(page);
  const locker = checkout.rows.filter({
    hasText: "Stationsplein Parcel Locker",
  });
  await expect(locker).toContainText("700");
  await checkout.search("Stationsplein 17, 5611 AC Eindhoven");
  await expect(checkout.message).toContainText("Stationsplein 17");
  await expect(locker).not.toContainText("700");
});

/** The nearest points and the message once were out of view, above what was scrolled to. */
test("a new list begins at its top", async ({ page }) => {
  const checkout = await Checkout.open(page);
  await checkout.rows.last().scrollIntoViewIfNeeded();
  await checkout.search("Utrecht");
  await expect(checkout.message).toContainText("Utrecht");
  await expect(checkout.rows.first()).toBeInViewport();
});

/** On a phone's map a failed search once showed an empty map and not a word. */
test("the message is seen beside the map too", async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  const checkout = await Checkout.open(page);
  await checkout.picker.getByRole("radio", { name: "Map" }).check();
  await checkout.search("Magic Nowhere");
  await expect(checkout.message).toBeVisible();
  await expect(checkout.message).toHaveRole("alert");
});

test("ready is told once", async ({ page }) => {
  await page.addInitScript(() => {
    const heard = { ready: 0 };
    Object.assign(window, { heard });
    addEventListener("service-point-ready", () => (heard.ready += 1));
  });
  const checkout = await Checkout.open(page);
  await checkout.search("Utrecht");
  await expect(checkout.message).toContainText("Utrecht");
  const heard = await page.evaluate(
    () => (window as unknown as { heard: unknown }).heard,
  );
  expect(heard).toEqual({ ready: 1 });
});
