// The map is an aid: in step with the list, and never needed.

import { expect } from "@playwright/test";
import { Checkout } from "../support/checkout.ts";
import { findPin } from "../support/map.ts";
import { test } from "../support/proxy.ts";

test("list and map are in step, both ways", async ({ page }) => {
  const checkout = await Checkout.open(page);
  await checkout.point(/^Stationsplein Parcel Locker/).click();
  const checked = checkout.picker.locator('[part="marker checked"]');
  await expect(checked).toHaveAttribute(
    "aria-label",
    /^Stationsplein Parcel Locker, Parcel locker/,
  );
  await expect(checked).toHaveAttribute("aria-pressed", "true");

  const map = checkout.picker.getByRole("region", { name: "Map" });
  const other = await findPin(map, /^Stadhuisplein Parcel Shop, /);
  const name = "Stadhuisplein Parcel Shop";
  await other.press("Enter");
  await expect(checkout.point(new RegExp(`^${name}`))).toBeChecked();
  await expect(
    checkout.picker.getByRole("button", { name: `Choose ${name}` }),
  ).toBeEnabled();
});

test("the map shows the tiles of the shop's source and names it", async ({
  page,
}) => {
  const checkout = await Checkout.open(page);
  await expect(
    checkout.picker.locator(".leaflet-tile-loaded").first(),
  ).toBeAttached();
  await expect(
    checkout.picker.getByText("Sandbox map, not a real place"),
  ).toBeVisible();
});

test("without the map module the list does everything", async ({ page }) => {
  await page.route("**/map.js", (route) => route.abort());
  const checkout = await Checkout.open(page);
  await expect(
    checkout.picker.getByText("The map could not be loaded."),
  ).toBeVisible();
  await checkout.point(/^Stationsplein Parcel Locker/).click();
  await checkout.choose();
  await expect(
    checkout.picker.getByRole("button", { name: "Change" }),
  ).toBeVisible();
});

test("map=off asks for neither the map module nor a tile", async ({ page }) => {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.route("/", async (route) => {
    const response = await route.fetch();
    const body = (await response.text()).replace(
      "<service-point-picker",
      '<service-point-picker map="off"',
    );
    await route.fulfill({ response, body });
  });
  const checkout = await Checkout.open(page);
  await checkout.point(/^Stationsplein Parcel Locker/).click();
  await checkout.choose();
  await checkout.picker.getByRole("button", { name: "Change" }).waitFor();
  expect(
    asked.filter(
      (path) => path.includes("map.js") || path.startsWith("/tiles/"),
    ),
  ).toEqual([]);
});

test("on a phone the list comes first and the map is one tap away", async ({
  page,
}) => {
  await page.setViewportSize({ width: 360, height: 740 });
  const checkout = await Checkout.open(page);
  const map = checkout.picker.getByRole("region", { name: "Map" });
  await expect(map).toBeHidden();
  await checkout.picker.getByRole("radio", { name: "Map" }).check();
  await expect(map).toBeVisible();
  await expect(checkout.rows.first()).toBeHidden();
  await expect(
    checkout.picker.locator('[part~="marker"]').first(),
  ).toBeVisible();
});
