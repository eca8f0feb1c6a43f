// Pages that know their scripts by a nonce, and let those bring others.

import { expect } from "@playwright/test";
import { Checkout } from "../support/checkout.ts";
import { test } from "../support/foreign_shop.ts";
import { pins } from "../support/map.ts";
import { EINDHOVEN } from "../support/shop_page.ts";
import { watchPolicies } from "./watch.ts";

const NONCE = "c2hvcC1vZi1hLXRlc3Q";

for (const script of ["async", 'type="module"']) {
  test(`with a nonce and 'strict-dynamic' a script that is ${script} brings its files`, async ({
    page,
    shop,
  }) => {
    const seen = await watchPolicies(page);
    const origin = new URL(shop.proxy.url).origin;
    await shop.open(page, {
      icon: `${shop.proxy.url}tiles/0/0/0`,
      script: `nonce="${NONCE}" ${script}`,
      headers: {
        "content-security-policy": `default-src 'none'; script-src 'nonce-${NONCE}' 'strict-dynamic' 'wasm-unsafe-eval'; connect-src ${origin}; img-src ${origin}; base-uri 'none'`,
      },
      markup: `<service-point-picker ${EINDHOVEN}></service-point-picker>`,
    });
    const checkout = new Checkout(page);
    const map = checkout.inside.getByRole("region", { name: "Map" });
    await expect(pins(map).first()).toBeVisible();
    await checkout.chooseLocker();
    await expect(checkout.field("service_point_id")).toHaveValue("1000002");
    expect(seen).toEqual({ violations: [], errors: [] });
  });
}
