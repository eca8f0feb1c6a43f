// Every screen, in a frame of a page that allows nothing but the frame.

import { expect } from "@playwright/test";
import { watchPolicies } from "../policies/watch.ts";
import { Checkout } from "../support/checkout.ts";
import { test } from "../support/foreign_shop.ts";
import { EINDHOVEN } from "../support/shop_page.ts";
import { walkAllScreens } from "../support/walk.ts";

test("all screens are shown in a frame, and each page's policy is tried once, to see that it forbids WASM", async ({
  page,
  shop,
}) => {
  test.slow();
  const seen = await watchPolicies(page);
  const origin = new URL(shop.proxy.url).origin;
  await shop.open(page, {
    headers: {
      "content-security-policy": `default-src 'none'; script-src ${origin}; frame-src ${origin}; img-src data:; require-trusted-types-for 'script'; trusted-types 'none'`,
    },
    markup: `<service-point-picker ${EINDHOVEN}></service-point-picker>`,
  });
  await walkAllScreens(Checkout.framed(page));
  expect(seen.errors.filter((text) => !text.includes("wasm-eval"))).toEqual([]);
  // The walk loads the page a second time.
  const tried = `script-src: wasm-eval  ${shop.proxy.url}picker.js`;
  expect(seen.violations).toEqual([tried, tried]);
});
