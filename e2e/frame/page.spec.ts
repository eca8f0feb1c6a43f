// What a frame takes over from the page around it, and what the page may do with its element.

import { expect } from "@playwright/test";
import { test } from "../support/foreign_shop.ts";
import { toldErrors } from "../support/page_events.ts";
import { pressTrapped, setTraps } from "../support/trap.ts";
import { openFramed } from "./stage.ts";

test("colours, sizes, font and scheme are the page's, and follow it", async ({
  page,
  shop,
}) => {
  const head = `<style nonce="own">
    :root { font-family: monospace; color-scheme: light dark }
    service-point-picker { --spp-color-accent: rgb(1, 2, 3); --spp-font-size: 20px }
    .dark { color-scheme: dark }
  </style>`;
  const checkout = await openFramed(page, shop, "", { head });
  await checkout.point(/^Stadhuisplein Parcel Shop/).click();
  const commit = checkout.inside.getByRole("button", { name: /^Choose / });
  await expect(commit).toHaveCSS("background-color", "rgb(1, 2, 3)");
  await expect(commit).toHaveCSS("font-size", "20px");
  await expect(commit).toHaveCSS("font-family", "monospace");
  const row = checkout.rows.first();
  const light = await row.evaluate(
    (element) => getComputedStyle(element).color,
  );
  await page.evaluate(() => document.documentElement.classList.add("dark"));
  await expect(row).not.toHaveCSS("color", light);
});

/** A page that said so in its head, and not in a style sheet, had a light frame in a dark checkout. */
test("a page that is dark by its head has a dark picker", async ({
  page,
  shop,
}) => {
  await page.emulateMedia({ colorScheme: "dark" });
  const checkout = await openFramed(page, shop, "", {
    head: '<meta name="color-scheme" content="light dark" />',
  });
  const ground = await checkout.rows.first().evaluate((row) => {
    const spp = row.closest(".spp") as Element;
    return getComputedStyle(spp).backgroundColor;
  });
  const [red = 255] = (ground.match(/\d+/g) ?? []).map(Number);
  expect(red).toBeLessThan(80);
});

test("the frame is as high as the page has it, and as what is in it where the page wants that", async ({
  page,
  shop,
}) => {
  const head = `<style nonce="own">
    service-point-picker { --spp-height: 420px }
    .high { --spp-height: auto }
  </style>`;
  const checkout = await openFramed(page, shop, 'map="off"', { head });
  await checkout.rows.first().waitFor();
  const frame = checkout.picker.locator("iframe");
  const height = async () => (await frame.boundingBox())?.height ?? 0;
  expect(await height()).toBe(420);
  await checkout.picker.evaluate((picker) => picker.classList.add("high"));
  await expect.poll(height).toBeGreaterThan(2_000);
  await checkout.search("Magic Nowhere");
  await expect.poll(height).toBeLessThan(900);
  await checkout.picker.evaluate((picker) => picker.classList.remove("high"));
  await expect.poll(height).toBe(420);
});

/** A browser loads a frame anew that is moved in the page. */
test("an element that is moved in the page has its picker again", async ({
  page,
  shop,
}) => {
  const checkout = await openFramed(page, shop, 'reference="cart-1"', {
    around: '<div id="elsewhere"></div>',
  });
  await checkout.rows.first().waitFor();
  const move = () =>
    page.evaluate(() => {
      const picker = document.querySelector("service-point-picker");
      const elsewhere = document.querySelector("#elsewhere");
      if (picker?.parentElement === elsewhere) elsewhere?.before(picker!);
      else elsewhere?.append(picker!);
    });
  await move();
  await checkout.chooseLocker();
  await move();
  await expect(checkout.field("service_point_id")).toHaveValue("1000002");
  await expect(checkout.summary).toContainText("Stationsplein Parcel Locker");
  await checkout.picker.getByRole("button", { name: "Change" }).click();
  await expect(checkout.rows.first()).toBeVisible();
  expect(await toldErrors(page)).toEqual([]);
});

/** It waited for a minute for a document that was gone. */
test("an element that is moved while its frame is loaded has its picker", async ({
  page,
  shop,
}) => {
  let letGo: () => void = () => undefined;
  const isLetGo = new Promise<void>((resolve) => (letGo = resolve));
  const isAsked = page.waitForRequest("**/widget_bg.wasm");
  await page.route("**/widget_bg.wasm", async (route) => {
    await isLetGo;
    await route.continue().catch(() => undefined);
  });
  const checkout = await openFramed(page, shop, "", {
    around: '<div id="elsewhere"></div>',
  });
  await isAsked;
  await page.evaluate(() =>
    document
      .querySelector("#elsewhere")
      ?.append(document.querySelector("service-point-picker")!),
  );
  letGo();
  await expect(checkout.rows.first()).toBeVisible();
  expect(await toldErrors(page)).toEqual([]);
});

test("the frame speaks the element's language and the page's words, and changes them", async ({
  page,
  shop,
}) => {
  const checkout = await openFramed(page, shop, 'lang="nl"');
  await expect(
    checkout.inside.getByRole("button", { name: "Zoeken" }),
  ).toBeVisible();
  await checkout.picker.evaluate((picker) => {
    picker.setAttribute("lang", "de");
    Object.assign(picker, { messages: { heading: "Wohin damit?" } });
  });
  await expect(
    checkout.inside.getByRole("heading", { name: "Wohin damit?" }),
  ).toBeVisible();
  await expect(checkout.picker.locator("iframe")).toHaveAttribute(
    "title",
    "Wohin damit?",
  );
});

test("a widget that fails in its frame is offered anew, and the page hears of it once", async ({
  page,
  shop,
}) => {
  await setTraps(page);
  const checkout = await openFramed(page, shop);
  await checkout.rows.first().waitFor();
  await pressTrapped(checkout.rows.nth(1).getByRole("radio"));
  const alert = checkout.picker.getByText("Something went wrong here.");
  await expect(alert).toBeVisible();
  expect(await toldErrors(page)).toMatchObject([{ code: "internal" }]);
  await checkout.picker.getByRole("button", { name: "Try again" }).click();
  await expect(checkout.rows.first()).toBeVisible();
  await expect(alert).toHaveCount(0);
});
