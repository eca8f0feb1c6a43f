// What the shopper took back stays taken back: a parcel once went to a point although home delivery
// was ordered.

import { expect, type Page } from "@playwright/test";
import { Checkout } from "../support/checkout.ts";
import { test } from "../support/proxy.ts";

const ways: [what: string, change: (page: Page) => Promise<unknown>][] = [
  ["another country", (page) => page.getByLabel("Country").selectOption("BE")],
  [
    "other carriers",
    (page) =>
      page
        .locator("service-point-picker")
        .evaluate((picker) => picker.setAttribute("carriers", "dhl dpd")),
  ],
  [
    "home delivery",
    (page) => page.getByRole("radio", { name: /^Home delivery/ }).check(),
  ],
];
for (const [what, change] of ways) {
  test(`${what}: a reload brings the selection back no more, nor does its cart`, async ({
    page,
  }) => {
    const checkout = await Checkout.open(page);
    await checkout.chooseLocker();
    const reference = await checkout.reference();
    const isWithdrawn = page.waitForResponse("**/api/selections/*/withdraw");
    await change(page);
    await expect(checkout.field("service_point_id")).toHaveCount(0);
    expect((await isWithdrawn).status()).toBe(204);

    const origin = new URL(page.url()).origin;
    const found = await page.request.post("/api/selections/restore", {
      data: { reference },
      headers: { origin },
    });
    expect(found.status()).toBe(404);

    await page.reload();
    const delivery = page.getByRole("radio", { name: /^Service point/ });
    await delivery.check();
    await checkout.picker.scrollIntoViewIfNeeded();
    await expect(checkout.message).not.toHaveText("Searching…");
    await expect(checkout.field("service_point_id")).toHaveCount(0);
  });
}

test("carriers that have the selection's among them leave it alone", async ({
  page,
}) => {
  const checkout = await Checkout.open(page);
  await checkout.chooseLocker();
  await checkout.picker.evaluate((picker) =>
    picker.setAttribute("carriers", "dhl, postnl"),
  );
  await expect(checkout.summary).toBeVisible();
  await expect(checkout.field("service_point_id")).toHaveValue("1000002");
});

/** The country of the address was changed in another tab, or by the shop's own page in between. */
test("an earlier selection of another country is not taken over", async ({
  page,
}) => {
  const checkout = await Checkout.open(page);
  await checkout.chooseLocker();
  await page.evaluate(() => {
    const session = JSON.parse(sessionStorage.getItem("demo-session") ?? "");
    session.fields = {
      ...session.fields,
      country: "BE",
      city: "Antwerpen",
      postal_code: "",
    };
    sessionStorage.setItem("demo-session", JSON.stringify(session));
  });
  const isWithdrawn = page.waitForResponse("**/api/selections/*/withdraw");
  await page.reload();
  await isWithdrawn;
  await expect(checkout.rows.first()).toBeVisible();
  await expect(checkout.field("service_point_id")).toHaveCount(0);
});

test("a form that is reset withdraws too", async ({ page }) => {
  const checkout = await Checkout.open(page);
  await checkout.chooseLocker();
  const isWithdrawn = page.waitForResponse("**/api/selections/*/withdraw");
  await page
    .locator("#checkout")
    .evaluate((form) => (form as HTMLFormElement).reset());
  expect((await isWithdrawn).status()).toBe(204);
  await expect(checkout.field("service_point_id")).toHaveCount(0);
});
