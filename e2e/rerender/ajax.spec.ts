// Checkouts render themselves anew at every change of payment or coupon: the picker in them must not
// notice.

import { expect } from "@playwright/test";
import { Checkout } from "../support/checkout.ts";
import { heard, listen } from "../support/page_events.ts";
import { test } from "../support/proxy.ts";

test("a fresh element has the selection in the same task, five times, and asks nobody", async ({
  page,
}) => {
  await listen(page);
  const checkout = await Checkout.open(page);
  await checkout.chooseLocker();
  const before = (await heard(page)).length;
  const requests: string[] = [];
  page.on("request", (request) => {
    if (request.url().includes("/api/")) requests.push(request.url());
  });
  for (let round = 0; round < 5; round += 1) {
    const fields = await page.evaluate(() => {
      const old = document.querySelector("service-point-picker");
      const fresh = document.createElement("service-point-picker");
      for (const { name, value } of old?.attributes ?? [])
        fresh.setAttribute(name, value);
      old?.replaceWith(fresh);
      const form = document.querySelector<HTMLFormElement>("#checkout");
      const data = new FormData(form ?? undefined);
      return [data.getAll("service_point_id"), form?.checkValidity()];
    });
    expect(fields).toEqual([["1000002"], true]);
    await expect(checkout.summary).toContainText("Stationsplein Parcel Locker");
  }
  expect(requests).toEqual([]);
  const told = (await heard(page)).slice(before);
  expect(told.map(({ name }) => name)).not.toContain("change");

  await checkout.picker.getByRole("button", { name: "Change" }).click();
  await expect(checkout.rows.first()).toBeVisible();
});

/** A copy of the markup once carried the fields of the selection that it was made with. */
test("a payment method that renders the form around anew keeps one of each field", async ({
  page,
}) => {
  const checkout = await Checkout.open(page);
  await checkout.chooseLocker();
  await page.evaluate(() => {
    const form = document.querySelector("#checkout");
    if (form) form.innerHTML = `${form.innerHTML}`;
  });
  await expect(checkout.summary).toContainText("Stationsplein Parcel Locker");
  await expect(checkout.field("service_point_id")).toHaveCount(1);
  await page.reload();
  await expect(checkout.summary).toContainText("Stationsplein Parcel Locker");
});

/** Gone for a second or for good, an element once took the shopper's choice with it. */
test("an element that is taken away forgets nothing and says nothing", async ({
  page,
}) => {
  await listen(page);
  const checkout = await Checkout.open(page);
  await checkout.chooseLocker();
  const told = (await heard(page)).length;
  const withdrawals: string[] = [];
  page.on("request", (request) => {
    if (request.url().includes("/withdraw")) withdrawals.push(request.url());
  });
  const picker = await checkout.picker.elementHandle();
  await picker?.evaluate((element) => {
    Object.assign(window, { taken: element });
    element.remove();
  });
  await page.waitForFunction(() => {
    const { taken } = window as unknown as { taken: HTMLElement };
    const summary = taken.shadowRoot?.querySelector('[part="summary"]');
    return summary === null;
  });
  await page.evaluate(() => {
    const { taken } = window as unknown as { taken: HTMLElement };
    document.querySelector("#pickup")?.append(taken);
  });
  await expect(checkout.summary).toContainText("Stationsplein Parcel Locker");
  await expect(checkout.field("service_point_id")).toHaveValue("1000002");
  expect(withdrawals).toEqual([]);
  const since = (await heard(page)).slice(told).map(({ name }) => name);
  expect(since).not.toContain("change");
});

test("another reference is another cart, and the first one's selection waits", async ({
  page,
}) => {
  const checkout = await Checkout.open(page);
  await checkout.chooseLocker();
  const first = await checkout.reference();
  const name = (reference: string) =>
    checkout.picker.evaluate(
      (picker, value) => picker.setAttribute("reference", value),
      reference,
    );
  await name(`${first}-2`);
  await expect(checkout.rows.first()).toBeVisible();
  await expect(checkout.field("service_point_id")).toHaveCount(0);
  await name(first);
  await expect(checkout.summary).toContainText("Stationsplein Parcel Locker");
  await expect(checkout.field("service_point_id")).toHaveValue("1000002");
});

/** The answer once reached the element that was gone, and the order left without it. */
test("an element that is replaced while the proxy is asked has the answer too", async ({
  page,
}) => {
  const checkout = await Checkout.open(page);
  let answer: () => void = () => undefined;
  const isAnswered = new Promise<void>((resolve) => (answer = resolve));
  await page.route("**/api/selections", async (route) => {
    const response = await route.fetch();
    await isAnswered;
    await route.fulfill({ response });
  });
  const isAsked = page.waitForRequest("**/api/selections");
  await checkout.point(/^Stationsplein Parcel Locker/).click();
  await checkout.choose();
  await isAsked;
  await page.evaluate(async () => {
    const old = document.querySelector("service-point-picker");
    const fresh = document.createElement("service-point-picker");
    for (const { name, value } of old?.attributes ?? [])
      fresh.setAttribute(name, value);
    old?.replaceWith(fresh);
    // Longer than an element is waited for that was only moved.
    await new Promise((resolve) => setTimeout(resolve, 1_500));
  });
  answer();
  await expect(checkout.summary).toContainText("Stationsplein Parcel Locker");
  await expect(checkout.field("service_point_id")).toHaveValue("1000002");
});

/** The fresh element did not know that the cart was being asked for: the order left with the old point. */
test("while the proxy is asked, no element of the cart lets the form go, and the page is told", async ({
  page,
}) => {
  await listen(page);
  const checkout = await Checkout.open(page);
  await checkout.chooseLocker();
  let answer: () => void = () => undefined;
  const isAnswered = new Promise<void>((resolve) => (answer = resolve));
  await page.route("**/api/selections", async (route) => {
    const response = await route.fetch();
    await isAnswered;
    await route.fulfill({ response });
  });
  await checkout.picker.getByRole("button", { name: "Change" }).click();
  const isAsked = page.waitForRequest("**/api/selections");
  await checkout.point(/^Stadhuisplein Parcel Shop/).click();
  await checkout.choose();
  await isAsked;
  const told = (await heard(page)).length;
  const isValid = await page.evaluate(() => {
    const old = document.querySelector("service-point-picker");
    const fresh = document.createElement("service-point-picker");
    for (const { name, value } of old?.attributes ?? [])
      fresh.setAttribute(name, value);
    old?.replaceWith(fresh);
    return document
      .querySelector<HTMLFormElement>("#checkout")
      ?.checkValidity();
  });
  expect(isValid).toBe(false);
  answer();
  await expect(checkout.field("service_point_id")).toHaveValue("1000001");
  const since = (await heard(page)).slice(told).map(({ name }) => name);
  expect(since).toContain("change");
  const isSendable = () =>
    page
      .locator("#checkout")
      .evaluate((form) => (form as HTMLFormElement).checkValidity());
  await expect.poll(isSendable).toBe(true);
});
