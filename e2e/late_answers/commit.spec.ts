// The proxy's answer to a confirmation may come late; by then the shopper may be elsewhere.

import { expect, type Page } from "@playwright/test";
import { Checkout } from "../support/checkout.ts";
import { test } from "../support/proxy.ts";

/** Holds the answers to confirmations back until they are let go, in the order of the questions. */
async function holdAnswers(page: Page): Promise<{ letGo(): void }[]> {
  const held: { letGo(): void }[] = [];
  await page.route("**/api/selections", async (route) => {
    const response = await route.fetch();
    await new Promise<void>((letGo) => held.push({ letGo }));
    await route.fulfill({ response }).catch(() => undefined);
  });
  return held;
}

const idField = (page: Page) => page.locator('input[name="service_point_id"]');

/** The first answer once won, and the order got the point that was not wanted. */
test("of two confirmations the later one counts", async ({ page }) => {
  const checkout = await Checkout.open(page);
  const held = await holdAnswers(page);
  await checkout.point(/^Stationsplein Parcel Locker/).click();
  await checkout.choose();
  await checkout.point(/^Stadhuisplein Parcel Shop/).click();
  await checkout.choose();
  await expect.poll(() => held.length).toBe(2);
  held[0]?.letGo();
  held[1]?.letGo();
  await expect(idField(page)).toHaveValue("1000001");
});

/** A reset once let the answer under way select all the same. */
test("a reset takes the confirmation under way back", async ({ page }) => {
  const checkout = await Checkout.open(page);
  const held = await holdAnswers(page);
  await checkout.point(/^Stationsplein Parcel Locker/).click();
  await checkout.choose();
  await expect.poll(() => held.length).toBe(1);
  await checkout.picker.evaluate((picker) =>
    (picker as unknown as { reset(): void }).reset(),
  );
  const isAnswered = page.waitForResponse("**/api/selections");
  held[0]?.letGo();
  await isAnswered;
  await checkout.search("Utrecht");
  await expect(checkout.message).toContainText("Utrecht");
  await expect(idField(page)).toHaveCount(0);
});
