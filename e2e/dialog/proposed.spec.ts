// A dialog that is opened with a point: it comes first, and is nobody's selection until the shopper says so.

import { expect, type APIRequestContext, type Page } from "@playwright/test";
import { test } from "../support/watched.ts";
import type { Found, Point } from "../support/searches.ts";
import { countConfirmations } from "../support/selection.ts";

const POINT = "**/api/v3/service-points/*";
const EARLIER = "Your earlier selection";
const EINDHOVEN = { country: "NL", postalCode: "5611 EM" };

function dialogOf(page: Page) {
  const root = page.getByRole("dialog");
  return {
    root,
    rows: root.getByRole("listitem"),
    first: root.getByRole("listitem").first(),
    checked: root.getByRole("radio", { checked: true, name: /·/ }),
    confirm: root.getByRole("button", { name: /^Choose / }),
  };
}

/** Opens the dialog on the demo's page; the answer stays there until the test wants it. */
async function ask(page: Page, options: object): Promise<void> {
  await page.goto("/");
  await page.waitForFunction(() => "ServicePointPicker" in window);
  await page.evaluate((options) => {
    const { ServicePointPicker: picker } = window as unknown as {
      ServicePointPicker: { open(options: object): Promise<unknown> };
    };
    Object.assign(window, { answer: picker.open(options) });
  }, options);
}

function answer(page: Page): Promise<unknown> {
  return page.evaluate(
    () => (window as unknown as { answer: Promise<unknown> }).answer,
  );
}

/** The points near a place, as any client of the proxy finds them. */
async function near(
  request: APIRequestContext,
  country: string,
  address: string,
): Promise<Point[]> {
  const params = { country_code: country, address };
  const response = await request.get("/api/v3/service-points", { params });
  const { data } = (await response.json()) as { data: Found };
  return data.results;
}

test("a point far from the address is first and checked, and confirmed by one press", async ({
  page,
  request,
}) => {
  const [far] = await near(request, "NL", "Utrecht");
  const confirmations = countConfirmations(page);
  await ask(page, { ...EINDHOVEN, value: far?.id });
  const dialog = dialogOf(page);
  await expect(dialog.first).toContainText(EARLIER);
  await expect(dialog.first).toContainText("Utrecht");
  await expect(dialog.first.getByRole("radio")).toBeChecked();
  await expect(dialog.rows.nth(1)).toContainText("Stadhuisplein Parcel Shop");
  expect(confirmations.count).toBe(0);

  await dialog.confirm.click();
  expect(await answer(page)).toMatchObject({ service_point_id: far?.id });
  expect(confirmations.count).toBe(1);
});

test("one among those found is first too, once, with its distance", async ({
  page,
}) => {
  await ask(page, { ...EINDHOVEN, value: "1000002" });
  const dialog = dialogOf(page);
  await expect(dialog.first).toContainText(EARLIER);
  await expect(dialog.first).toContainText(/Stationsplein Parcel Locker/);
  await expect(dialog.first).toContainText(/\d+.m/);
  await expect(dialog.first.getByRole("radio")).toBeChecked();
  await expect(
    dialog.root.getByRole("radio", { name: /Stationsplein Parcel Locker/ }),
  ).toHaveCount(1);
});

test("another can be chosen, and the first stays where it is", async ({
  page,
}) => {
  await ask(page, { ...EINDHOVEN, value: 1000002 });
  const dialog = dialogOf(page);
  await expect(dialog.first).toContainText(EARLIER);
  await dialog.root
    .getByRole("radio", { name: /^Stadhuisplein Parcel Shop/ })
    .click();
  await expect(dialog.first).toContainText("Stationsplein Parcel Locker");
  await dialog.confirm.click();
  expect(await answer(page)).toMatchObject({
    service_point: { name: "Stadhuisplein Parcel Shop" },
  });
});

test("without an address the search starts at the point", async ({
  page,
  request,
}) => {
  const [far] = await near(request, "NL", "Utrecht");
  await ask(page, { country: "NL", value: far?.id });
  const dialog = dialogOf(page);
  await expect(dialog.first).toContainText(EARLIER);
  await expect(dialog.first.getByRole("radio")).toBeChecked();
  await expect(dialog.rows.nth(2)).toContainText("Utrecht");
});

test("a Packstation has its post number in the field", async ({
  page,
  request,
}) => {
  const points = await near(request, "DE", "Alexanderplatz 1, 10178 Berlin");
  const found = points.find(({ name }) => name.startsWith("Packstation"));
  const berlin = { country: "DE", postalCode: "10178" };
  await ask(page, { ...berlin, value: found?.id, postNumber: "00123456" });
  const dialog = dialogOf(page);
  await expect(dialog.first).toContainText(EARLIER);
  const field = dialog.root.getByLabel("Post number", { exact: true });
  await expect(field).toHaveValue("00123456");
  await dialog.confirm.click();
  expect(await answer(page)).toMatchObject({
    service_point_id: found?.id,
    to_post_number: "00123456",
  });
});

test("one that is out of date comes first and cannot be chosen", async ({
  page,
}) => {
  await ask(page, { ...EINDHOVEN, value: 1000408 });
  const dialog = dialogOf(page);
  await expect(dialog.first).toContainText(EARLIER);
  await expect(dialog.first).toContainText(
    "Details out of date: cannot be chosen",
  );
  await expect(dialog.first.getByRole("radio")).not.toBeChecked();
  await expect(dialog.checked).toHaveCount(1);
});

for (const value of [999, "NL-00002", ""]) {
  test(`where "${value}" is no point the list is as without it`, async ({
    page,
  }) => {
    await ask(page, { ...EINDHOVEN, value });
    const dialog = dialogOf(page);
    await expect(dialog.first).toContainText("Stadhuisplein Parcel Shop");
    await expect(dialog.first.getByRole("radio")).toBeChecked();
    await expect(dialog.root.getByText(EARLIER)).toHaveCount(0);
  });
}

/** What the shopper has checked would jump away under the finger. */
test("a shopper who is quicker than the answer is left alone", async ({
  page,
}) => {
  let release = () => undefined as void;
  const isAsked = new Promise<void>((asked) => {
    void page.route(POINT, async (route) => {
      const isReleased = new Promise<void>((resolve) => {
        release = resolve;
      });
      asked();
      await isReleased;
      await route.continue();
    });
  });
  await ask(page, { ...EINDHOVEN, value: 1000002 });
  await isAsked;
  const dialog = dialogOf(page);
  const second = dialog.rows.nth(1).getByRole("radio");
  await second.click();
  const answered = page.waitForResponse(POINT);
  release();
  await (await answered).finished();
  await expect(second).toBeChecked();
  await expect(dialog.root.getByText(EARLIER)).toHaveCount(0);
  await dialog.confirm.click();
  expect(await answer(page)).not.toMatchObject({ service_point_id: 1000002 });
});
