// An earlier selection that cannot stand any more, and a proxy that does not say.

import { expect, type Page } from "@playwright/test";
import { Checkout } from "../support/checkout.ts";
import { heard, listen } from "../support/page_events.ts";
import { test } from "../support/proxy.ts";

const RESTORE = "**/api/selections/restore";

async function chooseAndReload(page: Page): Promise<Checkout> {
  const checkout = await Checkout.open(page);
  await checkout.chooseLocker();
  await page.reload();
  return checkout;
}

const reasons: [code: string, reason: string][] = [
  ["expired", "its details are out of date"],
  ["unavailable", "it does not take parcels right now"],
];
for (const [code, reason] of reasons) {
  test(`an earlier point that is ${code} is said to be so, and another is chosen`, async ({
    page,
  }) => {
    await listen(page);
    await page.route(RESTORE, (route) =>
      route.fulfill({
        status: 409,
        json: { errors: [{ status: "409", code }] },
      }),
    );
    const checkout = await chooseAndReload(page);
    const message = checkout.picker.getByRole("alert").filter({
      hasText: `Your service point can no longer be chosen: ${reason}.`,
    });
    await expect(message).toBeVisible();
    await expect(checkout.rows.first()).toBeVisible();
    await expect(checkout.field("service_point_id")).toHaveCount(0);
    expect((await heard(page)).map(({ name }) => name)).toEqual([
      "error",
      "ready",
    ]);

    await checkout.chooseLocker();
    await expect(message).toHaveCount(0);
  });
}

test("a proxy that cannot be asked leaves a picker that works, and is asked again", async ({
  page,
}) => {
  await page.route(RESTORE, (route) => route.abort());
  const checkout = await chooseAndReload(page);
  await expect(checkout.rows.first()).toBeVisible();
  await expect(checkout.field("service_point_id")).toHaveCount(0);
  await page.unroute(RESTORE);
  await page.reload();
  await expect(checkout.summary).toContainText("Stationsplein Parcel Locker");
});

test("the form waits for the answer, and says so", async ({ page }) => {
  let answer: () => void = () => undefined;
  const isAnswered = new Promise<void>((resolve) => (answer = resolve));
  await page.route(RESTORE, async (route) => {
    const response = await route.fetch();
    await isAnswered;
    await route.fulfill({ response });
  });
  const checkout = await chooseAndReload(page);
  await checkout.placeOrder();
  await expect(page).toHaveTitle(/^Checkout/);
  await expect(
    checkout.picker.getByRole("alert").filter({ hasText: "Still checking…" }),
  ).toBeVisible();
  answer();
  await checkout.summary.waitFor();
  await checkout.placeOrder();
  await expect(page.getByText("Signature verified")).toBeVisible();
});

/** The shopper is quicker than the answer: what was chosen last counts. */
test("an answer that comes after another choice is dropped", async ({
  page,
}) => {
  let answer: () => void = () => undefined;
  const isAnswered = new Promise<void>((resolve) => (answer = resolve));
  const checkout = await Checkout.open(page);
  await checkout.chooseLocker();
  await page.route(RESTORE, async (route) => {
    const response = await route.fetch();
    await isAnswered;
    await route.fulfill({ response });
  });
  await page.reload();
  await checkout.picker.evaluate((picker) =>
    (picker as unknown as { open(): void }).open(),
  );
  await checkout.point(/^Stadhuisplein Parcel Shop/).click();
  await checkout.choose();
  await checkout.summary.waitFor();
  const late = page.waitForResponse(RESTORE);
  answer();
  await late;
  await expect(checkout.summary).toContainText("Stadhuisplein Parcel Shop");
  await expect(checkout.field("service_point_id")).toHaveValue("1000001");
});
