// Pages that forbid WASM, as `README.md` says that they have to be.

import type { Page } from "@playwright/test";
import { Checkout } from "../support/checkout.ts";
import type { ForeignShop } from "../support/foreign_shop.ts";
import { listenForDetails } from "../support/page_events.ts";
import { EINDHOVEN } from "../support/shop_page.ts";

/** The whole policy of a page whose picker is in a frame; `frame` is what it lets be framed. */
export function framePolicy(
  { proxy }: ForeignShop,
  frame = new URL(proxy.url).origin,
): Record<string, string> {
  const script = new URL(proxy.url).origin;
  return {
    // Test pages have scripts of their own in them, under this nonce.
    "content-security-policy": `default-src 'none'; script-src ${script} 'nonce-own'; frame-src ${frame}; img-src data:; style-src 'nonce-own'; form-action 'self'`,
  };
}

/** Opens such a page with a picker with these attributes. */
export async function openFramed(
  page: Page,
  shop: ForeignShop,
  attributes = "",
  { head = "", around = "" } = {},
): Promise<Checkout> {
  await listenForDetails(page);
  await shop.open(page, {
    headers: framePolicy(shop),
    head,
    markup: `<service-point-picker ${EINDHOVEN} ${attributes}></service-point-picker>${around}<button>Order</button>`,
  });
  return Checkout.framed(page);
}
