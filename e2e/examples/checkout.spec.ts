// Whole checkouts through the shop backends of examples/, from the picker to the parcel.

import { expect, test, type Page, type Response } from "@playwright/test";
import { Checkout } from "../support/checkout.ts";
import { startProxy, type Proxy } from "../support/proxy.ts";
import * as backends from "./backends.ts";

/** The checkout's form, but for the selection. */
const FORM = {
  name: "Erika Mustermann",
  street: "Alexanderplatz",
  house_number: "1",
  postal_code: "10178",
  city: "Berlin",
  country: "DE",
  delivery_method: "service_point",
};

/** Chooses the nearest Packstation; answers with its id. */
async function choosePackstation(
  page: Page,
  url: string,
): Promise<{ checkout: Checkout; id: number }> {
  const checkout = await Checkout.open(page, url);
  await checkout.point(/^Packstation/).click();
  await checkout.choose();
  const field = checkout.picker.getByLabel("Post number", { exact: true });
  await field.fill("0012 345-6");
  await checkout.choose();
  await expectSelected(checkout);
  return { checkout, id: Number(await hiddenField(page, "service_point_id")) };
}

async function expectSelected(checkout: Checkout): Promise<void> {
  const change = checkout.picker.getByRole("button", { name: "Change" });
  await expect(change).toBeVisible();
}

async function hiddenField(page: Page, name: string): Promise<string> {
  return page.locator(`input[name="${name}"]`).inputValue();
}

async function setToken(page: Page, token: string): Promise<void> {
  const field = page.locator('input[name="service_point_token"]');
  await field.evaluate((input, value) => {
    (input as HTMLInputElement).value = value;
  }, token);
}

/** The three fields, on the page after the order. */
async function storedFields(page: Page): Promise<string[]> {
  await expect(page).toHaveTitle("Order placed");
  const names = ["service_point_id", "to_post_number", "carrier"];
  return Promise.all(names.map((name) => page.locator(`#${name}`).innerText()));
}

/** Sends the form as a script would that does not ask whether it is valid. */
async function submitUnchecked(page: Page): Promise<Response> {
  const answer = page.waitForResponse("**/orders");
  await page.evaluate(() =>
    document.querySelector<HTMLFormElement>("#checkout")?.submit(),
  );
  return answer;
}

async function expectRefused(page: Page, reason: string): Promise<void> {
  await expect(page).toHaveTitle("Order not placed");
  await expect(page.getByRole("alert")).toContainText(reason);
}

for (const example of backends.EXAMPLES) {
  test.describe(`examples/${example.name}`, () => {
    // One proxy and one backend for all of them.
    test.describe.configure({ mode: "default" });
    test.skip(example.runtime === undefined, "xtask says at its end why");

    let proxy: Proxy;
    let shop: backends.Backend;

    test.beforeAll(async () => {
      const port = await backends.freePort();
      const origin = `http://127.0.0.1:${port}`;
      proxy = await startProxy(backends.settingsOfProxy(origin));
      shop = await backends.startBackend(example, port, proxy.url);
    });
    test.afterAll(async () => {
      await shop.stop();
      await proxy.stop();
    });

    test("a Packstation and its post number reach the order and the parcel", async ({
      page,
    }) => {
      const { checkout, id } = await choosePackstation(page, shop.url);
      await checkout.placeOrder();
      expect(await storedFields(page)).toEqual([`${id}`, "00123456", "dhl_de"]);

      // Bound at once: whoever knows the order's reference finds its selection.
      const order = new URL(page.url()).pathname.split("/").at(-1) ?? "";
      const found = await page.request.get(
        `${proxy.url}api/selections?reference=${order}`,
        { headers: { authorization: `Bearer ${backends.BACKEND_SECRET}` } },
      );
      expect(await found.json()).toMatchObject({
        service_point_id: id,
        order_reference: order,
      });

      const label = await page.request.post(`${page.url()}/label`, {
        headers: backends.BACK_OFFICE,
      });
      expect(label.status()).toBe(200);
      expect(await label.json()).toEqual(example.parcel(id));
      // The page of the order is the shopper's, its label is not.
      const shopper = await page.request.post(`${page.url()}/label`);
      expect(shopper.status()).toBe(403);
    });

    test("an order without a selection is refused by the server, too", async ({
      page,
    }) => {
      const checkout = await Checkout.open(page, shop.url);
      await checkout.placeOrder();
      await expect(page).toHaveTitle("Checkout");

      expect((await submitUnchecked(page)).status()).toBe(422);
      await expectRefused(page, "Please choose a service point.");
      await page.getByRole("link", { name: "Back to the checkout" }).click();
      await expect(page).toHaveTitle("Checkout");
    });

    test("a token that was tampered with is refused", async ({ page }) => {
      const { checkout } = await choosePackstation(page, shop.url);
      const token = await hiddenField(page, "service_point_token");
      const [header = "", , signature = ""] = token.split(".");
      const claims = backends.claimsOf(token);
      const other = { ...claims, service_point_id: 1_000_001 };
      const payload = Buffer.from(JSON.stringify(other)).toString("base64url");
      await setToken(page, `${header}.${payload}.${signature}`);
      await checkout.placeOrder();
      await expectRefused(page, "could not be verified");
    });

    test("a token is good for its own cart and its own fields alone", async ({
      page,
    }) => {
      const issuer = new URL(proxy.url).origin;
      await page.goto(shop.url);
      const picker = page.locator("service-point-picker");
      const reference = await picker.getAttribute("reference");
      const chosen = {
        jti: "sel_that-nobody-asks-for",
        service_point_id: 1_000_777,
        to_post_number: "00123456",
        carrier: "dhl_de",
      };
      const order = async (
        token: string,
        fields: Record<string, string> = {},
      ): Promise<number> => {
        const form = { ...FORM, service_point_token: token, ...fields };
        const options = { form, maxRedirects: 0 };
        const answer = await page.request.post(`${shop.url}orders`, options);
        return answer.status();
      };
      const signed = (claims: object, header = {}): string =>
        backends.sign(issuer, { ...chosen, reference, ...claims }, header);

      expect(await order(signed({ reference: "somebody-else" }))).toBe(422);
      expect(await order(signed({ reference: null }))).toBe(422);
      expect(await order(signed({ reference: undefined }))).toBe(422);
      expect(await order(signed({ exp: undefined }))).toBe(422);
      expect(await order(signed({ aud: "another-shop" }))).toBe(422);
      expect(await order(signed({ iss: "https://a.example" }))).toBe(422);
      expect(await order(signed({}, { typ: "JWT" }))).toBe(422);
      expect(await order(signed({}, { alg: "HS512" }))).toBe(422);
      const unsigned = signed({}, { alg: "none" }).replace(/[^.]+$/, "");
      expect(await order(unsigned)).toBe(422);
      const zeroless = { to_post_number: "123456" };
      expect(await order(signed({}), zeroless)).toBe(422);
      expect(await order(signed({}), { service_point_id: "1000778" })).toBe(
        422,
      );
      expect(await order(signed({}), { city: " " })).toBe(422);
      // It was for nothing else that they were refused.
      expect(await order(signed({}))).toBe(303);
    });

    test("fields that a script dropped are no lost order", async ({ page }) => {
      const { checkout, id } = await choosePackstation(page, shop.url);
      // From the form they would come back; here they get lost on their way.
      await page.locator("#checkout").evaluate((form) => {
        const inputs = form.querySelectorAll<HTMLInputElement>(
          "service-point-picker > input",
        );
        const names = [...inputs].map(({ name }) => name);
        (form as HTMLFormElement).addEventListener("formdata", (event) =>
          names.forEach((name) => event.formData.delete(name)),
        );
      });
      const sent = page.waitForRequest("**/orders");
      await checkout.placeOrder();
      expect((await sent).postData()).not.toContain("service_point_id");
      expect(await storedFields(page)).toEqual([`${id}`, "00123456", "dhl_de"]);
    });

    test("a token that expired over a long lunch is no lost order", async ({
      page,
    }) => {
      const { checkout, id } = await choosePackstation(page, shop.url);
      const token = await hiddenField(page, "service_point_token");
      const issuer = new URL(proxy.url).origin;
      const old = { ...backends.claimsOf(token), iat: 1_000, exp: 2_000 };
      await setToken(page, backends.sign(issuer, old));
      await checkout.placeOrder();
      expect(await storedFields(page)).toEqual([`${id}`, "00123456", "dhl_de"]);
    });

    test("a reload and another payment method keep the selection", async ({
      page,
    }) => {
      const { checkout, id } = await choosePackstation(page, shop.url);
      await page.reload();
      await checkout.picker.scrollIntoViewIfNeeded();
      await expectSelected(checkout);

      // The page asks for its checkout again, and takes the picker from that.
      await checkout.picker.evaluate((picker) => {
        picker.dataset["before"] = "";
      });
      await page.getByRole("radio", { name: "Invoice" }).check();
      await expect(page.locator("[data-before]")).toHaveCount(0);
      await expectSelected(checkout);
      await checkout.placeOrder();
      expect(await storedFields(page)).toEqual([`${id}`, "00123456", "dhl_de"]);
    });

    test("an order to the door has nothing of a service point", async ({
      page,
    }) => {
      const { checkout } = await choosePackstation(page, shop.url);
      const fields = { service_point_id: "1000001", carrier: "dhl" };
      await page.locator("#checkout").evaluate((form, values) => {
        for (const [name, value] of Object.entries(values)) {
          const input = document.createElement("input");
          Object.assign(input, { type: "hidden", name, value });
          form.append(input);
        }
      }, fields);
      await page.getByRole("radio", { name: "Home delivery" }).check();
      await checkout.placeOrder();
      expect(await storedFields(page)).toEqual(["", "", ""]);
      const label = await page.request.post(`${page.url()}/label`, {
        headers: backends.BACK_OFFICE,
      });
      expect(await label.json()).toEqual(example.parcel());
    });
  });
}
