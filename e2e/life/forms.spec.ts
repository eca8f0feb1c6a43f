// The selection in forms of every kind: sent by the browser, read by scripts, elsewhere in the page,
// switched off.

import { expect, type Page } from "@playwright/test";
import { Checkout } from "../support/checkout.ts";
import { setAttributes } from "../support/picker.ts";
import { countConfirmations, sentFields } from "../support/selection.ts";
import { EINDHOVEN, openShop } from "../support/shop_page.ts";
import { test } from "../support/watched.ts";

const BERLIN =
  'country="DE" street="Alexanderplatz" house-number="1" postal-code="10178" city="Berlin"';
const NAMES = [
  "service_point_id",
  "to_post_number",
  "carrier",
  "service_point_token",
];

/** What the shop's server is sent by the browser alone, no script in between. */
for (const enctype of [
  "application/x-www-form-urlencoded",
  "multipart/form-data",
]) {
  test(`a form that the browser sends as ${enctype} has each field once, zeros and all`, async ({
    page,
  }) => {
    const sent: string[] = [];
    await page.route("**/orders", (route) => {
      sent.push(route.request().postData() ?? "");
      return route.fulfill({ contentType: "text/html", body: "Thank you" });
    });
    await openShop(
      page,
      `<input name="email" value="a@b.example" />
       <service-point-picker ${BERLIN} map="off" required></service-point-picker>
       <button formaction="/orders" formmethod="post" formenctype="${enctype}">Order</button>`,
    );
    const checkout = new Checkout(page);
    await checkout.point(/^Packstation/).click();
    await checkout.inside
      .getByLabel("Post number", { exact: true })
      .fill("00123456");
    await checkout.choose();
    await checkout.summary.waitFor();
    const fields = await sentFields(page);
    await page.getByRole("button", { name: "Order" }).click();
    await expect(page.getByText("Thank you")).toBeVisible();
    const [body = ""] = sent;
    const isMultipart = enctype.startsWith("multipart");
    const received = isMultipart
      ? [...body.matchAll(/name="([^"]+)"\r\n\r\n([^\r]*)\r\n/g)].map(
          ([, name, value]) => [name, value],
        )
      : [...new URLSearchParams(body)];
    expect(received).toEqual([
      ["email", "a@b.example"],
      ...NAMES.map((name) => [name, fields[name]]),
    ]);
    expect(fields["to_post_number"]).toBe("00123456");
  });
}

test("outside its form, by `form`, the fields are that form's, and so is what is required", async ({
  page,
}) => {
  await openShop(page, '<input name="email" value="a@b.example" />');
  await page.locator("#checkout").evaluate((form, attributes) => {
    form.insertAdjacentHTML(
      "afterend",
      `<service-point-picker form="checkout" required map="off" ${attributes}></service-point-picker>`,
    );
  }, EINDHOVEN);
  const isValid = () =>
    page
      .locator("#checkout")
      .evaluate((form) => (form as HTMLFormElement).checkValidity());
  const checkout = new Checkout(page);
  await checkout.rows.first().waitFor();
  expect(await isValid()).toBe(false);
  await checkout.chooseLocker();
  expect(await isValid()).toBe(true);
  expect(Object.keys(await sentFields(page))).toEqual(NAMES);
  // As a native field does, it follows another form.
  await page.evaluate(() => {
    const other = document.createElement("form");
    other.id = "other";
    document.body.append(other);
  });
  await setAttributes(checkout.picker, { form: "other" });
  await expect.poll(() => sentFields(page)).toEqual({});
});

/** Pages switch off what does not belong to the delivery that was chosen. */
test("in a disabled fieldset nothing is required and nothing is sent; enabled, it is as before", async ({
  page,
}) => {
  await openShop(
    page,
    `<fieldset><service-point-picker ${EINDHOVEN} map="off" required></service-point-picker></fieldset>`,
  );
  const checkout = new Checkout(page);
  const fieldset = page.locator("fieldset").first();
  const state = async (isDisabled: boolean) => {
    await fieldset.evaluate((element, disabled) => {
      (element as HTMLFieldSetElement).disabled = disabled;
    }, isDisabled);
    const isValid = await page
      .locator("#checkout")
      .evaluate((form) => (form as HTMLFormElement).checkValidity());
    return { isValid, names: Object.keys(await sentFields(page)) };
  };
  await checkout.rows.first().waitFor();
  expect(await state(true)).toEqual({ isValid: true, names: [] });
  expect(await state(false)).toEqual({ isValid: false, names: [] });
  await checkout.chooseLocker();
  expect(await state(true)).toEqual({ isValid: true, names: [] });
  expect(await state(false)).toEqual({ isValid: true, names: NAMES });
  await expect(checkout.summary).toContainText("Stationsplein Parcel Locker");
});

const SPOKEN: readonly [lang: string, text: string][] = [
  ["nl", "Kies een afhaalpunt"],
  ["de-AT", "Abholstelle wählen"],
];
for (const [lang, text] of SPOKEN) {
  test(`what is required is said in the shopper's language: ${lang}`, async ({
    page,
  }) => {
    await openShop(
      page,
      `<service-point-picker ${EINDHOVEN} map="off" required></service-point-picker>
       <button>Order</button>`,
      { lang },
    );
    const { picker, rows } = new Checkout(page);
    await rows.first().waitFor();
    await page.getByRole("button", { name: "Order" }).click();
    await expect(picker.getByRole("alert").first()).toHaveText(text);
    await expect(picker).toBeFocused();
  });
}

/** A form sent while the proxy is asked would have the old point, or none. */
test("a form that is sent while a choice is confirmed stays, and goes afterwards", async ({
  page,
}) => {
  let answer: () => void = () => undefined;
  const isAnswered = new Promise<void>((resolve) => (answer = resolve));
  await page.route("**/api/selections", async (route) => {
    const response = await route.fetch();
    await isAnswered;
    await route.fulfill({ response });
  });
  const confirmations = countConfirmations(page);
  await openOrder(page);
  const checkout = new Checkout(page);
  await checkout.point(/^Stationsplein Parcel Locker/).click();
  await checkout.choose();
  await expect.poll(() => confirmations.count).toBe(1);
  const order = page.getByRole("button", { name: "Order" });
  await order.click();
  await expect(checkout.picker.getByRole("alert").first()).toHaveText(
    "Still checking…",
  );
  answer();
  await checkout.summary.waitFor();
  await order.click();
  await expect(page.getByText("Thank you")).toBeVisible();
});

/** A page with a form that leads to a page of thanks. */
async function openOrder(page: Page): Promise<void> {
  await page.route("**/orders", (route) =>
    route.fulfill({ contentType: "text/html", body: "Thank you" }),
  );
  await openShop(
    page,
    `<service-point-picker ${EINDHOVEN} map="off"></service-point-picker>
     <button formaction="/orders" formmethod="post">Order</button>`,
  );
}
