// A selection that the page itself remembers: `value` and `post-number`, from the shop's own session.

import { expect, type APIRequestContext, type Page } from "@playwright/test";
import { Checkout } from "../support/checkout.ts";
import {
  heard,
  listen,
  listenForDetails,
  toldErrors,
} from "../support/page_events.ts";
import { test } from "../support/proxy.ts";
import type { Found, Point } from "../support/searches.ts";
import { EINDHOVEN, openShop } from "../support/shop_page.ts";

const BERLIN =
  'country="DE" street="Alexanderplatz" house-number="1" postal-code="10178" city="Berlin"';
const EARLIER = "Your earlier selection";

/** A visit of weeks later may search elsewhere: the point was lost where it was not among those found. */
test("a point far from the search comes back as the card, silently, with its fields", async ({
  page,
  request,
}) => {
  await listen(page);
  const [far] = await near(request, "NL", "Utrecht");
  await open(page, `${EINDHOVEN} value="${far?.id}" required`);
  const checkout = new Checkout(page);
  await expect(checkout.summary).toContainText(far?.name ?? "?");
  await expect(checkout.summary).toContainText("Utrecht");
  await expect(checkout.field("service_point_id")).toHaveValue(`${far?.id}`);
  await expect(checkout.field("to_post_number")).toHaveValue("");
  await expect(checkout.field("carrier")).toHaveValue(far?.carrier.code ?? "?");
  await expect(checkout.field("service_point_token")).toHaveValue(/\..+\./);
  expect(await heard(page)).toEqual([
    { name: "ready", hasDetail: false, hasSelection: true },
  ]);

  await checkout.picker.getByRole("button", { name: "Change" }).click();
  await expect(checkout.rows.nth(1)).toContainText("Stadhuisplein Parcel Shop");
  await expect(checkout.rows.first()).toContainText(EARLIER);
  await expect(checkout.rows.first()).toContainText(far?.name ?? "?");
  await expect(checkout.rows.first().getByRole("radio")).toBeChecked();
  await expect(checkout.picker.getByText(EARLIER)).toHaveCount(1);
  // Nobody chose anything else yet.
  await expect(checkout.field("service_point_id")).toHaveValue(`${far?.id}`);
});

/** It was once left among the others, and above them only where it was not found. */
test("one among those found heads the list too, once, with its distance", async ({
  page,
}) => {
  await open(page, `${EINDHOVEN} value="1000002"`);
  const checkout = new Checkout(page);
  await checkout.picker.getByRole("button", { name: "Change" }).click();
  const first = checkout.rows.first();
  await expect(first).toContainText(EARLIER);
  await expect(first).toContainText(/Stationsplein Parcel Locker.*\d.m/);
  await expect(first.getByRole("radio")).toBeChecked();
  await expect(checkout.rows.nth(1)).toContainText("Stadhuisplein Parcel Shop");
  await expect(
    checkout.rows.filter({ hasText: "Stationsplein Parcel Locker" }),
  ).toHaveCount(1);
});

test("a Packstation comes back with the post number that the page remembers", async ({
  page,
  request,
}) => {
  await listen(page);
  const id = await packstation(request);
  await open(page, `${BERLIN} value="${id}" post-number="00123456"`);
  const checkout = new Checkout(page);
  await expect(checkout.summary).toContainText("00123456");
  await expect(checkout.field("to_post_number")).toHaveValue("00123456");
  await expect(checkout.field("service_point_id")).toHaveValue(`${id}`);
  expect((await heard(page)).map(({ name }) => name)).toEqual(["ready"]);

  await checkout.picker.getByRole("button", { name: "Change" }).click();
  await expect(checkout.picker.getByLabel("Post number")).toHaveValue(
    "00123456",
  );
});

/** An order would leave without the number, and the parcel never reach the machine. */
test("a Packstation whose post number is gone asks for it", async ({
  page,
  request,
}) => {
  await listen(page);
  const id = await packstation(request);
  await open(page, `${BERLIN} value="${id}" required`);
  const checkout = new Checkout(page);
  await expect(
    checkout.picker
      .getByRole("alert")
      .filter({ hasText: "This service point needs your post number." }),
  ).toBeVisible();
  await expect(checkout.field("service_point_id")).toHaveCount(0);
  expect((await heard(page)).map(({ name }) => name)).not.toContain("change");

  const earlier = checkout.picker.getByRole("radio", { name: /^Packstation/ });
  await earlier.first().click();
  await checkout.picker.getByLabel("Post number").fill("0012 3456");
  await checkout.choose();
  await expect(checkout.field("to_post_number")).toHaveValue("00123456");
});

const gone: [id: number, reason: string, code: string][] = [
  [1000404, "is no longer offered.", "point_not_found"],
  [1000408, "its details are out of date.", "point_unavailable"],
  [1000409, "its details are out of date.", "point_unavailable"],
  [1000410, "it does not take parcels right now.", "point_unavailable"],
];
for (const [id, reason, code] of gone) {
  test(`point ${id} says why it does not stand, and others are a press away`, async ({
    page,
  }) => {
    await listen(page);
    await listenForDetails(page);
    await open(page, `${EINDHOVEN} value="${id}" required`);
    const checkout = new Checkout(page);
    await expect(
      checkout.picker.getByRole("alert").filter({ hasText: reason }),
    ).toBeVisible();
    await expect(checkout.rows.first()).toBeVisible();
    await expect(checkout.field("service_point_id")).toHaveCount(0);
    expect(await toldErrors(page)).toMatchObject([{ code, retryable: false }]);
    expect((await heard(page)).map(({ name }) => name)).not.toContain("change");

    const alternatives = checkout.picker.getByRole("list", {
      name: "Choose one nearby instead:",
    });
    const buttons = alternatives.getByRole("button");
    await expect(buttons).not.toHaveCount(0);
    expect(await buttons.count()).toBeLessThanOrEqual(3);
    const name = (await buttons.first().innerText()).split(" · ")[0] ?? "?";
    await buttons.first().click();
    await expect(checkout.summary).toContainText(name);
    await expect(
      checkout.picker.getByRole("alert").filter({ hasText: reason }),
    ).toHaveCount(0);
  });
}

/** A page cached with an old value would undo the choice of a minute ago. */
test("the cart's own selection outranks the page's", async ({
  page,
  request,
}) => {
  const [far] = await near(request, "NL", "Utrecht");
  await page.route("/", async (route) => {
    const response = await route.fetch();
    const body = (await response.text()).replace(
      "<service-point-picker",
      `<service-point-picker value="${far?.id}"`,
    );
    await route.fulfill({ response, body });
  });
  await page.goto("/");
  const checkout = new Checkout(page);
  await expect(checkout.summary).toContainText(far?.name ?? "?");
  await checkout.picker.getByRole("button", { name: "Change" }).click();
  await checkout.chooseLocker();
  await page.reload();
  await expect(checkout.summary).toContainText("Stationsplein Parcel Locker");
  await expect(checkout.field("service_point_id")).toHaveValue("1000002");
});

test("a value that is no id is none", async ({ page }) => {
  await open(page, `${EINDHOVEN} value="NL-00002" required`);
  const checkout = new Checkout(page);
  await expect(checkout.rows.first()).toBeVisible();
  await expect(checkout.picker.getByText(EARLIER)).toHaveCount(0);
  await expect(checkout.field("service_point_id")).toHaveCount(0);
});

/** Pages that render themselves by script know it a moment later than the element. */
test("what is set later comes back too", async ({ page, request }) => {
  const id = await packstation(request);
  await open(page, BERLIN);
  const checkout = new Checkout(page);
  await checkout.rows.first().waitFor();
  await checkout.picker.evaluate((picker, value) => {
    picker.setAttribute("value", `${value}`);
    picker.setAttribute("post-number", "00123456");
  }, id);
  await expect(checkout.summary).toContainText("Packstation");
  await expect(checkout.field("to_post_number")).toHaveValue("00123456");
});

async function open(page: Page, attributes: string): Promise<void> {
  await openShop(
    page,
    `<service-point-picker ${attributes}></service-point-picker>`,
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

async function packstation(request: APIRequestContext): Promise<number> {
  const points = await near(request, "DE", "Alexanderplatz 1, 10178 Berlin");
  const found = points.find(({ name }) => name.startsWith("Packstation"));
  return found?.id ?? 0;
}
