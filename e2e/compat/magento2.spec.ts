// A module loader's page, whose own `sendcloud` is there first, with the visitor's language and a
// country in lower case.

import { expect, type Page } from "@playwright/test";
import { test } from "../support/watched.ts";
import { Dialog, openPage } from "./served.ts";

const NAMES = [
  "id",
  "name",
  "street",
  "house_number",
  "zip_code",
  "city",
  "country",
  "postnumber",
];

async function open(page: Page): Promise<Dialog> {
  await page.getByRole("button", { name: "Kies afhaalpunt" }).click();
  return new Dialog(page);
}

async function attributes(page: Page): Promise<string[]> {
  const field = (name: string) =>
    page.locator(`[name="sendcloud_service_point_${name}"]`);
  return Promise.all(NAMES.map((name) => field(name).inputValue()));
}

const LOCKER = [
  "1000002",
  "Stationsplein Parcel Locker",
  "Stationsplein",
  "1",
  "5611 AC",
  "Eindhoven",
  "NL",
  "",
];

test("the order's extension attributes are those of the point", async ({
  page,
}) => {
  const sent: string[] = [];
  page.on("request", (request) =>
    sent.push(request.url() + (request.postData() ?? "")),
  );
  await openPage(page, "magento2.html");
  const dialog = await open(page);
  await expect(
    dialog.root.getByRole("heading", { name: "Kies een afhaalpunt" }),
  ).toBeVisible();
  await dialog.point(/^Stationsplein Parcel Locker/).click();
  await dialog.root.getByRole("button", { name: /^Kies / }).click();
  await expect(dialog.root).toHaveCount(0);
  expect(await attributes(page)).toEqual(LOCKER);
  await expect(page.locator("#said")).toBeEmpty();

  // The key is nobody's business any more, and the module's own members are there.
  expect(sent.filter((text) => text.includes("public-key"))).toEqual([]);
  const searches = sent.filter((text) => text.includes("/service-points?"));
  expect(searches.every((text) => text.includes("country_code=NL"))).toBe(true);
  expect(searches).not.toHaveLength(0);
  const left = await page.evaluate(() => {
    const { sendcloud, stray } = window as unknown as {
      sendcloud: { getApiKey(): string };
      stray: number;
    };
    return [sendcloud.getApiKey(), stray];
  });
  expect(left).toEqual(["public-key-of-the-shop", 0]);
});

/** The module passes the earlier point each time, as a number, which is `NaN` at first. */
test("an earlier point is first, and one press away", async ({ page }) => {
  await openPage(page, "magento2.html");
  await page.locator('[name="sendcloud_service_point_id"]').fill("1000002");
  const dialog = await open(page);
  await expect(dialog.rows.first()).toContainText(
    "Stationsplein Parcel Locker",
  );
  await expect(dialog.checked).toHaveAccessibleName(
    /Stationsplein Parcel Locker/,
  );
  await dialog.root.getByRole("button", { name: /^Kies / }).click();
  await expect(dialog.root).toHaveCount(0);
  expect(await attributes(page)).toEqual(LOCKER);
});

test("leaving says nothing to the shopper, and changes nothing", async ({
  page,
}) => {
  await openPage(page, "magento2.html");
  const dialog = await open(page);
  await expect(dialog.rows.first()).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog.root).toHaveCount(0);
  await expect(page.locator("#said")).toBeEmpty();
  expect(await attributes(page)).toEqual(NAMES.map(() => ""));
});
