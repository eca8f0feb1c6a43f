// What a screen reader finds, part by part: roles, names, states and their order.

import { expect, type Page } from "@playwright/test";
import { Checkout } from "../support/checkout.ts";
import { test } from "../support/proxy.ts";
import { changeAnswers } from "../support/searches.ts";
import { EINDHOVEN, openShop } from "../support/shop_page.ts";

/** A Wednesday at noon in Eindhoven. */
const NOON = new Date("2027-01-13T11:00:00Z");

/** Two points near the top of the list, the second out of date. */
async function openWith(page: Page, mode: string): Promise<Checkout> {
  await page.clock.setFixedTime(NOON);
  await page.emulateMedia({ reducedMotion: "reduce" });
  await changeAnswers(page, (found) => {
    found.results.length = 2;
    const [first, second] = found.results;
    if (!first || !second) throw new Error("two points were there");
    first.contact = { phone: "+31 40 123 4567", email: "shop@example.com" };
    first.opening_times["wednesday"] = [
      { start_time: "09:00", end_time: "12:30" },
      { start_time: "14:00", end_time: "18:00" },
    ];
    second.is_expired = true;
    second.next_open_at = null;
  });
  await openShop(
    page,
    `<service-point-picker mode="${mode}" ${EINDHOVEN}></service-point-picker>`,
  );
  return new Checkout(page);
}

test("the dialog: heading, search, result, list, map, and what confirms", async ({
  page,
}) => {
  const checkout = await openWith(page, "dialog");
  await checkout.picker.getByRole("button").click();
  await expect(checkout.rows).toHaveCount(2);
  const dialog = page.getByRole("dialog", { name: "Choose a service point" });
  await expect(dialog).toMatchAriaSnapshot(`
    - heading "Choose a service point" [level=2]
    - button "Close"
    - search:
      - textbox "Postal code, city or address": Stadhuisplein 10, 5611 EM Eindhoven
      - button "Use my location"
      - button "Search"
    - button "Filters"
  `);
  await expect(dialog).toMatchAriaSnapshot(`
    - paragraph: 2 service points near Stadhuisplein 10, 5611 EM Eindhoven, Nederland
    - group "Choose a service point":
      - list:
        - /children: equal
        - listitem:
          - radio /^Stadhuisplein Parcel Shop/ [checked]
        - listitem:
          - radio /^Avondwinkel De Uil/ [disabled]
    - button "Skip the map"
    - region "Map"
    - button "Choose Stadhuisplein Parcel Shop"
    - status
  `);
});

test("in the page: a group of that name, nothing chosen for the shopper, no dialog", async ({
  page,
}) => {
  const checkout = await openWith(page, "inline");
  await expect(checkout.rows).toHaveCount(2);
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(
    checkout.picker
      .getByRole("group", { name: "Choose a service point" })
      .filter({ has: page.getByRole("search") })
      .last(),
  ).toMatchAriaSnapshot(`
    - group "Choose a service point":
      - list:
        - listitem:
          - radio /^Stadhuisplein Parcel Shop/ [checked=false]
        - listitem:
          - radio /^Avondwinkel De Uil/ [disabled]
    - button "Choose a service point" [disabled]
  `);
});

/** Where a page has its landmarks in order, ours would be a second header of it. */
test("the picker brings no landmark that belongs to the page", async ({
  page,
}) => {
  const checkout = await openWith(page, "inline");
  await expect(checkout.rows).toHaveCount(2);
  for (const role of ["banner", "main", "contentinfo", "navigation"] as const)
    await expect(page.getByRole(role), role).toHaveCount(0);
});

/** All that a row shows is its radio's name; what stands against it too. */
test("a row: a radio named by all its lines, and a button for the details", async ({
  page,
}) => {
  const checkout = await openWith(page, "inline");
  await expect(checkout.rows.first()).toMatchAriaSnapshot(`
    - listitem:
      - radio /^Stadhuisplein Parcel Shop Parcel shop · DHL · 90\\sm Stadhuisplein 1, 5611 EM Eindhoven Closes soon, 12:30\\sPM$/
      - button "Details of Stadhuisplein Parcel Shop"
  `);
  await expect(checkout.rows.nth(1)).toMatchAriaSnapshot(`
    - listitem:
      - radio /^Avondwinkel De Uil .+ Details out of date. cannot be chosen$/ [disabled]
      - button "Details of Avondwinkel De Uil"
      - 'button "Nearest instead: Stadhuisplein Parcel Shop"'
  `);
});

test("details: a table with named rows beginning today, and links", async ({
  page,
}) => {
  const checkout = await openWith(page, "inline");
  await checkout.picker
    .getByRole("button", { name: "Details of Stadhuisplein Parcel Shop" })
    .click();
  await expect(checkout.rows.first()).toMatchAriaSnapshot(`
    - listitem:
      - radio /^Stadhuisplein Parcel Shop/
      - button "Details of Stadhuisplein Parcel Shop" [expanded]
      - table "Opening times":
        - caption: Opening times
        - rowgroup:
          - /children: equal
          - row /^Wednesday \\(Today\\)/:
            - rowheader "Wednesday (Today)"
            - cell /^9:00\\sAM\\s–\\s12:30\\sPM, 2:00\\s–\\s6:00\\sPM$/
          - row /^Thursday/
          - row /^Friday/
          - row "Saturday Closed"
          - row "Sunday Closed"
          - row /^Monday/
          - row /^Tuesday/
      - paragraph: /About 2\\smin on foot/
      - paragraph:
        - text: "Telephone:"
        - link "+31 40 123 4567"
      - paragraph:
        - text: "E-mail:"
        - link "shop@example.com"
      - paragraph: /The carrier’s own number. NL-00001/
  `);
});

/** Markers without names, or without their state, were the rule among the pickers looked at. */
test("the map: a region told to be dispensable, named markers, named buttons", async ({
  page,
}) => {
  const checkout = await openWith(page, "inline");
  await checkout.point(/^Stadhuisplein/).click();
  const map = checkout.picker.locator('[part="map"]');
  const region = map.getByRole("region", { name: "Map" });
  await expect(region.getByRole("button")).toHaveCount(2);
  await expect(map).toMatchAriaSnapshot(`
    - button "Skip the map"
    - paragraph: The same service points are in the list.
    - region "Map":
      - /children: equal
      - button /^Stadhuisplein Parcel Shop, Parcel shop, 90\\sm$/ [pressed]
      - button /^Avondwinkel De Uil, Parcel shop, 210\\sm$/
    - button "Zoom in"
    - button "Zoom out"
    - button "Move the map up"
    - button "Move the map left"
    - button "Move the map right"
    - button "Move the map down"
    - paragraph: Sandbox map, not a real place
  `);
  await expect(region).toHaveAccessibleDescription(
    "The same service points are in the list.",
  );
});

test("filters: a named group of named groups of checkboxes with their counts", async ({
  page,
}) => {
  const checkout = await openWith(page, "inline");
  await checkout.picker.getByRole("button", { name: "Filters" }).click();
  await expect(
    checkout.picker.getByRole("button", { name: "Filters", expanded: true }),
  ).toBeVisible();
  await expect(checkout.picker).toMatchAriaSnapshot(`
    - group "Filters":
      - group "Carrier":
        - checkbox "DHL (1)"
        - checkbox "Homerr (1)"
      - group "Opening times":
        - checkbox "Open on Saturday (1)"
  `);
});

test("the summary: a named region with the point and the way back", async ({
  page,
}) => {
  const checkout = await openWith(page, "inline");
  await checkout.point(/^Stadhuisplein/).click();
  await checkout.choose();
  await expect(checkout.summary).toMatchAriaSnapshot(`
    - region "Your service point":
      - heading "Your service point"
      - paragraph: Stadhuisplein Parcel Shop
      - paragraph: Parcel shop · DHL
      - paragraph: Stadhuisplein 1, 5611 EM Eindhoven
      - paragraph: /\\d:\\d\\d\\s[AP]M$/
      - button "Change"
  `);
});
