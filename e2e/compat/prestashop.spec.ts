// A module that shows what v2 said of a point, and posts it as it is: country codes in any case, carriers
// as lists, no failure callback.

import { expect, type Page } from "@playwright/test";
import type { Point } from "../support/searches.ts";
import { test } from "../support/watched.ts";
import { Dialog, openPage } from "./served.ts";

async function open(page: Page, country: string): Promise<Dialog> {
  await openPage(page, "prestashop.html");
  await page.getByLabel("Country").selectOption(country);
  await page.getByRole("button", { name: "Select service point" }).click();
  return new Dialog(page);
}

/** Places the order; what the shop's backend receives. */
async function order(page: Page): Promise<URLSearchParams> {
  let body = "";
  await page.route("**/order", (route) => {
    body = route.request().postData() ?? "";
    return route.fulfill({ contentType: "text/html", body: "Thank you" });
  });
  await page.getByRole("button", { name: "Order" }).click();
  await expect(page.getByText("Thank you")).toBeVisible();
  return new URLSearchParams(body);
}

/** The documented point, whose times are the same in each week. */
const LOCKER = {
  id: 1000002,
  code: "NL-00002",
  is_active: true,
  shop_type: "pakketautomaat",
  general_shop_type: "locker",
  name: "Stationsplein Parcel Locker",
  street: "Stationsplein",
  house_number: "1",
  postal_code: "5611 AC",
  city: "Eindhoven",
  latitude: "51.443218",
  longitude: "5.481600",
  email: "",
  phone: "",
  homepage: "",
  carrier: "postnl",
  country: "NL",
  formatted_opening_times: {
    "0": ["10:00 - 21:00"],
    "1": ["10:00 - 21:00"],
    "2": ["10:00 - 21:00"],
    "3": [],
    "4": ["10:00 - 21:00"],
    "5": ["10:00 - 21:00"],
    "6": [],
  },
  open_upcoming_week: true,
  distance: 0,
  distanceStr: "0 m",
  extra_data: {},
};

for (const country of ["NL", "nl"]) {
  test(`every field of v2 reaches the backend, asked for as ${country}`, async ({
    page,
    request,
  }) => {
    const dialog = await open(page, country);
    await dialog.point(/^Stationsplein Parcel Locker/).click();
    await dialog.choose();
    await expect(dialog.root).toHaveCount(0);

    const received = await order(page);
    expect(received.get("to_post_number")).toBe("");
    // What tomorrow is depends on today.
    const v3 = await request.get("/api/v3/service-points/1000002");
    const { data } = (await v3.json()) as { data: Point };
    expect(JSON.parse(received.get("service_point") ?? "")).toEqual({
      ...LOCKER,
      open_tomorrow: data.is_open_tomorrow,
    });
  });
}

test("opening times and position are read as v2 wrote them", async ({
  page,
}) => {
  const dialog = await open(page, "NL");
  await dialog.point(/^Stationsplein Parcel Locker/).click();
  await dialog.choose();
  await expect(
    page.getByRole("heading", { name: "Stationsplein Parcel Locker (0 m)" }),
  ).toBeVisible();
  await expect(page.getByRole("row")).toHaveText([
    "Mon10:00 - 21:00",
    "Tue10:00 - 21:00",
    "Wed10:00 - 21:00",
    "Thuclosed",
    "Fri10:00 - 21:00",
    "Sat10:00 - 21:00",
    "Sunclosed",
  ]);
  await expect(page.getByRole("link", { name: "Map" })).toHaveAttribute(
    "href",
    /^#map=51\.\d{4}\/5\.\d{5}$/,
  );
});

test("a Packstation's number is posted as `to_post_number`", async ({
  page,
}) => {
  const dialog = await open(page, "De");
  await dialog.point(/^Packstation/).click();
  await dialog.postNumber.fill("00123456");
  await dialog.choose();
  await expect(dialog.root).toHaveCount(0);
  const received = await order(page);
  expect(received.get("to_post_number")).toBe("00123456");
  const point = JSON.parse(received.get("service_point") ?? "") as {
    carrier: string;
    country: string;
  };
  expect([point.carrier, point.country]).toEqual(["dhl_de", "DE"]);
});
