// `ServicePointPicker.open()`: the picker as a question with an answer.

import { expect, type Page } from "@playwright/test";
import { test } from "../support/proxy.ts";

/** Asks for a service point; the answer stays in the page until the test wants it. */
async function ask(page: Page): Promise<void> {
  await page.goto("/");
  await page.waitForFunction(() => "ServicePointPicker" in window);
  await page.evaluate(() => {
    const { ServicePointPicker: picker } = window as unknown as {
      ServicePointPicker: { open(options: object): Promise<unknown> };
    };
    const options = {
      country: "NL",
      postalCode: "5611 EM",
      reference: "cart-1",
    };
    Object.assign(window, { answer: picker.open(options) });
  });
}

function answer(page: Page): Promise<unknown> {
  return page.evaluate(
    () => (window as unknown as { answer: Promise<unknown> }).answer,
  );
}

test("the promise brings the selection, and the dialog is gone", async ({
  page,
}) => {
  await ask(page);
  const dialog = page.getByRole("dialog");
  await dialog
    .getByRole("radio", { name: /^Stationsplein Parcel Locker/ })
    .click();
  await dialog
    .getByRole("button", { name: "Choose Stationsplein Parcel Locker" })
    .click();
  expect(await answer(page)).toMatchObject({
    service_point_id: 1000002,
    to_post_number: null,
    carrier: "postnl",
    reference: "cart-1",
    is_available: true,
    token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/) as unknown,
  });
  await expect(dialog).toHaveCount(0);
});

test("the nearest point is looked at, and nothing is chosen by closing", async ({
  page,
}) => {
  await ask(page);
  const dialog = page.getByRole("dialog");
  await expect(
    dialog.getByRole("radio", { checked: true, name: /·/ }),
  ).toBeVisible();
  // On the map too: it loads after the list, and once missed what was checked before.
  await expect(dialog.locator('[part="marker checked"]')).toHaveCount(1);
  await page.keyboard.press("Escape");
  expect(await answer(page)).toBeNull();
  await expect(dialog).toHaveCount(0);
});

test("the close button answers null too", async ({ page }) => {
  await ask(page);
  await page.getByRole("dialog").getByRole("radio").first().waitFor();
  await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
  expect(await answer(page)).toBeNull();
});

/** The promise said that nothing was chosen, and the cart had the point. */
test("what is still being confirmed when the shopper closes is not the cart's", async ({
  page,
}) => {
  await ask(page);
  let answer: () => void = () => undefined;
  const isAnswered = new Promise<void>((resolve) => (answer = resolve));
  await page.route("**/api/selections", async (route) => {
    const response = await route.fetch();
    await isAnswered;
    await route.fulfill({ response });
  });
  const isAsked = page.waitForRequest("**/api/selections");
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: /^Choose / }).click();
  await isAsked;
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  const isWithdrawn = page.waitForResponse("**/api/selections/*/withdraw");
  answer();
  expect((await isWithdrawn).status()).toBe(204);
});
