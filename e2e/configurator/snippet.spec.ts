// What is copied makes, in a page of its own, the picker that was seen.

import { expect, type Page } from "@playwright/test";
import { Checkout } from "../support/checkout.ts";
import { test } from "../support/watched.ts";
import {
  Configurator,
  fieldNames,
  openPasted,
  traits,
} from "./configurator.ts";

const LOCKER = "Stationsplein Parcel Locker";

/** Copies the snippet by its button. */
async function copied(page: Page, { copy }: Configurator): Promise<string> {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await copy.click();
  await expect(
    page.getByRole("status").filter({ hasText: "Copied." }),
  ).toBeVisible();
  return page.evaluate(() => navigator.clipboard.readText());
}

/** The points on offer, then chooses the locker; `opener` leads to them where they are in a dialog. */
async function chooseOf(
  checkout: Checkout,
  opener?: string,
): Promise<string[]> {
  if (opener !== undefined)
    await checkout.page.getByRole("button", { name: opener }).click();
  await checkout.point(new RegExp(`^${LOCKER}`)).waitFor();
  const names = await checkout.picker
    .getByRole("radio", { name: /,/ })
    .evaluateAll((radios) =>
      radios.map((radio) => (radio as HTMLInputElement).labels?.[0]?.innerText),
    );
  await checkout.point(new RegExp(`^${LOCKER}`)).click();
  await checkout.choose();
  return names.map((name) => name ?? "");
}

const HEADING = 'Where "to"? </script> & <b>';

const ALL = new URLSearchParams({
  embedding: "dialog",
  carriers: "dhl postnl",
  "shop-types": "locker servicepoint",
  lang: "en",
  map: "click",
  heading: HEADING,
  preset: "woocommerce",
  "field-names": 'carrier=ship"[<carrier>]&more',
  theme: "light",
  "own-accent": "yes",
  accent: "#7a2048",
  "own-ground": "yes",
  text: "#101820",
  background: "#fffaf0",
  font: "Georgia, serif",
  "font-size": "18",
  radius: "2",
  height: "500",
  "list-width": "320",
  pin: "yes",
}).toString();

const CONFIGURATIONS = [
  { name: "nothing but the defaults", query: "" },
  {
    name: "a preset, an accent, a theme and a heading, in the page",
    query:
      "?preset=magento2&own-accent=yes&accent=%23005f73&theme=dark&map=off&heading=Pick%20up&height=640",
  },
  { name: "all options at once", query: `?${ALL}`, opener: HEADING },
  {
    name: "no reference, not required, one type and no field for the carrier",
    query: "?reference=&required=&shop-types=locker&field-names=carrier%3D",
  },
];

for (const { name, query, opener } of CONFIGURATIONS) {
  test(`the same picker, and the same fields: ${name}`, async ({ page }) => {
    const configurator = await Configurator.open(page, query);
    const snippet = await copied(page, configurator);
    const seen = {
      names: await chooseOf(configurator, opener),
      summary: await configurator.summary.innerText(),
      traits: await traits(configurator.picker),
      fields: await configurator.fieldNames(),
    };
    expect(seen.names.length).toBeGreaterThan(1);
    expect(seen.fields).toContain("service_point_token");

    const pasted = await openPasted(page, snippet);
    expect({
      names: await chooseOf(pasted, opener),
      summary: await pasted.summary.innerText(),
      traits: await traits(pasted.picker),
      fields: await fieldNames(page),
    }).toEqual(seen);
  });
}

test("the page's own button: the script opens the picker and fills the form", async ({
  page,
}) => {
  const configurator = await Configurator.open(
    page,
    "?embedding=open&shop-types=locker&own-accent=yes&heading=Pick%20up",
  );
  const button = "Choose a service point";
  const snippet = await copied(page, configurator);
  const seen = await chooseOf(configurator, button);
  await expect(configurator.posted).toContainText("postnl");
  const fields = await configurator.fieldNames();

  const pasted = await openPasted(page, snippet);
  await page.getByRole("button", { name: button }).click();
  await expect(page.getByRole("dialog", { name: "Pick up" })).toBeVisible();
  expect((await traits(pasted.picker))["--spp-color-accent"]).toBe("#b04a2f");
  expect(await chooseOf(pasted)).toEqual(seen);
  await expect(page.getByRole("status").getByText(LOCKER)).toBeVisible();
  expect(await fieldNames(page)).toEqual(fields);
  const values = await page
    .locator("#checkout input")
    .evaluateAll((inputs) =>
      inputs.map((input) => (input as HTMLInputElement).value),
    );
  expect(values[0]).toMatch(/^\d+$/);
  expect(values.slice(1)).toEqual([
    "",
    "postnl",
    expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
  ]);
});

test("where the picker cannot be loaded, the button's script says so", async ({
  page,
}) => {
  const configurator = await Configurator.open(page, "?embedding=open");
  const snippet = await copied(page, configurator);
  await page.route("**/picker.js", (route) => route.abort());
  await openPasted(page, snippet);
  await page.getByRole("button", { name: "Choose a service point" }).click();
  await expect(page.getByRole("status")).toHaveText(
    "Service points cannot be shown right now. Please choose home delivery.",
  );
});

for (const isFramed of [false, true]) {
  test(`the policy that is named suffices: ${isFramed ? "in a frame" : "with WASM"}`, async ({
    page,
  }) => {
    const configurator = await Configurator.open(page);
    const policy = await configurator.policies
      .nth(isFramed ? 1 : 0)
      .innerText();
    const snippet = await copied(page, configurator);
    const refused: string[] = [];
    page.on("console", (message) => {
      if (message.text().includes("Content Security Policy"))
        refused.push(message.text());
    });
    // The style block is the page's own: it gets a nonce, as the configurator says.
    await openPasted(
      page,
      snippet.replace("<style>", '<style nonce="shop">'),
      `default-src 'none'; style-src 'nonce-shop'; ${policy}`,
    );
    const checkout = isFramed ? Checkout.framed(page) : new Checkout(page);
    await checkout.chooseLocker();
    expect(await fieldNames(page)).toContain("service_point_token");
    // Whether WASM may run is found out by trying.
    expect(refused.filter((text) => !text.includes("wasm"))).toEqual([]);
  });
}
