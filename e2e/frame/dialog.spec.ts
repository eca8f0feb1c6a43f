// The dialog stays the page's, with a frame in it.

import { expect } from "@playwright/test";
import { test } from "../support/foreign_shop.ts";
import { toldReasons } from "../support/page_events.ts";
import { openFramed } from "./stage.ts";

const OPENER = { name: "Choose a service point" } as const;

test("Escape in the frame folds what is unfolded first, and then closes the dialog", async ({
  page,
  shop,
}) => {
  const checkout = await openFramed(page, shop, 'mode="dialog"');
  const opener = checkout.picker.getByRole("button", OPENER);
  await opener.click();
  const dialog = page.getByRole("dialog");
  await checkout.rows.first().waitFor();
  await checkout.inside.getByRole("button", { name: "Filters" }).click();
  const filters = checkout.inside.getByRole("checkbox");
  await expect(filters.first()).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(filters.first()).toBeHidden();
  await expect(dialog).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await expect(opener).toBeFocused();
  expect(await toldReasons(page)).toEqual(["closed"]);
});

test("by keyboard alone a point is chosen, and the focus comes back to the summary", async ({
  page,
  shop,
}) => {
  const checkout = await openFramed(page, shop, 'mode="dialog"');
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await checkout.rows.first().waitFor();
  await page.keyboard.press("Tab");
  await expect(
    checkout.inside.getByRole("button", { name: "Close" }),
  ).toBeFocused();
  await checkout.point(/^Stadhuisplein Parcel Shop/).focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowUp");
  // From the list to the button, and on it.
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await expect(checkout.summary).toContainText("Stadhuisplein Parcel Shop");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(checkout.field("service_point_id")).toHaveValue("1000001");
  const isLed = () =>
    checkout.picker.evaluate(
      (picker) => !!picker.shadowRoot?.activeElement?.closest(".summary"),
    );
  await expect.poll(isLed).toBe(true);
});

test("the promise brings the selection, or null for who closes", async ({
  page,
  shop,
}) => {
  const head = `<script nonce="own">
    addEventListener("load", () => {
      window.answers = [];
      const ask = () => ServicePointPicker.open({ country: "NL", postalCode: "5611 EM" })
        .then((answer) => answers.push(answer && answer.service_point_id));
      document.querySelector("#ask").onclick = ask;
    });
  </script>`;
  const checkout = await openFramed(page, shop, 'mode="dialog"', {
    head,
    around: '<button type="button" id="ask">Ask</button>',
  });
  const answers = () =>
    page.evaluate(() => (window as unknown as { answers: unknown[] }).answers);
  const ask = page.getByRole("button", { name: "Ask" });
  await ask.click();
  await checkout.inside.getByRole("button", { name: "Close" }).click();
  await expect.poll(answers).toEqual([null]);
  await ask.click();
  await checkout.point(/^Stationsplein Parcel Locker/).click();
  await checkout.choose();
  await expect.poll(answers).toEqual([null, 1000002]);
  await expect(page.getByRole("dialog")).toHaveCount(0);
});
