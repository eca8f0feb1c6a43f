// A page that forbids WASM: the same picker, in a frame.

import { expect } from "@playwright/test";
import { test } from "../support/foreign_shop.ts";
import { heard, listen } from "../support/page_events.ts";
import { openFramed } from "./stage.ts";

test("a point is chosen in a frame, and page, form and events have it as ever", async ({
  page,
  shop,
}) => {
  await listen(page);
  const checkout = await openFramed(page, shop, 'reference="cart-1" required');
  await checkout.chooseLocker();
  await expect(checkout.summary).toContainText("Stationsplein Parcel Locker");
  await expect(checkout.field("service_point_id")).toHaveValue("1000002");
  await expect(checkout.field("carrier")).toHaveValue("postnl");
  await expect(checkout.field("service_point_token")).toHaveValue(/^[\w-]+\./);
  const names = (await heard(page)).map(({ name }) => name);
  expect(names).toEqual(["ready", "change"]);

  await checkout.picker.getByRole("button", { name: "Change" }).click();
  await checkout.point(/^Stadhuisplein Parcel Shop/).click();
  await checkout.choose();
  await expect(checkout.field("service_point_id")).toHaveValue("1000001");
  await expect(checkout.summary).toContainText("Stadhuisplein Parcel Shop");
});

test("after a reload the selection is there, and reset() withdraws it at the proxy", async ({
  page,
  shop,
}) => {
  let checkout = await openFramed(page, shop, 'reference="cart-2" required');
  await checkout.chooseLocker();
  checkout = await openFramed(page, shop, 'reference="cart-2" required');
  await expect(checkout.summary).toContainText("Stationsplein Parcel Locker");
  await expect(checkout.field("service_point_id")).toHaveValue("1000002");

  const isWithdrawn = page.waitForResponse("**/api/selections/*/withdraw");
  await checkout.picker.evaluate((picker) =>
    (picker as HTMLElement & { reset(): void }).reset(),
  );
  expect((await isWithdrawn).status()).toBe(204);
  await expect(checkout.field("service_point_id")).toHaveCount(0);
  await expect(checkout.rows.first()).toBeVisible();
});

test("what is confirmed while the element is replaced is found again", async ({
  page,
  shop,
}) => {
  const checkout = await openFramed(page, shop, 'reference="cart-3" required');
  await checkout.point(/^Stationsplein Parcel Locker/).click();
  await page.route("**/api/selections", async (route) => {
    const response = await route.fetch();
    await page.evaluate(() => {
      const old = document.querySelector("service-point-picker");
      const fresh = document.createElement("service-point-picker");
      for (const { name, value } of old?.attributes ?? [])
        fresh.setAttribute(name, value);
      old?.replaceWith(fresh);
    });
    // Nobody is there to have it.
    await route.fulfill({ response }).catch(() => undefined);
  });
  await checkout.choose();
  await expect(checkout.summary).toContainText("Stationsplein Parcel Locker");
  await expect(checkout.field("service_point_id")).toHaveValue("1000002");
});

test("a form without a point leads into the frame, and is not sent", async ({
  page,
  shop,
}) => {
  const checkout = await openFramed(page, shop, "required");
  await checkout.rows.first().waitFor();
  await page.getByRole("button", { name: "Order" }).click();
  await expect(
    checkout.picker.getByRole("alert").getByText("Choose a service point"),
  ).toBeVisible();
  await expect(checkout.picker.locator("iframe")).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(checkout.searchField).toBeFocused();
  expect(page.url()).toBe(`${shop.origin}/checkout`);
});

test("points of the page's own are listed, whatever the page holds them in", async ({
  page,
  shop,
}) => {
  const head = `<script nonce="own">
    addEventListener("DOMContentLoaded", () => {
      const points = [1, 2, 3].map((n) => ({
        id: 1000000 + n, name: "Own " + n, carrier: { code: "postnl", name: "PostNL" },
        position: { latitude: 51.44, longitude: 5.48 + n / 1000 },
      }));
      // As frameworks that watch their data do.
      const watched = new Proxy(points.map((point) => new Proxy(point, {})), {});
      document.querySelector("service-point-picker").servicePoints = watched;
    });
  </script>`;
  const checkout = await openFramed(page, shop, "", { head });
  await expect(checkout.rows).toHaveCount(3);
  await expect(checkout.point("Own 2")).toBeVisible();
});

test("a post number is asked for in the frame and is in the form, zeros and all", async ({
  page,
  shop,
}) => {
  const checkout = await openFramed(page, shop);
  await checkout.rows.first().waitFor();
  await checkout.picker.evaluate((picker) => {
    const address = {
      country: "DE",
      street: "Alexanderplatz",
      "house-number": "1",
      "postal-code": "10178",
      city: "Berlin",
    };
    for (const [name, value] of Object.entries(address))
      picker.setAttribute(name, value);
  });
  await checkout.point(/^Packstation 872/).click();
  await checkout.inside
    .getByLabel("Post number", { exact: true })
    .fill("0012345");
  await checkout.choose();
  await expect(checkout.summary).toContainText("0012345");
  await expect(checkout.field("to_post_number")).toHaveValue("0012345");
});
