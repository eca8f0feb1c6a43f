// What a page does to an element before the widget is there, or while it is loaded.

import { expect, type Page } from "@playwright/test";
import { Checkout } from "../support/checkout.ts";
import { test } from "../support/proxy.ts";

type Picker = HTMLElement & { open(): void; reset(): void };

/** Holds a file of the picker back until it is let go. */
async function holdFile(page: Page, name: string): Promise<() => void> {
  let letGo: () => void = () => undefined;
  const isLetGo = new Promise<void>((resolve) => (letGo = resolve));
  await page.route(`**/${name}`, async (route) => {
    await isLetGo;
    await route.continue();
  });
  return letGo;
}

/** A checkout whose cart has a point, reloaded, with the widget still on its way. */
async function reloadWithout(page: Page): Promise<[Checkout, () => void]> {
  const checkout = await Checkout.open(page);
  await checkout.chooseLocker();
  const letGo = await holdFile(page, "widget.js");
  await page.reload();
  await page.waitForFunction(() => "ServicePointPicker" in window);
  return [checkout, letGo];
}

test("a reset before the widget is there withdraws what an earlier page chose", async ({
  page,
}) => {
  const [checkout, letGo] = await reloadWithout(page);
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await checkout.picker.evaluate((picker) => (picker as Picker).reset());
  const isWithdrawn = page.waitForResponse("**/api/selections/*/withdraw");
  letGo();
  expect((await isWithdrawn).status()).toBe(204);
  await expect(checkout.rows.first()).toBeVisible();
  await expect(checkout.field("service_point_id")).toHaveCount(0);
  expect(asked.filter((url) => url.endsWith("/restore"))).toEqual([]);
});

test("another reference before the widget is there is another cart", async ({
  page,
}) => {
  const [checkout, letGo] = await reloadWithout(page);
  const first = await checkout.reference();
  const name = (reference: string) =>
    checkout.picker.evaluate(
      (picker, value) => picker.setAttribute("reference", value),
      reference,
    );
  await name(`${first}-2`);
  letGo();
  await expect(checkout.rows.first()).toBeVisible();
  await expect(checkout.field("service_point_id")).toHaveCount(0);
  await name(first);
  await expect(checkout.field("service_point_id")).toHaveValue("1000002");
});

/** The texts of the old language once stayed, or what was focused fell out of the dialog. */
test("an open dialog follows the language, while it is loaded and after", async ({
  page,
}) => {
  const letGo = await holdFile(page, "widget_bg.wasm");
  const { picker } = new Checkout(page);
  const speak = (language: string) =>
    picker.evaluate((element, lang) => {
      element.setAttribute("lang", lang);
    }, language);
  await page.goto("/");
  await page.waitForFunction(() => "ServicePointPicker" in window);
  await picker.evaluate((element) => {
    element.setAttribute("mode", "dialog");
    (element as Picker).open();
  });
  const dialog = page.getByRole("dialog");
  await speak("nl");
  await expect(dialog.getByText("Kies een afhaalpunt")).toBeVisible();
  letGo();
  await expect(dialog.getByRole("button", { name: "Zoeken" })).toBeVisible();

  await dialog.getByRole("radio").first().focus();
  await speak("en");
  await expect(dialog).toHaveAccessibleName("Choose a service point");
  await expect(dialog.getByRole("button", { name: "Search" })).toBeVisible();
  const isInside = await picker.evaluate(
    (element) => element.shadowRoot?.activeElement !== null,
  );
  expect(isInside).toBe(true);
});

test("far from the viewport nothing is loaded, and fields of a copied page go", async ({
  page,
}) => {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.route("/", (route) =>
    route.fulfill({
      contentType: "text/html",
      body: `<!doctype html>
        <script src="picker.js" defer></script>
        ${"<br>".repeat(400)}
        <service-point-picker country="NL" reference="cart-1">
          <input type="hidden" slot="field" name="service_point_id" value="7">
        </service-point-picker>`,
    }),
  );
  await page.goto("/");
  await page.waitForFunction(() => "ServicePointPicker" in window);
  await expect(page.locator("input")).toHaveCount(0);
  // Two frames: by then an element that is near has been seen.
  await page.evaluate(
    () =>
      new Promise((resolve) =>
        requestAnimationFrame(() => requestAnimationFrame(resolve)),
      ),
  );
  const names = asked.map((url) => new URL(url).pathname);
  expect(names).toEqual(["/", "/picker.js"]);
});
