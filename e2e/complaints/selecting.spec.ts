// What shops and shoppers complain about where a point is chosen: when is it, which one, and for how long.

import { expect, type Page } from "@playwright/test";
import { Checkout } from "../support/checkout.ts";
import { heard, listen } from "../support/page_events.ts";
import { countConfirmations, sentFields } from "../support/selection.ts";
import { EINDHOVEN, openShop } from "../support/shop_page.ts";
import { findPin } from "../support/map.ts";
import { test } from "../support/watched.ts";

const BERLIN =
  'country="DE" street="Alexanderplatz" house-number="1" postal-code="10178" city="Berlin"';

async function openPicker(page: Page, attributes: string): Promise<Checkout> {
  await openShop(
    page,
    `<service-point-picker ${attributes}></service-point-picker>`,
  );
  return new Checkout(page);
}

/** Names of the events since an earlier moment. */
async function toldSince(page: Page, before: number): Promise<string[]> {
  return (await heard(page)).slice(before).map(({ name }) => name);
}

/** Complaint 4: the address was edited later; the page showed a point, the back end had none. */
test("another postal code keeps the selection and searches anew", async ({
  page,
}) => {
  await listen(page);
  const checkout = await openPicker(page, EINDHOVEN);
  await checkout.chooseLocker();
  const before = (await heard(page)).length;
  const fields = await sentFields(page);
  const isSearched = page.waitForResponse(
    (response) =>
      response.url().includes("/api/v3/service-points?") &&
      response.url().includes("3511"),
  );
  await checkout.picker.evaluate((picker) => {
    picker.setAttribute("street", "Vredenburg");
    picker.setAttribute("postal-code", "3511 CE");
    picker.setAttribute("city", "Utrecht");
  });
  await isSearched;
  await expect(checkout.summary).toContainText("Stationsplein Parcel Locker");
  expect(await sentFields(page)).toEqual(fields);
  expect(fields["service_point_id"]).toBe("1000002");

  await checkout.picker.getByRole("button", { name: "Change" }).click();
  await expect(checkout.message).toContainText("Utrecht");
  await expect(checkout.rows.first()).toContainText("Your earlier selection");
  await expect(checkout.rows.nth(1)).toContainText("Utrecht");
  expect(await toldSince(page, before)).not.toContain("change");
});

/** Complaint 4: a point of the old country went with an address of the new one. */
test("another country takes the selection back, empties every field and says so", async ({
  page,
}) => {
  await listen(page);
  const checkout = await openPicker(page, EINDHOVEN);
  await checkout.chooseLocker();
  const before = (await heard(page)).length;
  await checkout.picker.evaluate((picker) =>
    picker.setAttribute("country", "BE"),
  );
  await expect(checkout.summary).toBeHidden();
  expect(await sentFields(page)).toEqual({});
  expect((await heard(page))[before]).toEqual({
    name: "change",
    hasDetail: false,
    hasSelection: false,
  });
});

/** Complaint 5: back at home delivery, the parcel still went to the point. */
test("after reset, and with the element removed, the form has no field of ours", async ({
  page,
}) => {
  await listen(page);
  const checkout = await openPicker(
    page,
    `${EINDHOVEN} reference="complaint-5"`,
  );
  await checkout.chooseLocker();
  const before = (await heard(page)).length;
  await checkout.picker.evaluate((picker) =>
    (picker as unknown as { reset(): void }).reset(),
  );
  expect(await sentFields(page)).toEqual({});
  expect(await toldSince(page, before)).toContain("change");

  await checkout.chooseLocker();
  expect(Object.keys(await sentFields(page))).toHaveLength(4);
  await checkout.picker.evaluate((picker) => picker.remove());
  expect(await sentFields(page)).toEqual({});
});

/** Complaint 8: a point closed between the list and the order, and nobody said what to do instead. */
test("a refused point says why on its own row, with up to three others at one press each", async ({
  page,
}) => {
  const checkout = await openPicker(page, EINDHOVEN);
  await checkout.rows.first().waitFor();
  await checkout.search("Magic Confirmation, Eindhoven");
  await checkout.point(/^Magic Full Shop/).click();
  await checkout.choose();
  const row = checkout.rows.filter({ hasText: "Magic Full Shop" }).first();
  await expect(row).toContainText("it does not take parcels right now");
  await expect(row.getByRole("radio")).toHaveAttribute("aria-disabled", "true");
  await expect(row.getByRole("radio")).not.toBeChecked();
  await expect(
    row.getByRole("button", { name: /^Nearest instead: / }),
  ).toBeVisible();

  const others = checkout.picker
    .getByRole("list", { name: "Choose one nearby instead:" })
    .getByRole("button");
  const count = await others.count();
  expect(count).toBeGreaterThan(0);
  expect(count).toBeLessThanOrEqual(3);
  await expect(others.filter({ hasText: "Magic Full Shop" })).toHaveCount(0);
  const name = (await others.last().innerText()).split(" · ")[0] ?? "";
  const confirmations = countConfirmations(page);
  await others.last().click();
  await expect(checkout.summary).toContainText(name);
  expect(confirmations.count).toBe(1);
});

/** Complaint 11: elsewhere Select had to be pressed twice, and two presses were two selections. */
test("one press asks once and tells once, however often it is pressed meanwhile", async ({
  page,
}) => {
  await listen(page);
  let answer: () => void = () => undefined;
  const isAnswered = new Promise<void>((resolve) => (answer = resolve));
  await page.route("**/api/selections", async (route) => {
    const response = await route.fetch();
    await isAnswered;
    await route.fulfill({ response });
  });
  const checkout = await openPicker(page, EINDHOVEN);
  const confirmations = countConfirmations(page);
  await checkout.point(/^Stationsplein Parcel Locker/).click();
  await checkout.choose();
  const checking = checkout.picker.getByRole("button", {
    name: "Checking Stationsplein Parcel Locker…",
  });
  await checking.click();
  await checking.dblclick();
  await checking.press("Enter");
  await checking.press("Space");
  await checkout.point(/^Stationsplein Parcel Locker/).press("Enter");
  await expect(checking).toHaveAttribute("aria-busy", "true");
  answer();
  await checkout.summary.waitFor();
  expect(confirmations.count).toBe(1);
  const changes = (await heard(page)).filter(({ name }) => name === "change");
  expect(changes).toHaveLength(1);
});

/** Complaint 12: nobody knew what counted as selecting: the row, the pin or a button that came later. */
for (const mode of ["inline", "dialog"]) {
  test(`${mode}: the button that names the point is the one way to commit`, async ({
    page,
  }) => {
    const confirmations = countConfirmations(page);
    const checkout = await openPicker(page, `${EINDHOVEN} mode="${mode}"`);
    if (mode === "dialog")
      await checkout.picker
        .getByRole("button", { name: "Choose a service point" })
        .click();
    const shop = checkout.point(/^Stadhuisplein Parcel Shop/);
    const locker = checkout.point(/^Stationsplein Parcel Locker/);
    await shop.click();
    await locker.dblclick();
    await checkout.picker
      .getByText("Stationsplein 1, 5611 AC Eindhoven")
      .dblclick();
    const map = checkout.picker.getByRole("region", { name: "Map" });
    const marker = await findPin(map, /^Stadhuisplein Parcel Shop, /);
    await marker.press("Enter");
    await expect(shop).toBeChecked();
    await shop.press("ArrowDown");
    await page.keyboard.press("Space");
    await page.keyboard.press("Enter");
    const button = checkout.picker.getByRole("button", {
      name: "Choose Avondwinkel De Uil",
    });
    await expect(button).toBeFocused();
    await locker.click();
    await checkout.picker
      .getByRole("button", { name: "Details of Stationsplein Parcel Locker" })
      .press("Enter");
    await expect(checkout.picker.getByRole("table")).toBeVisible();
    await expect(checkout.summary).toBeHidden();
    expect(await sentFields(page)).toEqual({});
    expect(confirmations.count).toBe(0);

    await checkout.picker
      .getByRole("button", { name: "Choose Stationsplein Parcel Locker" })
      .click();
    await expect(checkout.summary).toContainText("Stationsplein Parcel Locker");
    await expect(checkout.summary).toContainText(
      "Stationsplein 1, 5611 AC Eindhoven",
    );
    expect(confirmations.count).toBe(1);
  });
}

/** Complaint 18: lockers were ordered without the number, or with a zero less. Section 8: integrations
 * that read one argument dropped it. */
test("a Packstation's number arrives in event, field and token, with its zero", async ({
  page,
}) => {
  const checkout = await openPicker(page, BERLIN);
  const confirmations = countConfirmations(page);
  await checkout.point(/^Packstation/).click();
  await checkout.choose();
  const field = checkout.picker.getByLabel("Post number", { exact: true });
  for (const wrong of ["12345", "12345678901", "12345a", " - "]) {
    await field.fill(wrong);
    await checkout.choose();
    await expect(field).toHaveAttribute("aria-invalid", "true");
  }
  expect(confirmations.count).toBe(0);

  await field.fill("0123456");
  const told = checkout.picker.evaluate(
    (picker) =>
      new Promise<string>((resolve) =>
        picker.addEventListener("service-point-change", (event) =>
          resolve((event as CustomEvent).detail.to_post_number as string),
        ),
      ),
  );
  await checkout.choose();
  expect(await told).toBe("0123456");
  const fields = await sentFields(page);
  expect(fields["to_post_number"]).toBe("0123456");
  const payload = fields["service_point_token"]?.split(".")[1] ?? "";
  const claims = JSON.parse(Buffer.from(payload, "base64url").toString());
  expect(claims).toMatchObject({
    to_post_number: "0123456",
    carrier: "dhl_de",
    service_point_id: Number(fields["service_point_id"]),
  });
});

/** Complaint 19: the number of the last point went with the next. */
test("another point takes the post number out of the form", async ({
  page,
}) => {
  const checkout = await openPicker(page, BERLIN);
  await checkout.point(/^Packstation/).click();
  await checkout.picker
    .getByLabel("Post number", { exact: true })
    .fill("0123456");
  await checkout.choose();
  await checkout.summary.waitFor();
  await checkout.picker.getByRole("button", { name: "Change" }).click();
  await checkout.point(/^Kiosk Am Stadtpark/).click();
  await expect(checkout.picker.getByLabel(/^Post number/)).toHaveCount(0);
  await checkout.choose();
  await expect(checkout.summary).toContainText("Kiosk Am Stadtpark");
  await expect(checkout.summary).not.toContainText("0123456");
  expect((await sentFields(page))["to_post_number"]).toBe("");
});

/** Complaint 19: a number was demanded where none is needed, and the order stood still. */
test("a post office takes a number and never demands one", async ({ page }) => {
  const checkout = await openPicker(page, `${BERLIN} shop-types="post_office"`);
  await checkout.point(/^Postfiliale/).click();
  await expect(
    checkout.picker.getByLabel("Post number (if you have one)"),
  ).toBeVisible();
  await checkout.choose();
  await expect(checkout.summary).toContainText("Postfiliale");
  expect((await sentFields(page))["to_post_number"]).toBe("");
});
