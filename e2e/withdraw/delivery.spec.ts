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

/** What the proxy knows of the cart. */
async function foundStatus(page: Page, reference: string): Promise<number> {
  const found = await page.request.post("/api/selections/restore", {
    data: { reference },
    headers: { origin: new URL(page.url()).origin },
  });
  return found.status();
}

/** The late answer was dropped here, but the proxy kept the point: it came back with the next reload. */
test("a choice taken back while it was confirmed is withdrawn when the answer comes", async ({
  page,
}) => {
  const checkout = await Checkout.open(page);
  const reference = await checkout.reference();
  let answer: () => void = () => undefined;
  const isAnswered = new Promise<void>((resolve) => (answer = resolve));
  let isConfirmed: () => void = () => undefined;
  const confirmation = new Promise<void>((resolve) => (isConfirmed = resolve));
  await page.route("**/api/selections", async (route) => {
    const response = await route.fetch();
    isConfirmed();
    await isAnswered;
    await route.fulfill({ response });
  });
  await checkout.point(/^Stationsplein Parcel Locker/).click();
  await checkout.choose();
  await confirmation;
  await checkout.picker.evaluate((picker) =>
    (picker as unknown as { reset(): void }).reset(),
  );
  expect(await foundStatus(page, reference)).toBe(200);
  const isWithdrawn = page.waitForResponse("**/api/selections/*/withdraw");
  answer();
  expect((await isWithdrawn).status()).toBe(204);
  expect(await foundStatus(page, reference)).toBe(404);
  await expect(checkout.field("service_point_id")).toHaveCount(0);
});

/** The other picker once kept fields, token and summary of what was withdrawn. */
test("a reset of one picker is one of all pickers of the cart", async ({
  page,
}) => {
  const checkout = await Checkout.open(page);
  await checkout.chooseLocker();
  const fields = await page.evaluate(() => {
    const first = document.querySelector("service-point-picker");
    const second = document.createElement("service-point-picker");
    for (const { name, value } of first?.attributes ?? [])
      second.setAttribute(name, value);
    first?.after(second);
    const count = () =>
      document.querySelectorAll('input[name="service_point_token"]').length;
    const before = count();
    (second as unknown as { reset(): void }).reset();
    return [before, count()];
  });
  expect(fields).toEqual([2, 0]);
  await expect(checkout.summary.first()).toBeHidden();
});

/** No list at all was once taken for a list without the selection's carrier. */
for (const [what, change] of [
  ["removed", (picker: Element) => picker.removeAttribute("carriers")],
  ["blank", (picker: Element) => picker.setAttribute("carriers", " , ")],
] as const) {
  test(`carriers that are ${what} leave any selection alone`, async ({
    page,
  }) => {
    const checkout = await Checkout.open(page);
    await checkout.chooseLocker();
    await checkout.picker.evaluate((picker) =>
      picker.setAttribute("carriers", "dhl postnl"),
    );
    await checkout.picker.evaluate(change);
    await expect(checkout.summary).toBeVisible();
    await expect(checkout.field("service_point_id")).toHaveValue("1000002");
  });
}
