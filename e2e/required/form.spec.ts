// An order without a service point does not leave the page, nor pass the shop's back end.

import { expect } from "@playwright/test";
import { Checkout } from "../support/checkout.ts";
import { test } from "../support/proxy.ts";

test("a form without a selection stays, and leads to the picker", async ({
  page,
}) => {
  const checkout = await Checkout.open(page);
  await checkout.placeOrder();
  await expect(page).toHaveTitle(/^Checkout/);
  const isInPicker = await checkout.picker.evaluate(
    (picker) => document.activeElement === picker,
  );
  expect(isInPicker).toBe(true);
});

test("the back end refuses an order without a token, and one with a field changed", async ({
  page,
}) => {
  const checkout = await Checkout.open(page);
  await checkout.point(/^Stationsplein Parcel Locker/).click();
  await checkout.choose();
  await checkout.picker.getByRole("button", { name: "Change" }).waitFor();
  const form = await page.evaluate(() => {
    const element = document.querySelector<HTMLFormElement>("#checkout");
    const entries = [...new FormData(element ?? undefined)];
    return Object.fromEntries(
      entries.map(([name, value]) => [name, `${value as string}`]),
    );
  });
  const order = (changes: Record<string, string>) =>
    page.request.post("/demo/orders", {
      form: { ...form, ...changes },
      maxRedirects: 0,
    });
  expect((await order({})).status()).toBe(303);
  expect((await order({ service_point_token: "" })).status()).toBe(422);
  expect((await order({ service_point_id: "1000001" })).status()).toBe(422);
  expect((await order({ carrier: "dhl" })).status()).toBe(422);
  expect((await order({ reference: "cart-of-somebody-else" })).status()).toBe(
    422,
  );
});

/** A point of another country was once ordered with the new address. */
test("another country withdraws the selection and its fields", async ({
  page,
}) => {
  const checkout = await Checkout.open(page);
  await checkout.point(/^Stationsplein Parcel Locker/).click();
  await checkout.choose();
  await checkout.picker.getByRole("button", { name: "Change" }).waitFor();
  await page.getByLabel("Country").selectOption("BE");
  await expect(page.locator('input[name="service_point_id"]')).toHaveCount(0);
  await checkout.placeOrder();
  await expect(page).toHaveTitle(/^Checkout/);
});
