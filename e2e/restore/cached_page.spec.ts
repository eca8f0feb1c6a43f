// The way back to a page that the browser has kept as it was, scripts and all.

import { chromium, expect } from "@playwright/test";
import { Checkout } from "../support/checkout.ts";
import { fromXtask } from "../support/environment.ts";
import { heard, listen } from "../support/page_events.ts";
import { test } from "../support/proxy.ts";

/** Nothing is loaded anew there: connections were cut, timers stood still, and no event says so twice. */
test("a page that comes back as it was left has its selection, and chooses another", async ({
  baseURL,
}) => {
  // Tests' own browser keeps no pages.
  const browser = await chromium.launch({
    executablePath: fromXtask("PICKER_CHROMIUM"),
    ignoreDefaultArgs: ["--disable-back-forward-cache"],
    args: ["--no-sandbox", "--disable-gpu"],
  });
  try {
    const page = await browser.newPage({ baseURL: baseURL ?? "" });
    await listen(page);
    await page.addInitScript(() =>
      addEventListener("pageshow", ({ persisted }) =>
        Object.assign(window, { persisted }),
      ),
    );
    const checkout = await Checkout.open(page);
    await checkout.chooseLocker();
    const before = await heard(page);
    await page.goto("/demo/checkout.css");
    await page.goBack({ waitUntil: "commit" });
    await page.waitForFunction(() => "persisted" in window && window.persisted);
    await expect(checkout.summary).toContainText("Stationsplein Parcel Locker");
    await expect(checkout.field("service_point_id")).toHaveValue("1000002");
    expect(await heard(page)).toEqual(before);

    await checkout.picker.getByRole("button", { name: "Change" }).click();
    await checkout.search("Stationsplein 17, 5611 AC Eindhoven");
    await expect(checkout.message).toContainText("nearest to Stationsplein");
    await checkout.point(/^Stadhuisplein Parcel Shop/).click();
    await checkout.choose();
    await expect(checkout.field("service_point_id")).toHaveValue("1000001");
    await checkout.placeOrder();
    await expect(page.getByText("Signature verified")).toBeVisible();
  } finally {
    await browser.close();
  }
});
