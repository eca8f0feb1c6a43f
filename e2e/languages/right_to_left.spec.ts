// The picker from right to left, in the language that nobody speaks: its texts are English, turned by
// a control character, so that they are found by their words.

import { expect, type Locator, type Page } from "@playwright/test";
import { Checkout } from "../support/checkout.ts";
import { test } from "../support/proxy.ts";
import { openShop } from "../support/shop_page.ts";

const BERLIN =
  'country="DE" street="Alexanderplatz" house-number="1" postal-code="10178" city="Berlin"';

for (const width of [360, 1280]) {
  test(`at ${width} px everything begins at the right`, async ({ page }) => {
    await page.setViewportSize({ width, height: 740 });
    const checkout = await openBerlin(page);
    const heading = checkout.picker.getByRole("heading");
    await expect(heading).toHaveCSS("direction", "rtl");

    const radio = checkout.point(/Packstation/);
    const details = checkout.picker
      .getByRole("button", { name: /Details of .*Packstation/ })
      .first();
    expect(await middle(radio)).toBeGreaterThan(await middle(details));
    const search = checkout.picker.getByRole("button", { name: /Search/ });
    const field = checkout.picker.getByRole("textbox").first();
    expect(await middle(field)).toBeGreaterThan(await middle(search));

    const map = checkout.picker.getByRole("region", { name: /Map/ });
    if (width < 760) {
      await checkout.picker.getByRole("radio", { name: /Map/ }).check();
      await expect(map).toBeVisible();
    } else {
      expect(await middle(radio)).toBeGreaterThan(await middle(map));
    }
    // Leaflet places tiles and markers by their left edge.
    await expect(map.locator("> *").first()).toHaveCSS("direction", "ltr");
    await expect(map.getByRole("button").first()).toBeInViewport();

    const tooWide = await heading.evaluate((element) =>
      [element.closest("[dir]"), document.documentElement].filter(
        (box) => box && box.scrollWidth > box.clientWidth,
      ),
    );
    expect(tooWide).toEqual([]);
  });
}

/** Read from the wrong end, a number with blanks in it is another number. */
test("telephone and post numbers keep their order", async ({ page }) => {
  const checkout = await openBerlin(page);
  await checkout.picker
    .getByRole("button", { name: /Details of .*Blumen Vergissmeinnicht/ })
    .first()
    .click();
  const phone = checkout.picker.getByRole("link", { name: /^\+49/ });
  await expect(phone).toBeVisible();
  expect(await runsForward(phone, await phone.innerText())).toBe(true);

  await checkout.point(/Packstation/).click();
  const field = checkout.picker.getByLabel(/Post number/);
  await field.fill("0012 345-67");
  await checkout.picker.getByRole("button", { name: /Choose/ }).click();
  await expect(checkout.summary).toContainText("001234567");
  expect(await runsForward(checkout.summary, "001234567")).toBe(true);
});

/** "0012 345-67" stood in the field as "345-67 0012". */
test("a post number is typed from left to right", async ({ page }) => {
  const checkout = await openBerlin(page);
  await checkout.point(/Packstation/).click();
  await expect(checkout.picker.getByLabel(/Post number/)).toHaveCSS(
    "direction",
    "ltr",
  );
});

async function openBerlin(page: Page): Promise<Checkout> {
  await openShop(
    page,
    `<service-point-picker ${BERLIN}></service-point-picker>`,
    { lang: "ar-XB" },
  );
  const checkout = new Checkout(page);
  await checkout.rows.first().waitFor();
  return checkout;
}

/** Its middle, from the left edge of the window. */
async function middle(locator: Locator): Promise<number> {
  const box = await locator.boundingBox();
  expect(box).not.toBeNull();
  return (box?.x ?? 0) + (box?.width ?? 0) / 2;
}

/** Whether each character of `text` stands to the right of the one before. */
function runsForward(locator: Locator, text: string): Promise<boolean> {
  return locator.evaluate((element, wanted) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const start = node.nodeValue?.indexOf(wanted) ?? -1;
      if (start < 0) continue;
      const lefts = [...wanted].map((_, index) => {
        const range = document.createRange();
        range.setStart(node, start + index);
        range.setEnd(node, start + index + 1);
        return range.getBoundingClientRect().left;
      });
      return lefts.every((left, at) => at === 0 || left > (lefts[at - 1] ?? 0));
    }
    return false;
  }, text);
}
