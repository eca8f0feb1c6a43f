// A page that allows nothing but what the picker says it needs: it shows all its screens, and no report
// of a violation is sent.

import { expect } from "@playwright/test";
import { Checkout } from "../support/checkout.ts";
import { test, type ForeignShop } from "../support/foreign_shop.ts";
import { EINDHOVEN } from "../support/shop_page.ts";
import { walkAllScreens } from "../support/walk.ts";
import { watchPolicies } from "./watch.ts";

/** What `docs/embedding.md` says that a page needs, and nothing else. */
function strictPolicy({ proxy }: ForeignShop): string {
  const origin = new URL(proxy.url).origin;
  return `default-src 'none'; script-src ${origin} 'wasm-unsafe-eval'; connect-src ${origin}; img-src ${origin}; style-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'`;
}

/** What a framework writes as markup, by `innerHTML` and with style attributes, would be missing here. */
test("with no style, no markup from texts and no Trusted Types policy allowed, every screen is shown", async ({
  page,
  shop,
}) => {
  test.slow();
  const seen = await watchPolicies(page);
  await shop.open(page, {
    icon: `${shop.proxy.url}tiles/0/0/0`,
    headers: { "content-security-policy": strictPolicy(shop) },
    markup: `<service-point-picker ${EINDHOVEN}></service-point-picker>`,
  });
  await walkAllScreens(new Checkout(page));
  expect(seen).toEqual({ violations: [], errors: [] });
});
