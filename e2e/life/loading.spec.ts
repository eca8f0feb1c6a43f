// What is loaded, when, and again after a failure: a page pays for what is wanted, and a shopper never
// has to reload it.

import { expect, type Page } from "@playwright/test";
import { Checkout } from "../support/checkout.ts";
import { pins } from "../support/map.ts";
import {
  call,
  setAttributes,
  untilDefined,
  watchPaths,
} from "../support/picker.ts";
import { EINDHOVEN, openShop } from "../support/shop_page.ts";
import { test } from "../support/watched.ts";

/** The file's name at the end of each path. */
const names = (paths: readonly string[]) =>
  paths.map((path) => path.split("/").at(-1));

test("a dialog loads nothing until its button is looked at, or the page says so", async ({
  page,
}) => {
  const asked = watchPaths(page);
  await openShop(
    page,
    `<p>Address</p><service-point-picker ${EINDHOVEN} mode="dialog"></service-point-picker>`,
  );
  await untilDefined(page);
  const opener = page.getByRole("button", { name: "Choose a service point" });
  await expect(opener).toBeVisible();
  await page.getByText("Address").hover();
  expect(asked).toEqual([]);

  const isFound = page.waitForResponse("**/api/v3/service-points?*");
  await call(page.locator("service-point-picker"), "preload");
  await isFound;
  await expect(page.locator("service-point-picker li")).toHaveCount(50);
  expect(names(asked)).toEqual(
    expect.arrayContaining(["widget.js", "widget_bg.wasm", "widget.css"]),
  );
  await expect(page.getByRole("dialog")).toHaveCount(0);

  const loaded = asked.length;
  await opener.click();
  await expect(page.getByRole("listitem").first()).toBeVisible();
  await expect(page.locator('[part~="marker"]').first()).toBeVisible();
  const later = asked.slice(loaded);
  expect(later.filter((path) => /\.(wasm|css)$|v3/.test(path))).toEqual([]);
});

for (const file of ["widget.js", "widget_bg.wasm", "widget.css"]) {
  /** Browsers remember an import that failed, and pages a promise that was rejected. */
  test(`${file} that did not come, twice, is fetched anew at a press, and what came is kept`, async ({
    page,
  }) => {
    let isMissing = true;
    await page.route(`**/${file}*`, (route) =>
      isMissing ? route.abort() : route.fallback(),
    );
    const asked = watchPaths(page);
    await openShop(
      page,
      `<service-point-picker ${EINDHOVEN} map="off">
         <p>Please choose home delivery.</p>
       </service-point-picker>`,
    );
    const { picker, rows } = new Checkout(page);
    const again = picker.getByRole("button", { name: "Try again" });
    const fallback = page.getByText("Please choose home delivery.");
    const attempts = () => names(asked).filter((name) => name === file).length;
    await expect(again).toBeVisible();
    await expect(fallback).toBeVisible();
    expect(attempts()).toBe(1);
    await again.click();
    await expect.poll(attempts).toBe(2);
    await expect(again).toBeVisible();
    isMissing = false;
    await again.click();
    await expect(rows.first()).toBeVisible();
    await expect(fallback).toBeHidden();
    if (file !== "widget.js")
      expect(names(asked).filter((name) => name === "widget.js")).toEqual([
        "widget.js",
      ]);
  });
}

test("a language that did not come is English, and itself as soon as it is asked for again", async ({
  page,
}) => {
  let isMissing = true;
  await page.route("**/locales/nl.json", (route) =>
    isMissing ? route.abort() : route.fallback(),
  );
  await openShop(
    page,
    `<service-point-picker ${EINDHOVEN} map="off"></service-point-picker>`,
    { lang: "nl" },
  );
  const { picker } = new Checkout(page);
  await expect(picker.getByRole("button", { name: "Search" })).toBeVisible();
  isMissing = false;
  await setAttributes(picker, { lang: "nl-BE" });
  await expect(picker.getByRole("button", { name: "Zoeken" })).toBeVisible();
});

test("a map that did not come leaves the list, and comes when it is asked for again", async ({
  page,
}) => {
  let isMissing = true;
  await page.route("**/map.js*", (route) =>
    isMissing ? route.abort() : route.fallback(),
  );
  await openShop(
    page,
    `<service-point-picker ${EINDHOVEN} map="click"></service-point-picker>`,
  );
  const checkout = new Checkout(page);
  const { picker } = checkout;
  await picker.getByRole("button", { name: "Show map" }).click();
  await expect(
    picker.getByText(
      "The map could not be loaded. The list has every service point.",
    ),
  ).toBeVisible();
  await expect(checkout.rows.first()).toBeVisible();
  isMissing = false;
  await showMapAgain(page);
  const map = picker.getByRole("region", { name: "Map" });
  await expect(pins(map).first()).toBeVisible();
  await expect(map.locator(".leaflet-tile-loaded").first()).toBeAttached();
});

/** Another picker of the page: as after a step of the checkout was rendered anew. */
async function showMapAgain(page: Page): Promise<void> {
  await page.locator("service-point-picker").evaluate((picker) => {
    picker.replaceWith(picker.cloneNode(true));
  });
  await page.getByRole("button", { name: "Show map" }).click();
}
