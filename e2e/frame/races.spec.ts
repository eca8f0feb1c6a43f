// What is said between a page and its frame takes its time, and the page goes on meanwhile.

import { expect, type Page } from "@playwright/test";
import type { Checkout } from "../support/checkout.ts";
import { test } from "../support/foreign_shop.ts";
import { toldErrors } from "../support/page_events.ts";
import { openFramed } from "./stage.ts";

type Picker = HTMLElement & {
  selection: { reference: string } | null;
  reset(): void;
};

/** Holds the answers at an address back until they are let go. */
async function hold(page: Page, address: string): Promise<() => void> {
  let letGo: () => void = () => undefined;
  const isLetGo = new Promise<void>((resolve) => (letGo = resolve));
  await page.route(address, async (route) => {
    const response = await route.fetch();
    await isLetGo;
    await route.fulfill({ response }).catch(() => undefined);
  });
  return letGo;
}

function name(checkout: Checkout, reference: string): Promise<void> {
  return checkout.picker.evaluate(
    (picker, value) => picker.setAttribute("reference", value),
    reference,
  );
}

/** The answer for the first cart was taken for the second's, with its token. */
test("another cart is not given what was asked for the first", async ({
  page,
  shop,
}) => {
  let checkout = await openFramed(page, shop, 'reference="first"');
  await checkout.chooseLocker();
  const letGo = await hold(page, "**/api/selections/restore");
  const isAsked = page.waitForRequest("**/api/selections/restore");
  checkout = await openFramed(page, shop, 'reference="first" required');
  await isAsked;
  await name(checkout, "second");
  letGo();
  await expect(checkout.rows.first()).toBeVisible();
  await expect(checkout.field("service_point_id")).toHaveCount(0);
  await name(checkout, "first");
  await expect(checkout.field("service_point_id")).toHaveValue("1000002");
});

/** The end of it was counted for the new cart, and both forms waited for ever. */
test("a cart that is changed while the other's choice is confirmed can be chosen for, and sent", async ({
  page,
  shop,
}) => {
  const checkout = await openFramed(page, shop, 'reference="first"');
  const letGo = await hold(page, "**/api/selections");
  const isAsked = page.waitForRequest("**/api/selections");
  await checkout.point(/^Stadhuisplein Parcel Shop/).click();
  await checkout.choose();
  await isAsked;
  await name(checkout, "second");
  letGo();
  await page.unroute("**/api/selections");
  await checkout.chooseLocker();
  const isSendable = () =>
    page
      .locator("#checkout")
      .evaluate((form) => (form as HTMLFormElement).checkValidity());
  await expect.poll(isSendable).toBe(true);
  const reference = await checkout.picker.evaluate(
    (picker) => (picker as Picker).selection?.reference,
  );
  expect(reference).toBe("second");
});

/** The frame that was to tell the proxy was out of the page by then: the point came back by a reload. */
test("a picker that is reset and removed at once withdraws at the proxy all the same", async ({
  page,
  shop,
}) => {
  const checkout = await openFramed(page, shop, 'reference="cart-1"');
  await checkout.chooseLocker();
  const isWithdrawn = page.waitForResponse("**/api/selections/*/withdraw");
  await checkout.picker.evaluate((picker) => {
    (picker as Picker).reset();
    picker.remove();
  });
  expect((await isWithdrawn).status()).toBe(204);
});

/** Each was taken for a document that had just been loaded: the frame was loaded again and again. */
test("a script of others in the frame may speak to the page, and the picker stays", async ({
  page,
  shop,
}) => {
  await page.addInitScript(() => {
    if (parent !== window)
      setInterval(() => parent.postMessage({ hello: "extension" }, "*"), 50);
  });
  let loads = 0;
  page.on("request", (request) => {
    if (request.url().includes("/frame.html")) loads++;
  });
  const checkout = await openFramed(page, shop);
  await checkout.chooseLocker();
  expect(loads).toBe(1);
});

/** Which no message can hold: the picker did not come. */
test("words in an object that a framework watches reach the frame", async ({
  page,
  shop,
}) => {
  const checkout = await openFramed(page, shop, "", {
    head: `<script nonce="own">
      addEventListener("DOMContentLoaded", () => {
        document.querySelector("service-point-picker").messages =
          { heading: "Where to?", found: new Proxy({ one: "One", other: "{n} there" }, {}) };
      });
    </script>`,
  });
  await expect(
    checkout.inside.getByRole("heading", { name: "Where to?" }),
  ).toBeVisible();
  expect(await toldErrors(page)).toEqual([]);
});
