// Several pickers in one page: nothing of one is of another.

import { expect, type Page } from "@playwright/test";
import type { ServicePointPicker } from "../../embed/index";
import { Checkout } from "../support/checkout.ts";
import { untilDefined } from "../support/picker.ts";
import { EINDHOVEN, openShop } from "../support/shop_page.ts";
import { test } from "../support/watched.ts";

/** One radio group for both would let go of the first point as soon as the second is checked. */
test("two lists have a checked point, a search and filters each", async ({
  page,
}) => {
  const picker = `<service-point-picker ${EINDHOVEN} map="off"></service-point-picker>`;
  await openShop(
    page,
    `<div id="first">${picker}</div><div id="second">${picker}</div>`,
  );
  const [first, second] = ["#first", "#second"].map(
    (box) => new Checkout(page, page.locator(`${box} service-point-picker`)),
  );
  if (!first || !second) throw new Error("no pickers");
  const shop = first.point(/^Stadhuisplein Parcel Shop/);
  const locker = second.point(/^Stationsplein Parcel Locker/);
  await shop.check();
  await locker.check();
  await first.inside.getByRole("button", { name: "Filters" }).click();
  await first.inside.getByRole("checkbox", { name: /^DHL/ }).check();
  await second.search("Utrecht");
  await expect(second.message).toContainText("Utrecht");
  await expect(first.message).toContainText("Showing");
  await expect(second.inside.getByRole("checkbox")).toHaveCount(0);
  await second.search("Stadhuisplein 10, 5611 EM Eindhoven");
  await expect(second.message).toContainText("Stadhuisplein");
  await locker.check();
  await shop.check();
  await expect(locker).toBeChecked();

  await second.choose();
  await expect(
    second.inside.getByRole("button", { name: "Change" }),
  ).toBeVisible();
  await expect(first.rows.first()).toBeVisible();
  const selections = await page
    .locator("service-point-picker")
    .evaluateAll((pickers) =>
      pickers.map(
        (picker) =>
          (picker as HTMLElementTagNameMap["service-point-picker"]).selection
            ?.service_point_id,
      ),
    );
  expect(selections).toEqual([undefined, 1000002]);
});

/** Asks for a point by script; the answer is kept under `name`. */
async function ask(page: Page, name: string): Promise<void> {
  await page.evaluate((key) => {
    const { ServicePointPicker: picker } = window as unknown as {
      ServicePointPicker: ServicePointPicker;
    };
    const answer = picker.open({ country: "NL", postalCode: "5611 EM" });
    Object.assign(window, { [key]: answer });
  }, name);
}

/** Of two dialogs upon each other nobody knows which one the answer is for. */
test("a dialog that opens cancels the one that is open, whoever opened it", async ({
  page,
}) => {
  await openShop(
    page,
    `<service-point-picker ${EINDHOVEN} mode="dialog"></service-point-picker>`,
  );
  await untilDefined(page);
  const dialog = page.getByRole("dialog");
  await page.locator("service-point-picker").evaluate((element) => {
    const picker = element as HTMLElementTagNameMap["service-point-picker"];
    const reasons: string[] = [];
    Object.assign(window, { reasons });
    picker.addEventListener("service-point-cancel", ({ detail }) =>
      reasons.push(detail.reason),
    );
    picker.open();
  });
  await expect(dialog.getByRole("listitem").first()).toBeVisible();
  await ask(page, "first");
  await ask(page, "second");
  await expect(dialog).toHaveCount(1);
  const [reasons, first] = await page.evaluate(async () => {
    const page = window as unknown as {
      reasons: string[];
      first: Promise<unknown>;
    };
    return [page.reasons, await page.first] as const;
  });
  expect(reasons).toEqual(["closed"]);
  expect(first).toBeNull();

  await dialog.getByRole("radio", { name: /^Stationsplein Parcel Lo/ }).click();
  await dialog.getByRole("button", { name: /^Choose Stationsplein/ }).click();
  const second = await page.evaluate(
    () => (window as unknown as { second: Promise<unknown> }).second,
  );
  expect(second).toMatchObject({ service_point_id: 1000002 });
  await expect(dialog).toHaveCount(0);
});
