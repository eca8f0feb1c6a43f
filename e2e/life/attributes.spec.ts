// What a page may set on the element, when, and what it can read there.

import { expect } from "@playwright/test";
import { Checkout } from "../support/checkout.ts";
import { setAttributes, untilDefined } from "../support/picker.ts";
import { SEARCHES } from "../support/searches.ts";
import { EINDHOVEN, openShop } from "../support/shop_page.ts";
import { test } from "../support/watched.ts";

const PICKER = `<service-point-picker ${EINDHOVEN} map="off"></service-point-picker>`;

/** Pages fill in an address field by field: each a search, most of them would be for nothing. */
test("attributes that change in one task are one search, and the same values none", async ({
  page,
}) => {
  await openShop(page, PICKER);
  const checkout = new Checkout(page);
  await checkout.rows.first().waitFor();
  const searches: URLSearchParams[] = [];
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.pathname === "/api/v3/service-points")
      searches.push(url.searchParams);
  });
  const berlin = {
    country: "DE",
    street: "Alexanderplatz",
    "house-number": "1",
    "postal-code": "10178",
    city: "Berlin",
  };
  await setAttributes(checkout.picker, berlin);
  await expect(checkout.message).toContainText("Alexanderplatz");
  await setAttributes(checkout.picker, berlin);
  await setAttributes(checkout.picker, { street: null, "house-number": null });
  await expect(checkout.message).toContainText("10178");
  expect(searches.map((search) => search.get("address_street"))).toEqual([
    "Alexanderplatz",
    null,
  ]);
  expect(searches[0]?.get("country_code")).toBe("DE");
});

/** What is an attribute is read from it, so no property can say anything else. */
test("properties are no attributes: words, points and the selection reflect nowhere", async ({
  page,
}) => {
  await openShop(page, PICKER);
  await untilDefined(page);
  const told = await page.evaluate(() => {
    const picker = document.querySelector("service-point-picker")!;
    const before = picker.getAttributeNames();
    picker.messages = { heading: "Where to?" };
    picker.servicePoints = [];
    const selection = Object.getOwnPropertyDescriptor(
      Object.getPrototypeOf(picker) as object,
      "selection",
    );
    Object.assign(picker, { country: "DE" });
    return {
      hasNewAttributes: picker.getAttributeNames().length > before.length,
      messages: picker.messages,
      servicePoints: picker.servicePoints,
      selection: picker.selection,
      isReadOnly: selection?.set === undefined,
      country: picker.getAttribute("country"),
    };
  });
  expect(told).toEqual({
    hasNewAttributes: false,
    messages: { heading: "Where to?" },
    servicePoints: [],
    selection: null,
    isReadOnly: true,
    country: "NL",
  });
});

test("what a script sets before the picker's own is there counts", async ({
  page,
}) => {
  await openShop(
    page,
    `${PICKER}<script>
      const picker = document.querySelector("service-point-picker");
      picker.messages = { heading: "Where to?" };
      picker.servicePoints = null;
      picker.setAttribute("street", "Stationsplein");
      picker.setAttribute("house-number", "17");
    </script>`,
  );
  const { picker, message } = new Checkout(page);
  await expect(
    picker.getByRole("heading", { name: "Where to?" }),
  ).toBeVisible();
  await expect(message).toContainText("nearest to Stationsplein 17");
});

test("another mode takes the same list along, and back", async ({ page }) => {
  await openShop(page, PICKER);
  const checkout = new Checkout(page);
  await checkout.point(/^Stationsplein Parcel Locker/).click();
  let searches = 0;
  await page.route(SEARCHES, (route) => {
    searches += 1;
    return route.continue();
  });
  await setAttributes(checkout.picker, { mode: "dialog" });
  await checkout.picker
    .getByRole("button", { name: "Choose a service point" })
    .click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("listitem").first()).toBeVisible();
  await setAttributes(checkout.picker, { mode: null });
  await expect(dialog).toHaveCount(0);
  await expect(checkout.rows.first()).toBeVisible();
  expect(searches).toBe(0);
});
