// A page that forbids WASM: the same picker, in a frame.

import { expect, type Page } from "@playwright/test";
import { Checkout } from "../support/checkout.ts";
import { test, type ForeignShop } from "../support/foreign_shop.ts";
import { heard, listen } from "../support/page_events.ts";
import { EINDHOVEN } from "../support/shop_page.ts";

/** What `README.md` says that such a page needs. */
function policy({ proxy }: ForeignShop): Record<string, string> {
  const origin = new URL(proxy.url).origin;
  return {
    "content-security-policy": `default-src 'none'; script-src ${origin}; frame-src ${origin}; img-src data:; form-action 'self'`,
  };
}

async function open(
  page: Page,
  shop: ForeignShop,
  attributes = "",
  head = "",
): Promise<Checkout> {
  await listen(page);
  await shop.open(page, {
    headers: policy(shop),
    head,
    markup: `<service-point-picker ${EINDHOVEN} ${attributes}></service-point-picker><button>Order</button>`,
  });
  return Checkout.framed(page);
}

test("a point is chosen in a frame, and page, form and event have it as ever", async ({
  page,
  shop,
}) => {
  const checkout = await open(page, shop, 'reference="cart-1" required');
  await checkout.chooseLocker();
  await expect(checkout.summary).toContainText("Stationsplein Parcel Locker");
  await expect(checkout.field("service_point_id")).toHaveValue("1000002");
  await expect(checkout.field("carrier")).toHaveValue("postnl");
  await expect(checkout.field("service_point_token")).toHaveValue(/^[\w-]+\./);
  const names = (await heard(page)).map(({ name }) => name);
  expect(names).toEqual(["ready", "change"]);

  await checkout.picker.getByRole("button", { name: "Change" }).click();
  await expect(checkout.rows.first()).toBeVisible();
  await checkout.point(/^Stadhuisplein Parcel Shop/).click();
  await checkout.choose();
  await expect(checkout.field("service_point_id")).toHaveValue("1000001");
});
