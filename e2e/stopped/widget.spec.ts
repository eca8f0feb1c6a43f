// The widget fails inside: a panic, or an answer of the browser that nobody reckoned with. The page
// hears of it by an event, the shopper by a line, and nobody by an uncaught error.

import { expect, type Page } from "@playwright/test";
import { Checkout } from "../support/checkout.ts";
import { pins } from "../support/map.ts";
import { listenForDetails, toldErrors } from "../support/page_events.ts";
import { EINDHOVEN, openShop } from "../support/shop_page.ts";
import { pressTrapped, setTraps, trap } from "../support/trap.ts";
import { test } from "../support/watched.ts";

const STOPPED = "Something went wrong here.";

/** Opens a checkout whose widget fails when `stop` has it fail. */
async function openTrapped(page: Page, attributes = ""): Promise<Checkout> {
  await listenForDetails(page);
  await setTraps(page);
  await openShop(
    page,
    `<service-point-picker ${EINDHOVEN} ${attributes}></service-point-picker>
     <button>Order</button>`,
  );
  return new Checkout(page);
}

test("a picker whose widget fails says so once, and goes on when asked to", async ({
  page,
}) => {
  const checkout = await openTrapped(page);
  const { picker } = checkout;
  await checkout.rows.first().waitFor();
  await pressTrapped(checkout.point(/^Stadhuisplein Parcel Shop/));
  await expect(picker.getByRole("alert").getByText(STOPPED)).toBeVisible();
  await expect(checkout.rows).toHaveCount(0);
  expect(await toldErrors(page)).toEqual([
    { code: "internal", message: STOPPED, retryable: true },
  ]);

  await picker.getByRole("button", { name: "Try again" }).click();
  await expect(picker.getByText(STOPPED)).toHaveCount(0);
  await checkout.chooseLocker();
  await expect(checkout.field("service_point_id")).toHaveValue("1000002");
  expect(await toldErrors(page)).toHaveLength(1);
});

/** The dead widget's timers and listeners once failed again and again, each time as the page's error. */
test("what is left of a widget that failed is heard of no more", async ({
  page,
}) => {
  await page.clock.install();
  const checkout = await openTrapped(page);
  await checkout.rows.first().waitFor();
  await pressTrapped(checkout.rows.nth(2).getByRole("radio"));
  await expect(checkout.picker.getByText(STOPPED)).toBeVisible();
  await page.clock.runFor(10 * 60_000);
  await checkout.picker.getByRole("button", { name: "Try again" }).click();
  await checkout.rows.first().waitFor();
  await page.clock.runFor(10 * 60_000);
  await expect(checkout.rows.first()).toBeVisible();
  expect(await toldErrors(page)).toHaveLength(1);
});

test("a selection outlives the widget that it was made with", async ({
  page,
}) => {
  const checkout = await openTrapped(page, 'reference="cart-1" required');
  const { picker } = checkout;
  await checkout.chooseLocker();
  await pressTrapped(picker.getByRole("button", { name: "Change" }));
  await expect(picker.getByText(STOPPED)).toBeVisible();
  await expect(checkout.field("service_point_id")).toHaveValue("1000002");
  const isSendable = await page
    .locator("#checkout")
    .evaluate((form) => (form as HTMLFormElement).checkValidity());
  expect(isSendable).toBe(true);
  await picker.getByRole("button", { name: "Try again" }).click();
  await expect(checkout.summary).toContainText("Stationsplein Parcel Locker");
});

/** Whether the proxy has it is asked of the proxy. */
test("a confirmation that the widget fails under is found again", async ({
  page,
}) => {
  const checkout = await openTrapped(page, 'reference="cart-2" required');
  const { picker } = checkout;
  await checkout.point(/^Stationsplein Parcel Locker/).click();
  const isAnswered = page.waitForResponse("**/api/selections");
  await page.route("**/api/selections", async (route) => {
    const response = await route.fetch();
    await trap(page);
    await route.fulfill({ response });
  });
  await checkout.choose();
  await isAnswered;
  await expect(picker.getByText(STOPPED)).toBeVisible();
  await picker.getByRole("button", { name: "Try again" }).click();
  await expect(checkout.summary).toContainText("Stationsplein Parcel Locker");
  await expect(checkout.field("service_point_id")).toHaveValue("1000002");
});

test("in a dialog the way on is in the dialog, and behind its button", async ({
  page,
}) => {
  const checkout = await openTrapped(page, 'mode="dialog"');
  const { picker } = checkout;
  const opener = picker.getByRole("button", { name: "Choose a service point" });
  await opener.click();
  const dialog = page.getByRole("dialog");
  await checkout.rows.first().waitFor();
  await pressTrapped(checkout.rows.nth(1).getByRole("radio"));
  await expect(dialog.getByText(STOPPED)).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await opener.click();
  await checkout.rows.first().waitFor();
  await expect(picker.getByText(STOPPED)).toHaveCount(0);
});

test("all pickers of the page stop together, and each goes on by itself", async ({
  page,
}) => {
  await openTrapped(
    page,
    `id="first"></service-point-picker><service-point-picker ${EINDHOVEN} id="second"`,
  );
  const [first, second] = [page.locator("#first"), page.locator("#second")];
  for (const picker of [first, second]) {
    await picker.scrollIntoViewIfNeeded();
    await picker.getByRole("listitem").first().waitFor();
  }
  await pressTrapped(second.getByRole("radio").nth(1));
  await expect(first.getByText(STOPPED)).toBeVisible();
  await expect(second.getByText(STOPPED)).toBeVisible();
  await first.getByRole("button", { name: "Try again" }).click();
  await first.getByRole("listitem").first().waitFor();
  await expect(second.getByText(STOPPED)).toBeVisible();
});

/** Beside the WASM, too: an error in a listener of the map was the page's, which may stop at it. */
test("an error in a script of ours is told by an event, and the picker goes on", async ({
  page,
}) => {
  const checkout = await openTrapped(page);
  const map = checkout.picker.getByRole("region", { name: "Map" });
  await expect(pins(map).first()).toBeVisible();
  const lose = (isLost: boolean) =>
    page.evaluate((lost) => {
      const { prototype } = Element as unknown as {
        prototype: Record<string, unknown>;
      };
      const own = window as unknown as { measure?: unknown };
      own.measure ??= prototype["getBoundingClientRect"];
      prototype["getBoundingClientRect"] = lost ? undefined : own.measure;
    }, isLost);
  await lose(true);
  await map.locator(".leaflet-tile-pane").dispatchEvent("mousedown");
  await lose(false);
  expect(await toldErrors(page)).toMatchObject([{ code: "internal" }]);
  await checkout.chooseLocker();
  await expect(checkout.field("service_point_id")).toHaveValue("1000002");
});
