// Policies that are no content security policy: what may be embedded, and what a device tells.

import { expect } from "@playwright/test";
import { Checkout } from "../support/checkout.ts";
import { ForeignShop, test } from "../support/foreign_shop.ts";
import { pins } from "../support/map.ts";
import { EINDHOVEN } from "../support/shop_page.ts";
import { watchPolicies } from "./watch.ts";

const MARKUP = `<service-point-picker ${EINDHOVEN}></service-point-picker>`;

/** Of another site than the proxy, as most shops are: what is embedded has to say that it may be. */
test("a page that is isolated from other origins has list, map, tiles and selection", async ({
  page,
  watch,
}) => {
  const shop = await ForeignShop.start({}, "shop.localhost");
  watch.known.add(shop.origin).add(new URL(shop.proxy.url).origin);
  try {
    const seen = await watchPolicies(page);
    await shop.open(page, {
      headers: {
        "cross-origin-embedder-policy": "require-corp",
        "cross-origin-opener-policy": "same-origin",
      },
      markup: MARKUP,
    });
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    const checkout = new Checkout(page);
    const map = checkout.inside.getByRole("region", { name: "Map" });
    await expect(pins(map).first()).toBeVisible();
    await expect(map.locator(".leaflet-tile-loaded").first()).toBeAttached();
    await checkout.chooseLocker();
    await expect(checkout.field("service_point_id")).toHaveValue("1000002");
    expect(seen.violations).toEqual([]);
  } finally {
    await shop.stop();
  }
});

test("a page that keeps the location to itself is searched by words", async ({
  page,
  context,
  shop,
}) => {
  await context.grantPermissions(["geolocation"], { origin: shop.origin });
  await context.setGeolocation({ latitude: 51.44, longitude: 5.48 });
  await shop.open(page, {
    headers: { "permissions-policy": "geolocation=()" },
    markup: MARKUP,
  });
  const checkout = new Checkout(page);
  await checkout.rows.first().waitFor();
  await checkout.inside
    .getByRole("button", { name: "Use my location" })
    .click();
  await expect(checkout.message).toHaveText(
    "Your browser does not share your location. Enter a postal code instead.",
  );
  await checkout.search("Utrecht");
  await expect(checkout.message).toContainText("Utrecht");
});
