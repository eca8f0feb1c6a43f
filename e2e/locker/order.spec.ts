// The way from the script tag to the shop's back end, for a locker that asks for nothing.

import { expect } from "@playwright/test";
import { Checkout, receivedFields } from "../support/checkout.ts";
import { test } from "../support/proxy.ts";

test("the locker that a shopper chose is the one that the shop receives, signed", async ({
  page,
}) => {
  const checkout = await Checkout.open(page);
  await checkout.search("Stadhuisplein 10, 5611 EM Eindhoven");
  await expect(checkout.message).toHaveText(
    /\d+ service points nearest to Stadhuisplein 10, 5611 EM Eindhoven/,
  );
  await checkout.point(/^Stationsplein Parcel Locker/).click();
  await checkout.choose();

  const card = checkout.picker.locator('[part="summary"]');
  await expect(card).toContainText("Stationsplein Parcel Locker");
  await expect(card).toContainText("Stationsplein 1, 5611 AC Eindhoven");
  await expect(card.getByRole("button", { name: "Change" })).toBeFocused();
  await expect(
    page.getByText("Your parcel goes to Stationsplein Parcel Locker."),
  ).toBeVisible();

  await checkout.placeOrder();
  await expect(page.getByText("Signature verified")).toBeVisible();
  expect(await receivedFields(page)).toEqual(["1000002", "empty", "postnl"]);
});

test("another point chosen afterwards replaces the first", async ({ page }) => {
  const checkout = await Checkout.open(page);
  await checkout.point(/^Stationsplein Parcel Locker/).click();
  await checkout.choose();
  await checkout.picker.getByRole("button", { name: "Change" }).click();
  await checkout.point(/^Stadhuisplein Parcel Shop/).click();
  await checkout.choose();
  await expect(
    page.getByText(/^Your parcel goes to Stadhuisplein/),
  ).toBeVisible();
  await checkout.placeOrder();
  await expect(page.getByText("Signature verified")).toBeVisible();
  expect(await receivedFields(page)).toEqual(["1000001", "empty", "dhl"]);
});

/** Placed right after the second choice, the order once left with the first. */
test("an order cannot leave while the proxy is asked to confirm", async ({
  page,
}) => {
  const checkout = await Checkout.open(page);
  await checkout.point(/^Stationsplein Parcel Locker/).click();
  await checkout.choose();
  await checkout.picker.getByRole("button", { name: "Change" }).click();

  let answer: () => void = () => undefined;
  const isAnswered = new Promise<void>((resolve) => (answer = resolve));
  await page.route("**/api/selections", async (route) => {
    const response = await route.fetch();
    await isAnswered;
    await route.fulfill({ response });
  });
  await checkout.point(/^Stadhuisplein Parcel Shop/).click();
  await checkout.choose();
  await checkout.placeOrder();
  await expect(page).toHaveTitle(/^Checkout/);

  answer();
  await expect(
    page.getByText(/^Your parcel goes to Stadhuisplein/),
  ).toBeVisible();
  await checkout.placeOrder();
  await expect(page.getByText("Signature verified")).toBeVisible();
  expect(await receivedFields(page)).toEqual(["1000001", "empty", "dhl"]);
});

/** The answer to a confirmation once selected a point of the country that was left. */
test("a country changed during a confirmation is not answered with a selection", async ({
  page,
}) => {
  const checkout = await Checkout.open(page);
  const isConfirmed = page.waitForResponse("**/api/selections");
  await checkout.point(/^Stationsplein Parcel Locker/).click();
  await page.route("**/api/selections", async (route) => {
    await page.getByLabel("Country").selectOption("BE");
    await route.continue();
  });
  await checkout.choose();
  await isConfirmed;
  await expect(checkout.message).not.toContainText("Searching");
  await expect(page.locator('input[name="service_point_id"]')).toHaveCount(0);
  await expect(checkout.picker.locator('[part="summary"]')).toHaveCount(0);
});

/** Shops reported parcels that went to a point although home delivery was ordered. */
test("back at home delivery, nothing of the point travels with the order", async ({
  page,
}) => {
  const checkout = await Checkout.open(page);
  await checkout.point(/^Stationsplein Parcel Locker/).click();
  await checkout.choose();
  await checkout.picker.getByRole("button", { name: "Change" }).waitFor();
  await page.getByRole("radio", { name: /^Home delivery/ }).check();
  const sent = page.waitForRequest((request) => request.method() === "POST");
  await checkout.placeOrder();
  const form = new URLSearchParams((await sent).postData() ?? "");
  expect(form.get("delivery_method")).toBe("home");
  expect(form.has("service_point_id")).toBe(false);
  expect(form.has("service_point_token")).toBe(false);
});

/** One press was needed twice in another picker; here two presses are one selection. */
test("two presses confirm once", async ({ page }) => {
  const checkout = await Checkout.open(page);
  let confirmations = 0;
  page.on("request", (request) => {
    if (request.url().includes("/api/selections")) confirmations += 1;
  });
  await checkout.point(/^Stationsplein Parcel Locker/).click();
  await checkout.picker.getByRole("button", { name: /^Choose / }).dblclick();
  await checkout.picker.getByRole("button", { name: "Change" }).waitFor();
  expect(confirmations).toBe(1);
});

test("details show the whole week, today first, and closed days as closed", async ({
  page,
}) => {
  const checkout = await Checkout.open(page);
  await checkout.picker
    .getByRole("button", { name: "Details of Stationsplein Parcel Locker" })
    .click();
  const days = checkout.picker.getByRole("rowheader");
  await expect(days).toHaveCount(7);
  await expect(days.last()).toBeInViewport();
  await expect(days.first()).toContainText("(Today)");
  const times = new Map<string, string>();
  for (const row of await checkout.picker.getByRole("row").all()) {
    const day =
      (await row.getByRole("rowheader").innerText()).split(" ")[0] ?? "";
    times.set(day, await row.getByRole("cell").innerText());
  }
  expect(times.get("Thursday")).toBe("Closed");
  expect(times.get("Sunday")).toBe("Closed");
  for (const day of ["Monday", "Tuesday", "Wednesday", "Friday", "Saturday"]) {
    expect(times.get(day), day).toMatch(/^10:00\sAM\s–\s9:00\sPM$/);
  }
});
