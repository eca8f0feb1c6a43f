// A form that lacks a service point says so to everybody, and leads to where it is chosen.

import { expect, type Locator, type Page } from "@playwright/test";
import { Checkout } from "../support/checkout.ts";
import { test } from "../support/proxy.ts";

const message = ({ picker }: Checkout): Locator =>
  picker.getByRole("alert").filter({ hasText: "Choose a service point" });

async function submitByKeyboard(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^Place order/ }).focus();
  await page.keyboard.press("Enter");
}

/** What has the focus inside the picker, with what describes it. */
function focused(picker: Locator): Promise<string> {
  return picker.evaluate((host) => {
    const element = host.shadowRoot?.activeElement;
    const id = element?.getAttribute("aria-describedby") ?? "";
    const description = host.shadowRoot?.getElementById(id)?.textContent ?? "";
    return `${element?.getAttribute("role") ?? element?.tagName}: ${description}`;
  });
}

test("by keyboard alone: refused with a message, led to the list, chosen, ordered", async ({
  page,
}) => {
  const checkout = await Checkout.open(page);
  await submitByKeyboard(page);
  await expect(page).toHaveTitle(/^Checkout/);
  await expect(message(checkout)).toBeVisible();
  expect(await focused(checkout.picker)).toBe("group: Choose a service point");

  const locker = checkout.point(/^Stationsplein Parcel Locker/);
  const isFocused = () =>
    locker.evaluate((radio) => radio.matches(":focus")).catch(() => false);
  await page.keyboard.press("Tab");
  await checkout.point(/^Stadhuisplein Parcel Shop/).focus();
  await page.keyboard.press("Space");
  for (let presses = 0; presses < 40 && !(await isFocused()); presses += 1)
    await page.keyboard.press("ArrowDown");
  await checkout.picker
    .getByRole("button", { name: "Choose Stationsplein Parcel Locker" })
    .focus();
  await page.keyboard.press("Enter");
  await checkout.summary.waitFor();
  await expect(message(checkout)).toHaveCount(0);
  await submitByKeyboard(page);
  await expect(page.getByText("Signature verified")).toBeVisible();
});

test("requestSubmit is refused in the same way, after a reload too", async ({
  page,
}) => {
  const checkout = await Checkout.open(page);
  for (const again of [false, true]) {
    if (again) await page.reload();
    await page
      .locator("#checkout")
      .evaluate((form) => (form as HTMLFormElement).requestSubmit());
    await expect(page).toHaveTitle(/^Checkout/);
    await expect(message(checkout)).toBeVisible();
  }
});

test("in a dialog the opener is led to, with the message", async ({ page }) => {
  const checkout = await Checkout.open(page);
  await checkout.picker.evaluate((picker) =>
    picker.setAttribute("mode", "dialog"),
  );
  await submitByKeyboard(page);
  await expect(message(checkout)).toBeVisible();
  const opener = checkout.picker.getByRole("button", {
    name: "Choose a service point",
  });
  await expect(opener).toBeFocused();
  await expect(opener).toHaveAccessibleDescription("Choose a service point");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toBeVisible();
});
