// A German Packstation is of no use without the shopper's post number.

import { expect, type Page } from "@playwright/test";
import { Checkout, receivedFields } from "../support/checkout.ts";
import { test } from "../support/proxy.ts";

async function openInBerlin(page: Page): Promise<Checkout> {
  const checkout = await Checkout.open(page);
  await page.getByRole("button", { name: "Berlin, with post number" }).click();
  await expect(checkout.message).toContainText("Berlin");
  return checkout;
}

test("the post number reaches the shop with its leading zeros", async ({
  page,
}) => {
  const checkout = await openInBerlin(page);
  await checkout.point(/^Packstation/).click();
  await checkout.choose();
  const field = checkout.picker.getByLabel("Post number", { exact: true });
  await expect(
    checkout.picker.getByText("This service point needs your post number."),
  ).toBeVisible();
  await expect(field).toBeFocused();

  await field.fill("123");
  await checkout.choose();
  await expect(
    checkout.picker.getByText("A post number has 6 to 10 digits."),
  ).toBeVisible();

  await field.fill("0012 345-6");
  await checkout.choose();
  await expect(checkout.picker.locator('[part="summary"]')).toContainText(
    "00123456",
  );
  await checkout.placeOrder();
  await expect(page.getByText("Signature verified")).toBeVisible();
  const [, number, carrier] = await receivedFields(page);
  expect([number, carrier]).toEqual(["00123456", "dhl_de"]);
});

/** An old number was once sent with a new point. */
test("another point empties the field", async ({ page }) => {
  const checkout = await openInBerlin(page);
  const lockers = checkout.picker.getByRole("radio", { name: /^Packstation/ });
  await lockers.nth(0).click();
  const field = checkout.picker.getByLabel("Post number", { exact: true });
  await field.fill("00123456");
  await lockers.nth(1).click();
  await expect(field).toHaveValue("");
});

test("a shop that needs none does not ask", async ({ page }) => {
  const checkout = await Checkout.open(page);
  await checkout.point(/^Stationsplein Parcel Locker/).click();
  await expect(
    checkout.picker.getByRole("button", {
      name: "Choose Stationsplein Parcel Locker",
    }),
  ).toBeEnabled();
  await expect(checkout.picker.getByLabel(/^Post number/)).toHaveCount(0);
});
