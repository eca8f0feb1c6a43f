// A post number without a pointer: led to, asked for, corrected where it was typed.

import { expect } from "@playwright/test";
import { Checkout } from "../support/checkout.ts";
import { expectFocus, press } from "../support/focus.ts";
import { test } from "../support/proxy.ts";
import { openShop } from "../support/shop_page.ts";

const BERLIN =
  'country="DE" street="Alexanderplatz" house-number="1" postal-code="10178" city="Berlin"';

/** An error that is only shown is none to who does not see it, and a disabled button tells nothing. */
test("Enter in the list leads to the field, and a wrong number back to it with the reason", async ({
  page,
}) => {
  await openShop(
    page,
    `<service-point-picker map="off" ${BERLIN}></service-point-picker>`,
  );
  const checkout = new Checkout(page);
  const field = checkout.picker.getByRole("textbox", { name: "Post number" });
  await checkout.point(/^Packstation/).focus();
  await page.keyboard.press("Space");
  await press(page, "Enter", 'textbox "Post number"');
  await expect(field).toHaveAccessibleDescription(
    "Your number with the carrier. You find it in the carrier’s app or letter.",
  );
  await expect(field).toHaveAttribute("aria-required", "true");
  await expect(field).toHaveAttribute("aria-invalid", "false");

  // The button can be pressed, and says what is missing.
  await press(page, "Tab", /^button "Choose Packstation/);
  await press(page, "Enter", 'textbox "Post number" [invalid]');
  const missing = "This service point needs your post number.";
  await expect(checkout.picker.getByText(missing)).toHaveRole("alert");
  await expect(field).toHaveAccessibleDescription(new RegExp(`${missing}$`));
  await expect(field).toHaveAttribute("aria-invalid", "true");

  await page.keyboard.type("12 34");
  await press(page, "Enter", 'textbox "Post number" [invalid]');
  const wrong = "A post number has 6 to 10 digits.";
  await expect(checkout.picker.getByText(wrong)).toHaveRole("alert");
  await expect(field).toHaveAccessibleDescription(new RegExp(`${wrong}$`));
  await expect(field).toHaveValue("12 34");

  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.type("0012 3456");
  await page.keyboard.press("Enter");
  await expectFocus(page, 'button "Change"');
  await expect(checkout.summary).toContainText("Post number: 00123456");
});

/** Refusing twice in the same words once was no change, and so no news. */
test("the same wrong number a second time leads back to the field again", async ({
  page,
}) => {
  await openShop(
    page,
    `<service-point-picker map="off" ${BERLIN}></service-point-picker>`,
  );
  const checkout = new Checkout(page);
  await checkout.point(/^Packstation/).focus();
  await page.keyboard.press("Space");
  await press(page, "Enter", 'textbox "Post number"');
  for (let times = 0; times < 2; times += 1) {
    await press(page, "Tab", /^button "Choose Packstation/);
    await press(page, "Enter", 'textbox "Post number" [invalid]');
  }
});
