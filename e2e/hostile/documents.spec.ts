// Documents of another kind than the picker was drawn in: it is laid out the same.

import { expect, type Page } from "@playwright/test";
import { Checkout } from "../support/checkout.ts";
import { EINDHOVEN } from "../support/shop_page.ts";
import { test } from "../support/watched.ts";

/** Where everything lies in the picker and how large its letters are, in a page that begins so. */
async function layout(page: Page, start: string): Promise<string[]> {
  await page.unroute("**/shop.html");
  await page.route("**/shop.html", (route) =>
    route.fulfill({
      contentType: "text/html; charset=utf-8",
      body: `${start}<meta charset="utf-8"><title>Shop</title><link rel="icon" href="data:,">
        <style>body { margin: 0; font-size: 20px; font-family: serif; color: red }</style>
        <div style="width: 900px"><service-point-picker ${EINDHOVEN} lang="en"></service-point-picker></div>
        <script src="/picker.js"></script></html>`,
    }),
  );
  await page.goto("/shop.html");
  const checkout = new Checkout(page);
  const { picker } = checkout;
  await expect(picker.locator('[part~="marker"]').first()).toBeVisible();
  await picker
    .getByRole("button", { name: "Details of Stadhuisplein Parcel Shop" })
    .click();
  await expect(picker.getByRole("rowheader")).toHaveCount(7);
  await picker.getByRole("button", { name: "Filters" }).click();
  await expect(picker.getByRole("checkbox").first()).toBeVisible();
  return picker.evaluate((element) => {
    const { left, top } = element.getBoundingClientRect();
    const parts = element.shadowRoot!.querySelectorAll<HTMLElement>(
      "h2, label, button, input, fieldset, li:nth-child(-n + 2), table, th, td",
    );
    const shown = Array.from(parts).filter(
      (part) => part.checkVisibility() && !part.closest("li:nth-child(n + 3)"),
    );
    return shown.map((part) => {
      const box = part.getBoundingClientRect();
      const numbers = [box.left - left, box.top - top, box.width, box.height];
      const { fontSize, color, direction } = getComputedStyle(part);
      return `${part.localName} ${numbers.map(Math.round).join()} ${fontSize} ${color} ${direction}`;
    });
  });
}

const DOCUMENTS: readonly [what: string, start: string][] = [
  ["without a doctype, in quirks mode", "<html>"],
  ["from right to left", '<!doctype html><html dir="rtl" lang="he">'],
];
for (const [what, start] of DOCUMENTS) {
  /** In quirks mode forms have a margin, and tables have a font of their own. */
  test(`a document ${what} lays out a picker of the same language as any`, async ({
    page,
  }) => {
    const plain = await layout(page, '<!doctype html><html lang="en">');
    expect(plain.length).toBeGreaterThan(40);
    expect(await layout(page, start)).toEqual(plain);
  });
}
