// A page's script takes the element out and puts it in elsewhere: drag and drop, steps of a checkout,
// frameworks that sort their children.

import { expect, type Page } from "@playwright/test";
import { Checkout } from "../support/checkout.ts";
import { pins } from "../support/map.ts";
import { watchPaths } from "../support/picker.ts";
import { EINDHOVEN, openShop } from "../support/shop_page.ts";
import { test } from "../support/watched.ts";

/** Opens a page with a picker in the first of two boxes, its list scrolled and its map zoomed. */
async function openUsed(page: Page): Promise<Checkout> {
  await openShop(
    page,
    `<div id="one"><service-point-picker ${EINDHOVEN}></service-point-picker></div>
     <div id="two"></div>`,
  );
  const checkout = new Checkout(page);
  const map = checkout.picker.getByRole("region", { name: "Map" });
  await expect(pins(map).first()).toBeVisible();
  await expect(map.locator(".leaflet-tile-loaded").first()).toBeAttached();
  await expect(checkout.rows).toHaveCount(50);
  await checkout.picker.getByRole("button", { name: "Filters" }).click();
  await checkout.picker.getByRole("checkbox", { name: /^PostNL/ }).check();
  await checkout.point(/^Stationsplein Parcel Locker/).check();
  return checkout;
}

test("taken out and put in elsewhere at once, list, map and all that was set are the same", async ({
  page,
}) => {
  const checkout = await openUsed(page);
  await checkout.picker.evaluate((picker) => {
    const root = picker.shadowRoot!;
    const parts = ["li", '[part="map"]', ".leaflet-pane", "input:checked"];
    Object.assign(window, {
      parts: parts.map((selector) => root.querySelector(selector)),
    });
  });
  const asked = watchPaths(page);
  for (const box of ["two", "one", "two"])
    await page.evaluate((id) => {
      const picker = document.querySelector("service-point-picker")!;
      picker.remove();
      document.getElementById(id)?.append(picker);
    }, box);
  await expect(page.locator("#two service-point-picker")).toHaveCount(1);
  await expect(checkout.point(/^Stationsplein Parcel Locker/)).toBeChecked();
  await expect(
    checkout.picker.getByRole("checkbox", { name: /^PostNL/ }),
  ).toBeChecked();
  const areThere = await page.evaluate(() =>
    (window as unknown as { parts: (Element | null)[] }).parts.map(
      (part) => part?.isConnected,
    ),
  );
  expect(areThere).toEqual([true, true, true, true]);
  await checkout.choose();
  await expect(checkout.field("service_point_id")).toHaveValue("1000002");
  const isTile = (path: string) => path.startsWith("/tiles/");
  expect(asked.filter((path) => !isTile(path))).toEqual(["/api/selections"]);
});

test("put in again after a while, it searches anew and works as at first", async ({
  page,
}) => {
  const checkout = await openUsed(page);
  await checkout.picker.evaluate((picker) => {
    Object.assign(window, { taken: picker });
    picker.remove();
  });
  // What a picker is made of goes when it is gone for good.
  await page.waitForFunction(() => {
    const { taken } = window as unknown as { taken: HTMLElement };
    return taken.shadowRoot?.querySelector("li") === null;
  });
  const asked = watchPaths(page);
  await page.evaluate(() => {
    const { taken } = window as unknown as { taken: HTMLElement };
    document.querySelector("#two")?.append(taken);
  });
  await expect(checkout.rows).toHaveCount(50);
  const map = checkout.picker.getByRole("region", { name: "Map" });
  await expect(pins(map).first()).toBeVisible();
  expect(asked.filter((path) => path.startsWith("/api/v3/"))).toHaveLength(1);
  expect(asked.filter((path) => path.startsWith("/assets/"))).toEqual([]);
  await checkout.chooseLocker();
  await expect(checkout.field("service_point_id")).toHaveValue("1000002");
});
