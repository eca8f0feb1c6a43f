// The selection is there again whenever the checkout is: a shop once lost it at every reload.

import { expect, type Page } from "@playwright/test";
import { Checkout, receivedFields } from "../support/checkout.ts";
import { heard, listen } from "../support/page_events.ts";
import { test } from "../support/proxy.ts";

test("a reload keeps the selection, silently, and the order carries it", async ({
  page,
}) => {
  await listen(page);
  const checkout = await Checkout.open(page);
  await checkout.chooseLocker();
  await page.reload();
  await expect(checkout.summary).toContainText("Stationsplein Parcel Locker");
  await expect(checkout.field("service_point_id")).toHaveValue("1000002");
  await expect(checkout.field("service_point_token")).toHaveCount(1);
  await expect(
    page.getByText("Your parcel goes to Stationsplein Parcel Locker."),
  ).toBeVisible();
  // Told as ready and not as changed: a page that renders itself anew on a change would never end.
  expect(await heard(page)).toEqual([
    { name: "ready", hasDetail: false, hasSelection: true },
  ]);

  await checkout.placeOrder();
  await expect(page.getByText("Signature verified")).toBeVisible();
  expect(await receivedFields(page)).toEqual(["1000002", "empty", "postnl"]);
});

test("nobody searches while the earlier selection stands, and Change does", async ({
  page,
}) => {
  const checkout = await Checkout.open(page);
  await checkout.chooseLocker();
  let searches = 0;
  page.on("request", (request) => {
    if (request.url().includes("/api/v3/")) searches += 1;
  });
  await page.reload();
  await checkout.summary.waitFor();
  await expect(checkout.rows).toHaveCount(0);
  expect(searches).toBe(0);

  await checkout.picker.getByRole("button", { name: "Change" }).click();
  await checkout.point(/^Stadhuisplein Parcel Shop/).click();
  await checkout.choose();
  await expect(checkout.field("service_point_id")).toHaveValue("1000001");
});

test("the back button keeps it", async ({ page }) => {
  const checkout = await Checkout.open(page);
  await checkout.chooseLocker();
  await page.goto("/demo/checkout.css");
  await page.goBack();
  await expect(checkout.summary).toContainText("Stationsplein Parcel Locker");
  await expect(checkout.field("service_point_id")).toHaveValue("1000002");
});

/** The post number is the shopper's account: only the browser that chose gets it back. */
test("a Packstation comes back with its post number", async ({ page }) => {
  const checkout = await Checkout.open(page);
  await page.getByRole("button", { name: "Berlin, with post number" }).click();
  await expect(checkout.message).toContainText("Berlin");
  await checkout.point(/^Packstation/).click();
  await checkout.picker
    .getByLabel("Post number", { exact: true })
    .fill("00123456");
  await checkout.choose();
  await checkout.summary.waitFor();

  await page.reload();
  await expect(checkout.summary).toContainText("00123456");
  await expect(checkout.field("to_post_number")).toHaveValue("00123456");
  const stored = await page.evaluate(() =>
    JSON.stringify({ ...sessionStorage }),
  );
  expect(stored).not.toContain("00123456");

  await checkout.placeOrder();
  await expect(page.getByText("Signature verified")).toBeVisible();
});

test("in a dialog the card stands again, and nothing opens", async ({
  page,
}) => {
  const checkout = await chooseInDialog(page);
  await page.reload();
  await expect(checkout.summary).toContainText("Stationsplein Parcel Locker");
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

test("after an order the way back to the shop leads to a new cart", async ({
  page,
}) => {
  const checkout = await Checkout.open(page);
  await checkout.chooseLocker();
  const first = await checkout.reference();
  await checkout.placeOrder();
  await page.getByRole("link", { name: "Back to the shop" }).click();
  await expect(checkout.rows.first()).toBeVisible();
  expect(await checkout.reference()).not.toBe(first);
  await expect(checkout.field("service_point_id")).toHaveCount(0);
});

/** Some browsers throw at the mere mention of storage in a frame or a private window. */
test("without storage a selection lives as long as its page", async ({
  page,
}) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, "sessionStorage", {
      get() {
        throw new DOMException("denied", "SecurityError");
      },
    });
  });
  const checkout = await Checkout.open(page);
  await checkout.chooseLocker();
  await checkout.placeOrder();
  await expect(page.getByText("Signature verified")).toBeVisible();
});

/** A dialog nobody opened did not ask, so the form was refused though its cart had a point. */
test("a required dialog asks for its cart's selection in a tab that does not know of it", async ({
  page,
}) => {
  const checkout = await chooseInDialog(page);
  await page.evaluate(() => {
    for (const key of Object.keys(sessionStorage))
      if (key.startsWith("service-point-picker:"))
        sessionStorage.removeItem(key);
  });
  await page.reload();
  await expect(checkout.field("service_point_id")).toHaveValue("1000002");
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

/** The checkout with its picker in a dialog, and the locker chosen there. */
async function chooseInDialog(page: Page): Promise<Checkout> {
  await page.route("/", async (route) => {
    const response = await route.fetch();
    const body = (await response.text()).replace(
      "<service-point-picker",
      '<service-point-picker mode="dialog"',
    );
    await route.fulfill({ response, body });
  });
  const checkout = new Checkout(page);
  await page.goto("/");
  await checkout.picker
    .getByRole("button", { name: "Choose a service point" })
    .click();
  await checkout.point(/^Stationsplein Parcel Locker/).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: "Choose Stationsplein Parcel Locker" })
    .click();
  await checkout.summary.waitFor();
  return checkout;
}
