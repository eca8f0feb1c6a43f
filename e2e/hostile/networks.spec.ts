// Connections that are slow, or gone for a while.

import { expect } from "@playwright/test";
import { Checkout } from "../support/checkout.ts";
import { EINDHOVEN, openShop } from "../support/shop_page.ts";
import { test } from "../support/watched.ts";

const PICKER = `<service-point-picker ${EINDHOVEN} map="off">
  <p>Please choose home delivery.</p></service-point-picker>`;

/** The slowest that browsers' own tools call a mobile network. */
const SLOW_3G = {
  offline: false,
  latency: 400,
  downloadThroughput: 400_000 / 8,
  uploadThroughput: 400_000 / 8,
};
/** All files of the list are 125 KB: 2.5 s, four ways there and back of 0.4 s, and a slow machine. */
const LIST_MS = 12_000;

test("on a slow network the picker's place is there at once, the list in 12 s, and nothing moves", async ({
  page,
}) => {
  await page.addInitScript(() => {
    const seen = { shift: 0 };
    Object.assign(window, { seen });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        seen.shift += (entry as PerformanceEntry & { value: number }).value;
    }).observe({ type: "layout-shift", buffered: true });
  });
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", SLOW_3G);
  const started = Date.now();
  await openShop(page, `<h1>Checkout</h1>${PICKER}<p id="below">Payment</p>`, {
    head: `<style>
      service-point-picker:not(:defined) { display: block; height: 560px }
      service-point-picker:not(:defined) > * { display: none }
    </style>`,
  });
  const { picker, rows } = new Checkout(page);
  await expect(picker.locator('[aria-busy="true"]').first()).toBeVisible();
  await expect(rows).toHaveCount(0);
  const below = () => page.locator("#below").boundingBox();
  const before = await below();
  await expect(rows.first()).toBeVisible({ timeout: LIST_MS });
  expect(Date.now() - started).toBeLessThan(LIST_MS);
  expect(await below()).toEqual(before);
  const { shift } = await page.evaluate(
    () => (window as unknown as { seen: { shift: number } }).seen,
  );
  expect(shift).toBe(0);
});

test("a connection lost while files load is said, and made good by one press", async ({
  page,
  context,
}) => {
  await page.route("**/widget_bg.wasm", async (route) => {
    await context.setOffline(true);
    await route.abort("internetdisconnected");
  });
  await openShop(page, PICKER);
  const { picker, rows } = new Checkout(page);
  const again = picker.getByRole("button", { name: "Try again" });
  await expect(again).toBeVisible();
  await expect(page.getByText("Please choose home delivery.")).toBeVisible();
  await page.unroute("**/widget_bg.wasm");
  await again.click();
  await expect(again).toBeVisible();
  await context.setOffline(false);
  await again.click();
  await expect(rows.first()).toBeVisible();
});

test("a connection lost before the choice is confirmed loses nothing of it", async ({
  page,
  context,
}) => {
  await openShop(
    page,
    `<service-point-picker country="DE" street="Alexanderplatz" house-number="1"
       postal-code="10178" city="Berlin" map="off"></service-point-picker>`,
  );
  const checkout = new Checkout(page);
  await checkout.point(/^Packstation/).click();
  await checkout.inside
    .getByLabel("Post number", { exact: true })
    .fill("00123456");
  await context.setOffline(true);
  await checkout.choose();
  await expect(
    checkout.inside.getByText("Your selection could not be saved."),
  ).toBeVisible();
  await expect(checkout.point(/^Packstation/)).toBeChecked();
  await context.setOffline(false);
  await checkout.inside.getByRole("button", { name: /^Choose / }).click();
  await expect(checkout.summary).toContainText("00123456");
  await expect(checkout.field("to_post_number")).toHaveValue("00123456");
});
