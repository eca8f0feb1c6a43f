// The whole task without a pointer.

import { expect, type Page } from "@playwright/test";
import { Checkout } from "../support/checkout.ts";
import { test } from "../support/proxy.ts";

/** Role, name and text of what has the focus, inside shadow roots too. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement)
      element = element.shadowRoot.activeElement;
    const label =
      element instanceof HTMLInputElement
        ? element.labels?.[0]?.innerText
        : undefined;
    return (
      element?.getAttribute("aria-label") ?? label ?? element?.textContent ?? ""
    );
  });
}

async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let presses = 0; presses < 40; presses += 1) {
    if (name.test(await focused(page))) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(
    `no tab stop is called ${name.source}; the last one was ${await focused(page)}`,
  );
}

test("search, choose, confirm and change by keyboard", async ({ page }) => {
  const checkout = await Checkout.open(page);
  await checkout.searchField.focus();
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.type("5611 EM");
  await page.keyboard.press("Enter");
  await expect(checkout.message).toContainText("5611 EM");
  await tabTo(page, /^Search$/);

  await tabTo(page, /Parcel Shop/);
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowDown");
  const chosen = checkout.picker.getByRole("radio", {
    checked: true,
    name: /·/,
  });
  await expect(chosen).toHaveCount(1);
  const name = ((await focused(page)).split("\n")[0] ?? "").trim();

  await tabTo(page, /^Details of /);
  await page.keyboard.press("Enter");
  await expect(
    checkout.picker.getByRole("table", { name: "Opening times" }),
  ).toBeVisible();

  await tabTo(page, /^Choose .+ (?!point)/);
  await page.keyboard.press("Enter");
  await expect(
    checkout.picker.getByRole("button", { name: "Change" }),
  ).toBeFocused();
  await expect(checkout.picker.locator('[part="summary"]')).toContainText(name);

  await page.keyboard.press("Enter");
  await expect(checkout.searchField).toBeVisible();
});

test("the map moves by arrow keys and lets the focus go", async ({ page }) => {
  const checkout = await Checkout.open(page);
  const map = checkout.picker.getByRole("region", { name: "Map" });
  const marker = checkout.picker.locator('[part~="marker"]').first();
  await expect(marker).toBeVisible();
  const before = await marker.boundingBox();
  await map.focus();
  await page.keyboard.press("ArrowRight");
  await expect(async () => {
    const after = await marker.boundingBox();
    expect((before?.x ?? 0) - (after?.x ?? 0)).toBeCloseTo(80, 0);
  }).toPass();
  await page.keyboard.press("Tab");
  await expect(map).not.toBeFocused();
});

/** The map once took Ctrl and - for itself, and nobody could zoom the page. */
test("keys with Ctrl, Alt or Meta stay the browser's", async ({ page }) => {
  const checkout = await Checkout.open(page);
  await checkout.picker.locator('[part~="marker"]').first().waitFor();
  const map = checkout.picker.getByRole("region", { name: "Map" });
  const isLeftAlone = (modifier: object) =>
    map.evaluate(
      (region, init) =>
        region.dispatchEvent(
          new KeyboardEvent("keydown", {
            key: "-",
            bubbles: true,
            cancelable: true,
            ...init,
          }),
        ),
      modifier,
    );
  expect(await isLeftAlone({})).toBe(false);
  for (const modifier of ["ctrlKey", "metaKey", "altKey"]) {
    expect(await isLeftAlone({ [modifier]: true }), modifier).toBe(true);
  }
});
