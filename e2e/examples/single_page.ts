// What the checkouts of single-page apps in examples/ do alike: built by Vite, on an origin of their
// own, with a proxy that knows it.

import { join } from "node:path";
import { expect, type Locator, type Page } from "@playwright/test";
import { Checkout } from "../support/checkout.ts";
import { fromXtask } from "../support/environment.ts";
import { startProxy, type Proxy } from "../support/proxy.ts";
import { sentFields } from "../support/selection.ts";
import { filesOf, Site } from "../support/site.ts";
import { test as base } from "../support/watched.ts";

/** The proxy that xtask builds them for. */
const BUILT_FOR = "https://pickup.example";

/** An app, and the proxy that it asks. */
interface Served {
  readonly site: Site;
  readonly proxy: Proxy;
}

/** Names a folder of `examples/`. */
type Framework = "react" | "vue";

/** Their first page, and what was said on its console that a developer would have to look at. */
interface Opened {
  readonly checkout: Checkout;
  readonly complaints: string[];
}

/** Playwright's `test` for one of them. */
function testOf(framework: Framework) {
  return base.extend<{ opened: Opened }, { served: Served }>({
    served: [
      async ({}, use) => {
        let origin = "";
        const folder = join(fromXtask("PICKER_EXAMPLES"), framework);
        const files = filesOf(folder, BUILT_FOR, () => origin);
        const site = await Site.open(files);
        const proxy = await startProxy({ PICKER_ORIGINS: site.origin });
        origin = new URL(proxy.url).origin;
        await use({ site, proxy });
        await proxy.stop();
        await site.close();
      },
      { scope: "worker" },
    ],
    opened: async ({ page, served: { site, proxy }, watch }, use) => {
      watch.known.add(site.origin).add(new URL(proxy.url).origin);
      const complaints: string[] = [];
      page.on("console", (message) => {
        const { url } = message.location();
        // Browsers log that a new cart has no selection yet.
        if (url.endsWith("/api/selections/restore")) return;
        const isComplaint = /^(error|warning|assert)$/.test(message.type());
        if (isComplaint) complaints.push(`${message.text()} ${url}`);
      });
      await use({
        checkout: await Checkout.open(page, site.origin),
        complaints,
      });
      expect(complaints).toEqual([]);
    },
  });
}

function button(page: Page, name: string): Locator {
  return page.getByRole("button", { name, exact: true });
}

/** Answers the app's order; resolves with what it posted. */
function takeOrder(page: Page, status = 200): Promise<URLSearchParams> {
  return new Promise((resolve) => {
    void page.route(
      "**/orders",
      (route) => {
        resolve(new URLSearchParams(route.request().postData() ?? ""));
        return route.fulfill({ status });
      },
      { times: 1 },
    );
  });
}

/** Writes a text key by key in the place of what a field holds. */
async function write(page: Page, label: string, text: string): Promise<void> {
  const field = page.getByLabel(label, { exact: true });
  await field.clear();
  await field.pressSequentially(text);
}

/** Marks the element, so that another one in its place is seen. */
async function mark(checkout: Checkout): Promise<void> {
  await checkout.picker.evaluate((picker) => {
    picker.dataset["marked"] = "";
  });
}

/** The tests that both have to pass. */
export function testSinglePageCheckout(framework: Framework): void {
  const test = testOf(framework);

  test.describe(`examples/${framework}`, () => {
    test("an order has the address, the payment and the selection", async ({
      page,
      opened: { checkout },
    }) => {
      await checkout.chooseLocker();
      const fields = await sentFields(page);
      await button(page, "Continue").click();
      await expect(page.getByText("Stationsplein Parcel Locker")).toBeVisible();
      await expect(checkout.picker).toHaveCount(0);

      await page.getByRole("radio", { name: "Invoice" }).check();
      const order = takeOrder(page);
      await button(page, "Place order").click();
      expect(Object.fromEntries(await order)).toEqual({
        street: "Stadhuisplein",
        house_number: "10",
        postal_code: "5611 EM",
        city: "Eindhoven",
        country: "NL",
        payment_method: "invoice",
        ...fields,
      });
      expect(fields["service_point_token"]).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
      await expect(page.getByRole("status")).toHaveText(/^Thank you/);
    });

    test("a step back shows the selection again, and asks for nothing", async ({
      page,
      opened: { checkout },
    }) => {
      await checkout.chooseLocker();
      const fields = await sentFields(page);
      await button(page, "Continue").click();
      await expect(checkout.picker).toHaveCount(0);

      const asked: string[] = [];
      page.on("request", (request) => asked.push(request.url()));
      await button(page, "Back").click();
      await expect(checkout.summary).toContainText(
        "Stationsplein Parcel Locker",
      );
      expect(await sentFields(page)).toEqual(fields);
      expect(asked).toEqual([]);

      await button(page, "Continue").click();
      const order = takeOrder(page);
      await button(page, "Place order").click();
      expect((await order).get("service_point_token")).toBe(
        fields["service_point_token"],
      );
    });

    test("a reload shows it again, too, and the order can go on", async ({
      page,
      opened: { checkout },
    }) => {
      await checkout.chooseLocker();
      const { service_point_id = "" } = await sentFields(page);
      await page.reload();
      await expect(checkout.summary).toBeVisible();
      await button(page, "Continue").click();
      const order = takeOrder(page);
      await button(page, "Place order").click();
      expect((await order).get("service_point_id")).toBe(service_point_id);
    });

    test("without a selection the checkout does not go on", async ({
      page,
      opened: { checkout },
    }) => {
      await button(page, "Continue").click();
      await expect(button(page, "Place order")).toHaveCount(0);
      await expect(checkout.picker.getByRole("alert").first()).toHaveText(
        "Choose a service point",
      );
    });

    test("the picker follows the address, once for each field, and stays what it is", async ({
      page,
      opened: { checkout },
    }) => {
      await mark(checkout);
      const searches: string[] = [];
      page.on("request", (request) => {
        const { pathname, searchParams } = new URL(request.url());
        if (pathname.endsWith("/service-points"))
          searches.push(searchParams.get("postal_code") ?? "");
      });
      const found = checkout.rows.first();
      const before = await found.innerText();
      await write(page, "Postal code", "3511 CE");
      await write(page, "City", "Utrecht");
      await page.getByLabel("Street", { exact: true }).focus();
      await expect(checkout.picker).toHaveAttribute("city", "Utrecht");
      await expect(found).not.toHaveText(before);
      await expect(checkout.picker).toHaveAttribute("data-marked");
      expect(searches.length).toBeLessThanOrEqual(2);
    });

    test("another country withdraws the selection, and holds the checkout up", async ({
      page,
      opened: { checkout },
    }) => {
      await checkout.chooseLocker();
      await page.getByRole("combobox", { name: "Country" }).selectOption("BE");
      await page.getByLabel("Street", { exact: true }).focus();
      await expect(checkout.summary).toHaveCount(0);
      expect(await sentFields(page)).toEqual({});
      await button(page, "Continue").click();
      await expect(button(page, "Place order")).toHaveCount(0);
    });

    test("steps to and fro leave one picker and one script behind", async ({
      page,
      opened: { checkout },
    }) => {
      await checkout.chooseLocker();
      for (let round = 0; round < 5; round++) {
        await button(page, "Continue").click();
        await expect(checkout.picker).toHaveCount(0);
        await button(page, "Back").click();
        await expect(checkout.summary).toBeVisible();
      }
      await expect(checkout.picker).toHaveCount(1);
      await expect(page.locator('script[src$="/picker.js"]')).toHaveCount(1);
    });

    test("a picker that cannot be loaded says so, and can be tried again", async ({
      page,
      opened: { checkout, complaints },
    }) => {
      await page.route("**/picker.js", (route) => route.abort(), { times: 1 });
      await page.reload();
      const notice = page.getByRole("alert");
      await expect(notice).toContainText("cannot be shown right now");
      await button(page, "Continue").click();
      await expect(button(page, "Place order")).toHaveCount(0);
      expect(complaints.splice(0)).toEqual([
        expect.stringMatching(/ERR_FAILED .*picker\.js$/),
      ]);

      await button(page, "Try again").click();
      await expect(notice).toHaveCount(0);
      await checkout.chooseLocker();
    });

    test("an order that is refused can be placed again", async ({
      page,
      opened: { checkout, complaints },
    }) => {
      await checkout.chooseLocker();
      await button(page, "Continue").click();
      const refused = takeOrder(page, 503);
      await button(page, "Place order").click();
      const fields = await refused;
      await expect(page.getByRole("alert")).toContainText("try again");
      expect(complaints.splice(0)).toEqual([expect.stringContaining("503")]);

      const order = takeOrder(page);
      await button(page, "Place order").click();
      expect(await order).toEqual(fields);
      await expect(page.getByRole("status")).toHaveText(/^Thank you/);
    });
  });
}
