// A page that only wants to be told what a policy would forbid.

import { expect } from "@playwright/test";
import { Checkout } from "../support/checkout.ts";
import { test } from "../support/foreign_shop.ts";
import { pins } from "../support/map.ts";
import { EINDHOVEN } from "../support/shop_page.ts";
import { listen, heard } from "../support/page_events.ts";

/** Taken for a refusal, it would have put the widget into a frame, which is for others. */
test("a policy that only reports changes nothing, whatever it would forbid", async ({
  page,
  shop,
}) => {
  await listen(page);
  await shop.open(page, {
    headers: {
      "content-security-policy-report-only":
        "default-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
    },
    markup: `<service-point-picker ${EINDHOVEN}></service-point-picker>`,
  });
  const checkout = new Checkout(page);
  const map = checkout.inside.getByRole("region", { name: "Map" });
  await expect(pins(map).first()).toBeVisible();
  await expect(map.locator(".leaflet-tile-loaded").first()).toBeAttached();
  await expect(checkout.picker.locator("iframe")).toHaveCount(0);
  await checkout.chooseLocker();
  await expect(checkout.field("service_point_id")).toHaveValue("1000002");
  const names = (await heard(page)).map(({ name }) => name);
  expect(names).toEqual(["ready", "change"]);
});
