// A checkout that replaces its parts, with one listener for all: carriers and an empty id as texts, the
// post number in a field of its own.

import { expect, type Locator, type Page } from "@playwright/test";
import { test } from "../support/watched.ts";
import { Dialog, openPage } from "./served.ts";

async function open(page: Page): Promise<Dialog> {
  await page.getByRole("link", { name: "Abholstelle wählen" }).click();
  return new Dialog(page);
}

function failures(page: Page): Locator {
  return page.locator("#failures li");
}

test("a Packstation's post number is the second argument, and comes back", async ({
  page,
}) => {
  await openPage(page, "woocommerce.html");
  const dialog = await open(page);
  await dialog.point(/^Packstation/).click();
  await dialog.postNumber.fill("0012 3456");
  await dialog.choose();
  await expect(dialog.root).toHaveCount(0);
  await expect(page.locator("#number")).toHaveValue("00123456");
  const extra = await page.locator("#extra").inputValue();
  expect(extra).toMatch(/^Packstation \d+\|.+ \d+\|10\d{3} Berlin\|dhl_de$/);
  await expect(page.locator("#chosen")).toHaveText(extra);

  const id = await page.locator("#selected").inputValue();
  await open(page);
  await expect(dialog.rows.first().getByRole("radio")).toBeChecked();
  await expect(dialog.rows.first()).toContainText(extra.split("|")[0] ?? "?");
  await expect(dialog.postNumber).toHaveValue("00123456");
  await dialog.choose();
  await expect(dialog.root).toHaveCount(0);
  await expect(page.locator("#selected")).toHaveValue(id);
  await expect(page.locator("#number")).toHaveValue("00123456");
  await expect(failures(page)).toHaveCount(0);
});

test("another point than a Packstation takes the number along", async ({
  page,
}) => {
  await openPage(page, "woocommerce.html");
  await page.locator("#number").evaluate((field) => {
    (field as HTMLInputElement).value = "00123456";
  });
  const dialog = await open(page);
  await dialog.point(/^(?!Packstation)/).click();
  await dialog.choose();
  await expect(dialog.root).toHaveCount(0);
  await expect(page.locator("#number")).toHaveValue("");
});

const ways: [how: string, leave: (dialog: Dialog) => Promise<void>][] = [
  ["by Escape", ({ page }) => page.keyboard.press("Escape")],
  [
    "by its button",
    ({ root }) => root.getByRole("button", { name: "Close" }).click(),
  ],
];
for (const [how, leave] of ways) {
  test(`leaving ${how} is told once each time, and alone`, async ({ page }) => {
    await openPage(page, "woocommerce.html");
    for (const count of [1, 2]) {
      const dialog = await open(page);
      await expect(dialog.rows.first()).toBeVisible();
      await leave(dialog);
      await expect(dialog.root).toHaveCount(0);
      await expect(failures(page)).toHaveText(
        Array<string>(count).fill('["Closed"]'),
      );
    }
    await expect(page.locator("#selected")).toHaveValue("");
  });
}
