// Everything that goes wrong says what happened, and leaves a way on.

import { expect } from "@playwright/test";
import { Checkout } from "../support/checkout.ts";
import { startProxy, test } from "../support/proxy.ts";

test("an address that does not exist is named as such", async ({ page }) => {
  const checkout = await Checkout.open(page);
  await page
    .getByRole("button", { name: "an address that does not exist" })
    .click();
  await expect(checkout.message).toHaveText(
    "“Nowhere Street 404, Atlantis” was not found in Netherlands. Check the spelling, or try a postal code.",
  );
  await expect(checkout.message).toHaveRole("alert");
  await checkout.search("5611 EM");
  await expect(checkout.message).toContainText("service points nearest to");
});

const messages: [street: string, message: RegExp][] = [
  [
    "Magic Partial",
    /^Part of your search was not understood\. Showing service points near /,
  ],
  ["Magic Empty", /^No service points within 50\skm of /],
  ["Magic Geocoder", /^Addresses cannot be looked up right now\./],
  ["Magic Busy", /^The service points could not be loaded\./],
  ["Magic Garbage", /^The service points could not be loaded\./],
  ["Magic Error", /^The service points could not be loaded\./],
  ["Magic Slow", /^The service points could not be loaded\./],
];
for (const [street, message] of messages) {
  test(`${street} has its own message`, async ({ page }) => {
    const checkout = await Checkout.open(page);
    await checkout.search(`${street}, Eindhoven`);
    await expect(checkout.message).toHaveText(message, { timeout: 12_000 });
  });
}

test("malformed points in an answer cost none of the others", async ({
  page,
}) => {
  const checkout = await Checkout.open(page);
  await checkout.search("Magic Malformed, Eindhoven");
  await expect(checkout.message).toContainText("service points nearest to");
  await expect(checkout.rows.first()).toBeVisible();
});

const refusals: [name: string, reason: string][] = [
  ["Magic Gone Shop", "is no longer offered"],
  ["Magic Expired Shop", "its details are out of date"],
  ["Magic Full Shop", "it does not take parcels right now"],
];
for (const [name, reason] of refusals) {
  test(`${name} is refused with its reason, and another can be chosen`, async ({
    page,
  }) => {
    const checkout = await Checkout.open(page);
    await checkout.search("Magic Confirmation, Eindhoven");
    await checkout.point(new RegExp(`^${name}`)).click();
    await checkout.choose();
    await expect(
      checkout.picker.getByRole("alert").filter({ hasText: reason }),
    ).toBeVisible();
    // The button was once disabled under the focus, which then was nowhere.
    await expect(
      checkout.picker.getByRole("button", { name: "Choose a service point" }),
    ).toBeFocused();
    await expect(checkout.point(new RegExp(`^${name}`))).toHaveAttribute(
      "aria-disabled",
      "true",
    );

    await checkout.point(/^Stadhuisplein Parcel Shop/).click();
    await checkout.choose();
    await expect(checkout.picker.locator('[part="summary"]')).toContainText(
      "Stadhuisplein Parcel Shop",
    );
  });
}

/** A carrier whose check is out of order must not close the checkout. */
test("a point whose availability nobody can tell is confirmed all the same", async ({
  page,
}) => {
  const checkout = await Checkout.open(page);
  await checkout.search("Magic Confirmation, Eindhoven");
  await checkout.point(/^Magic Silent Shop/).click();
  await checkout.choose();
  await expect(checkout.picker.locator('[part="summary"]')).toContainText(
    "Magic Silent Shop",
  );
});

/** Every other point was once said to take no parcels: a page left open after its order was placed. */
test("a cart that became an order says so, and keeps its point", async ({
  page,
  request,
}) => {
  const secret = "opens-the-selections-of-the-demo-shop";
  const proxy = await startProxy({ PICKER_BACKEND_SECRET: secret });
  try {
    const checkout = await Checkout.open(page, proxy.url);
    await checkout.chooseLocker();
    const headers = { authorization: `Bearer ${secret}` };
    const selections = `${proxy.url}api/selections`;
    const params = { reference: await checkout.reference() };
    const found = await request.get(selections, { headers, params });
    const { id } = await found.json();
    const data = { reference: "order-1001" };
    const bound = await request.patch(`${selections}/${id}`, { headers, data });
    expect(bound.status()).toBe(200);

    await checkout.picker.getByRole("button", { name: "Change" }).click();
    await checkout.point(/^Stadhuisplein Parcel Shop/).click();
    await checkout.choose();
    await expect(
      checkout.picker.getByText("This order has been placed already."),
    ).toBeVisible();
    await expect(checkout.field("service_point_id")).toHaveValue("1000002");
  } finally {
    await proxy.stop();
  }
});

test("a proxy that is down leaves the results, says so, and can be asked again", async ({
  page,
}) => {
  const proxy = await startProxy();
  const checkout = await Checkout.open(page, proxy.url);
  const before = await checkout.rows.count();
  await proxy.stop();
  await checkout.search("Berlin");
  await expect(checkout.message).toHaveText(
    "The service points could not be loaded. Check your connection.",
  );
  await expect(
    checkout.picker.getByRole("button", { name: "Try again" }),
  ).toBeVisible();
  expect(await checkout.rows.count()).toBe(before);

  await checkout.point(/^Stationsplein Parcel Locker/).click();
  await checkout.choose();
  await expect(
    checkout.picker.getByText(
      "Your selection could not be saved. Nothing is lost: try again.",
    ),
  ).toBeVisible();
  await expect(checkout.point(/^Stationsplein Parcel Locker/)).toBeChecked();
});

test("a widget that cannot be loaded shows the shop's own words, and can be loaded again", async ({
  page,
}) => {
  let isBroken = true;
  await page.route("**/widget_bg.wasm", (route) =>
    isBroken ? route.abort() : route.continue(),
  );
  const checkout = new Checkout(page);
  await page.goto("/");
  await checkout.picker.scrollIntoViewIfNeeded();
  await expect(page.getByText("Please choose home delivery.")).toBeVisible();
  isBroken = false;
  await checkout.picker.getByRole("button", { name: "Try again" }).click();
  await expect(checkout.rows.first()).toBeVisible();
});

/** Trying again once searched without the settings, and called the shop misconfigured. */
test("settings that did not come are asked for again", async ({ page }) => {
  let isBroken = true;
  await page.route("**/api/config", async (route) => {
    if (isBroken) return route.abort();
    const response = await route.fetch();
    const config = (await response.json()) as object;
    await route.fulfill({ json: { ...config, countries: ["NL"] } });
  });
  await page.route("/", async (route) => {
    const response = await route.fetch();
    const body = (await response.text()).replace('country="NL"', "");
    await route.fulfill({ response, body });
  });
  const checkout = new Checkout(page);
  await page.goto("/");
  await checkout.picker.scrollIntoViewIfNeeded();
  await expect(checkout.message).toContainText("could not be loaded");
  isBroken = false;
  await checkout.picker.getByRole("button", { name: "Try again" }).click();
  await expect(checkout.rows.first()).toBeVisible();
});
