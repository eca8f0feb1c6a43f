// The focus is the shopper's: it is not taken, and what takes a focused element away hands it on.

import { expect, type Page } from "@playwright/test";
import { Checkout } from "../support/checkout.ts";
import { expectFocus, focused, press } from "../support/focus.ts";
import { startProxy, test } from "../support/proxy.ts";
import { changeAnswers, SEARCHES } from "../support/searches.ts";
import { EINDHOVEN, openShop } from "../support/shop_page.ts";

/** What is told of something inside the picker, whatever it is. */
const SOMETHING = /^(?!nothing|moving)\w/;

/** Whether the page itself, and nothing in it, has the focus and stands where it stood. */
function isUntouched(page: Page): Promise<boolean> {
  return page.evaluate(
    () => document.activeElement === document.body && scrollY === 0,
  );
}

for (const mode of ["inline", "dialog"]) {
  test(`loading takes no focus and scrolls no page, ${mode}`, async ({
    page,
  }) => {
    await openShop(
      page,
      `<p style="height: 90vh">A long form</p>
       <service-point-picker mode="${mode}" required ${EINDHOVEN}></service-point-picker>`,
    );
    const checkout = new Checkout(page);
    if (mode === "inline") await checkout.rows.first().waitFor();
    else await checkout.picker.getByRole("button").waitFor();
    expect(await isUntouched(page)).toBe(true);
  });
}

test("a selection that is found again after a reload takes no focus either", async ({
  page,
}) => {
  const checkout = await Checkout.open(page);
  await checkout.chooseLocker();
  await page.evaluate(() => scrollTo(0, 0));
  await page.reload();
  await checkout.summary.waitFor();
  expect(await focused(page)).toBe("nothing");
});

test("a search leaves the focus in its field", async ({ page }) => {
  const checkout = await Checkout.open(page);
  await checkout.searchField.fill("5611 EM");
  await page.keyboard.press("Enter");
  await expect(checkout.message).toContainText("5611 EM");
  await expectFocus(page, 'textbox "Postal code, city or address"');
});

/** Rows that were built anew took the focus away, and the next arrow began at the top of the page. */
test("new results keep the focus on the same row, else in the list", async ({
  page,
}) => {
  const checkout = await Checkout.open(page);
  const { picker } = checkout;
  await checkout.point(/^Stationsplein Parcel Locker/).focus();
  const move = (number: string): Promise<void> =>
    picker.evaluate(
      (element, value) => element.setAttribute("house-number", value),
      number,
    );
  await move("11");
  await expect(checkout.message).toContainText("Stadhuisplein 11");
  await expectFocus(page, /^radio "Stationsplein Parcel Locker/);

  await changeAnswers(page, (found) => {
    found.results = found.results.filter(({ id }) => id !== 1000002);
  });
  await move("12");
  await expect(checkout.message).toContainText("Stadhuisplein 12");
  await expectFocus(page, /^radio "Stadhuisplein Parcel Shop/);
});

test("a filter that takes the focused row away leaves the focus where it was set", async ({
  page,
}) => {
  const checkout = await Checkout.open(page);
  await checkout.point(/^Stadhuisplein Parcel Shop/).click();
  await checkout.picker.getByRole("button", { name: "Filters" }).click();
  await checkout.picker
    .getByRole("checkbox", { name: /^Parcel locker/ })
    .focus();
  await page.keyboard.press("Space");
  await expect(checkout.rows.first()).toContainText("Parcel locker");
  await expectFocus(page, /^checkbox "Parcel locker \(\d+\)" \[checked\]$/);
});

test("more points lead the focus to the first of the new ones", async ({
  page,
}) => {
  const checkout = await Checkout.open(page);
  await expect(checkout.rows).toHaveCount(50);
  await checkout.picker.getByRole("button", { name: "Show up to 200" }).focus();
  await page.keyboard.press("Enter");
  await expect(checkout.rows).not.toHaveCount(50);
  const text = await checkout.rows.nth(50).innerText();
  const name = (text.split("\n")[0] ?? "").trim();
  await expectFocus(page, new RegExp(`^radio "${name}`));
  await expect(checkout.rows.nth(50)).toBeInViewport();
});

/** The button goes as soon as the search is under way, and the focus went with it. */
test("trying again keeps the focus in the picker", async ({ page }) => {
  let isDown = true;
  await page.route(SEARCHES, (route) =>
    isDown ? route.fulfill({ status: 500, body: "" }) : route.continue(),
  );
  await openShop(
    page,
    `<service-point-picker ${EINDHOVEN}></service-point-picker>`,
  );
  const checkout = new Checkout(page);
  await checkout.picker.getByRole("button", { name: "Try again" }).focus();
  isDown = false;
  await page.keyboard.press("Enter");
  await checkout.rows.first().waitFor();
  await expectFocus(page, SOMETHING);
});

test("clearing the filters that left nothing keeps the focus in the picker", async ({
  page,
}) => {
  await changeAnswers(page, (found) => {
    for (const [at, point] of found.results.entries()) {
      const isLocker = at % 2 === 0;
      point.general_shop_type = isLocker ? "locker" : "servicepoint";
      const carrier = isLocker ? "one" : "two";
      point.carrier = { ...point.carrier, code: carrier, name: carrier };
    }
  });
  const checkout = await Checkout.open(page);
  const { picker } = checkout;
  await picker.getByRole("button", { name: "Filters" }).click();
  await picker.getByRole("checkbox", { name: /^Parcel locker/ }).check();
  await picker.getByRole("checkbox", { name: /^two/ }).check();
  await picker.getByRole("button", { name: "Clear filters" }).first().focus();
  await page.keyboard.press("Enter");
  await checkout.rows.first().waitFor();
  await expectFocus(page, SOMETHING);
});

test("looking a place up as a number keeps the focus in the picker", async ({
  page,
}) => {
  const checkout = await Checkout.open(page);
  await checkout.search("Magic Nowhere");
  await checkout.picker
    .getByRole("button", { name: "Look it up as a point’s number" })
    .focus();
  await page.keyboard.press("Enter");
  await expect(checkout.message).toContainText("has the number");
  await expectFocus(page, SOMETHING);
});

/** The list of alternatives goes while the proxy is asked, and with it the focus: nobody was led to the card. */
test("an alternative to a refused point leads to the summary, as any choice does", async ({
  page,
}) => {
  const checkout = await Checkout.open(page);
  await checkout.search("Magic Confirmation, Eindhoven");
  await checkout.point(/^Magic Full Shop/).click();
  await checkout.choose();
  const alternatives = checkout.picker.getByRole("list", {
    name: "Choose one nearby instead:",
  });
  await alternatives.getByRole("button").first().focus();
  await page.keyboard.press("Enter");
  await checkout.summary.waitFor();
  await expectFocus(page, 'button "Change"');
});

/** Restored by the browser, if at all, to an opener that is hidden by then. */
test("an alternative in the dialog leads to the summary too", async ({
  page,
}) => {
  await openShop(
    page,
    `<service-point-picker mode="dialog" ${EINDHOVEN}></service-point-picker>`,
  );
  const checkout = new Checkout(page);
  await checkout.picker.getByRole("button").click();
  await checkout.search("Magic Confirmation, Eindhoven");
  await checkout.point(/^Magic Full Shop/).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: "Choose Magic Full Shop" })
    .click();
  const alternatives = checkout.picker.getByRole("list", {
    name: "Choose one nearby instead:",
  });
  await alternatives.getByRole("button").first().focus();
  await page.keyboard.press("Enter");
  await checkout.summary.waitFor();
  await expectFocus(page, 'button "Change"');
});

test("a picker that is loaded again keeps the focus in it", async ({
  page,
}) => {
  const proxy = await startProxy();
  try {
    let isBroken = true;
    await page.route("**/widget_bg.wasm", (route) =>
      isBroken ? route.abort() : route.continue(),
    );
    const checkout = new Checkout(page);
    await page.goto(proxy.url);
    await checkout.picker.scrollIntoViewIfNeeded();
    await checkout.picker.getByRole("button", { name: "Try again" }).focus();
    isBroken = false;
    await page.keyboard.press("Enter");
    await checkout.rows.first().waitFor();
    await expectFocus(page, SOMETHING);
  } finally {
    await proxy.stop();
  }
});
