// What pages put a picker into: their own dialogs, accordions, components and frames.

import { expect, type Page } from "@playwright/test";
import { Checkout } from "../support/checkout.ts";
import { pins } from "../support/map.ts";
import { untilDefined } from "../support/picker.ts";
import { sentFields } from "../support/selection.ts";
import { EINDHOVEN, openShop } from "../support/shop_page.ts";
import { test } from "../support/watched.ts";

const PICKER = `<service-point-picker ${EINDHOVEN}></service-point-picker>`;
const DIALOG = `<service-point-picker ${EINDHOVEN} mode="dialog"></service-point-picker>`;

/** Escape is for the upper one: whoever closes both loses the step of the checkout. */
test("in a dialog of the page the picker's own lies on top, and closes alone", async ({
  page,
}) => {
  await openShop(page, `<dialog aria-label="Delivery">${DIALOG}</dialog>`);
  await untilDefined(page);
  await page.evaluate(() => document.querySelector("dialog")?.showModal());
  const theirs = page.getByRole("dialog", { name: "Delivery" });
  const ours = page.getByRole("dialog", { name: "Choose a service point" });
  const opener = page.getByRole("button", { name: "Choose a service point" });
  await opener.click();
  const checkout = new Checkout(page);
  await expect(checkout.rows.first()).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(ours).toHaveCount(0);
  await expect(theirs).toBeVisible();
  await expect(opener).toBeFocused();

  await opener.click();
  await checkout.point(/^Stationsplein Parcel Locker/).click();
  await ours.getByRole("button", { name: /^Choose Stationsplein/ }).click();
  await expect(theirs).toBeVisible();
  await expect(checkout.summary).toContainText("Stationsplein Parcel Locker");
  expect((await sentFields(page))["service_point_id"]).toBe("1000002");
});

test("in a dialog that the page opens later, list and map are there and sized", async ({
  page,
}) => {
  await openShop(
    page,
    `<dialog aria-label="Delivery" style="width: 1000px">${PICKER}</dialog>`,
  );
  await untilDefined(page);
  await page.evaluate(() => document.querySelector("dialog")?.showModal());
  await expectListAndMap(page);
});

/** Complaint 16, in a closed accordion, which browsers lay out in another way than a hidden tab. */
test("in an accordion nothing is loaded before it opens; then list and map are sized", async ({
  page,
}) => {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await openShop(
    page,
    `<details style="width: 1000px"><summary>Delivery</summary>${PICKER}</details>`,
  );
  await untilDefined(page);
  const summary = page.getByText("Delivery", { exact: true });
  await summary.hover();
  expect(asked.filter((url) => /\/(api|assets)\//.test(url))).toEqual([]);
  await summary.click();
  await expectListAndMap(page);
  // Closed and opened again it is as it was.
  await summary.click();
  await expect(page.getByRole("listitem")).toHaveCount(0);
  await summary.click();
  await expectListAndMap(page);
});

/** A list beside a map that fills its box, every pin within. */
async function expectListAndMap(page: Page): Promise<void> {
  const { rows, picker } = new Checkout(page);
  await expect(rows.first()).toBeVisible();
  const map = picker.getByRole("region", { name: "Map" });
  await expect(pins(map).first()).toBeVisible();
  await expect(map.locator(".leaflet-tile-loaded").first()).toBeAttached();
  const boxes = async () => {
    const [whole, part] = [await picker.boundingBox(), await map.boundingBox()];
    return whole && part
      ? { height: part.height / whole.height, width: part.width / whole.width }
      : { height: 0, width: 0 };
  };
  await expect.poll(async () => (await boxes()).height).toBeGreaterThan(0.5);
  await expect.poll(async () => (await boxes()).width).toBeGreaterThan(0.4);
}

for (const mode of ["open", "closed"] as const) {
  test(`in another component's ${mode} shadow root it is found by its events, and its form is there`, async ({
    page,
  }) => {
    await openShop(page, "<delivery-step></delivery-step>", {
      head: `<script>
        window.heard = [];
        for (const name of ["ready", "change"])
          addEventListener("service-point-" + name, (event) =>
            heard.push([name, event.target.localName, event.detail?.service_point_id ?? null]));
        customElements.define("delivery-step", class extends HTMLElement {
          connectedCallback() {
            window.inside = this.attachShadow({ mode: "${mode}" });
            const form = document.createElement("form");
            form.innerHTML = ${JSON.stringify(PICKER)};
            form.firstElementChild.setAttribute("required", "");
            inside.append(form);
          }
        });
      </script>`,
    });
    // No locator looks into a closed root; a page's own script does.
    const inside = <T>(run: (root: ShadowRoot) => T): Promise<T> =>
      page.evaluate(`(${run.toString()})(window.inside)`) as Promise<T>;
    const press = (selector: string, text: string) =>
      page.waitForFunction(
        ([wanted, name]) => {
          const { inside } = window as unknown as { inside: ShadowRoot };
          const root = inside.querySelector(
            "service-point-picker",
          )!.shadowRoot!;
          const found = [...root.querySelectorAll<HTMLElement>(wanted!)].find(
            (element) =>
              (
                element.getAttribute("aria-label") ?? element.innerText
              ).startsWith(name!),
          );
          found?.click();
          return !!found;
        },
        [selector, text],
      );
    const isValid = () =>
      inside((root) => root.querySelector("form")!.checkValidity());
    await untilDefined(page);
    expect(await isValid()).toBe(false);
    await press("li label", "Stationsplein Parcel Locker");
    await press("button", "Choose Stationsplein Parcel Locker");
    await expect.poll(isValid).toBe(true);
    const fields = await inside((root) => [
      ...new FormData(root.querySelector("form")!).keys(),
    ]);
    expect(fields).toEqual([
      "service_point_id",
      "to_post_number",
      "carrier",
      "service_point_token",
    ]);
    const heard = await page.evaluate(
      () => (window as unknown as { heard: unknown }).heard,
    );
    // The page sees the component, which has nothing but the event to tell it.
    expect(heard).toEqual([
      ["ready", "delivery-step", null],
      ["change", "delivery-step", 1000002],
    ]);
    // A form outside is another tree's, for this element as for any input of a component.
    expect(await sentFields(page)).toEqual({});
  });
}

test("in a frame of the same shop it is the frame's: list, dialog and form", async ({
  page,
}) => {
  await page.route("**/step.html", (route) =>
    route.fulfill({
      contentType: "text/html; charset=utf-8",
      body: `<!doctype html><html lang="en"><title>Delivery</title>
        <script src="/picker.js"></script>
        <form id="checkout">${DIALOG}</form></html>`,
    }),
  );
  await openShop(
    page,
    '<iframe src="/step.html" title="Delivery" width="700" height="600"></iframe>',
  );
  const frame = page.frameLocator("iframe");
  await frame.getByRole("button", { name: "Choose a service point" }).click();
  const dialog = frame.getByRole("dialog");
  await dialog.getByRole("radio", { name: /^Stationsplein Parcel Lo/ }).click();
  await dialog.getByRole("button", { name: /^Choose Stationsplein/ }).click();
  await expect(dialog).toHaveCount(0);
  await expect(
    frame.locator('form input[name="service_point_id"]'),
  ).toHaveValue("1000002");
  expect(await sentFields(page)).toEqual({});
});
