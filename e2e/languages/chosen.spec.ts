// Which language is spoken: the nearest that the page names, and never none.

import { expect, type Page } from "@playwright/test";
import { Checkout } from "../support/checkout.ts";
import { Locale } from "../support/locales.ts";
import { test } from "../support/proxy.ts";
import { changeAnswers } from "../support/searches.ts";
import { EINDHOVEN, openShop } from "../support/shop_page.ts";

const DUTCH = new Locale("nl").get("heading");
const FRENCH = new Locale("fr").get("heading");
const GERMAN = new Locale("de").get("heading");
const ENGLISH = "Choose a service point";

/** Pages write tags in all these ways, and one picker took only the first of its list. */
test("every way to write a tag leads to its language", async ({ page }) => {
  const headings: [tag: string, heading: string][] = [
    ["nl-BE", DUTCH],
    ["fr-BE", FRENCH],
    ["de-AT", GERMAN],
    ["fr_FR", FRENCH],
    ["FR", FRENCH],
    [" de-de ", GERMAN],
    ["tlh", ENGLISH],
    ["en-US", ENGLISH],
    ["not a tag", ENGLISH],
  ];
  const elements = headings.map(
    ([tag]) =>
      `<service-point-picker country="NL" lang="${tag}"></service-point-picker>`,
  );
  await openShop(page, elements.join(""), { lang: "el" });
  const pickers = page.locator("service-point-picker");
  for (const [index, [tag, heading]] of headings.entries()) {
    const picker = pickers.nth(index);
    await picker.scrollIntoViewIfNeeded();
    const title = picker.getByRole("heading");
    await expect(title, tag).toHaveText(heading);
    // Another language in a page has to say so, or a screen reader reads it with the page's voice.
    const language = await title.evaluate(
      (element) => element.closest<HTMLElement>("[lang]")?.lang,
    );
    expect.soft(language, tag).toMatch(/^(nl|fr|de|en)$/);
  }
});

test("lang counts on the element, around the element's shadow root and on the page", async ({
  page,
}) => {
  const picker = '<service-point-picker country="NL"></service-point-picker>';
  await openShop(
    page,
    `<div id="page">${picker}</div>
     <div id="near" lang="de">${picker}</div>
     <div id="own" lang="de">${picker.replace(" ", ' lang="nl" ')}</div>
     <div id="around" lang="de"><shop-box></shop-box></div>`,
    { lang: "fr" },
  );
  await page.evaluate((markup) => {
    const box = document.querySelector("shop-box");
    const root = box?.attachShadow({ mode: "open" });
    if (root) root.innerHTML = `<section>${markup}</section>`;
  }, picker);
  for (const [place, heading] of [
    ["#page", FRENCH],
    ["#near", GERMAN],
    ["#own", DUTCH],
    ["#around", GERMAN],
  ] as const) {
    const found = page.locator(`${place} service-point-picker`);
    await found.scrollIntoViewIfNeeded();
    await expect(found.getByRole("heading"), place).toHaveText(heading);
  }
});

test("a page that names no language is spoken to in the shopper's", async ({
  browser,
  pickerProxy,
}) => {
  const context = await browser.newContext({ locale: "sv-SE" });
  const page = await context.newPage();
  await openShop(page, '<service-point-picker country="NL">', {
    lang: null,
    proxy: pickerProxy.url,
  });
  await expect(
    page.locator("service-point-picker").getByRole("heading"),
  ).toHaveText(new Locale("sv").get("heading"));
  await context.close();
});

/** A shop's switch of languages need not load the page anew. */
test("another lang is another language at once, and the selection stays", async ({
  page,
}) => {
  const checkout = await Checkout.open(page);
  await checkout.chooseLocker();
  await checkout.picker.evaluate((picker) =>
    picker.setAttribute("lang", "nl-BE"),
  );
  const dutch = new Locale("nl");
  await expect(checkout.summary).toContainText(dutch.get("selected_point"));
  await expect(checkout.field("service_point_id")).toHaveValue("1000002");
  await checkout.picker
    .getByRole("button", { name: dutch.get("change") })
    .click();
  await expect(checkout.rows.first()).toContainText(
    dutch.get("earlier_selection"),
  );
  await expect(
    checkout.picker.getByRole("heading", { name: DUTCH }),
  ).toBeVisible();
});

/** British shoppers read miles and 24 hours: the region is more than a way to the language. */
test("a tag's region says how numbers and times are written", async ({
  page,
}) => {
  await changeAnswers(page, (found) => {
    for (const point of found.results)
      if (point.id === 1000002) point.distance = 1_240;
  });
  await openShop(page, pickerAt(EINDHOVEN), { lang: "en-GB" });
  const checkout = new Checkout(page);
  const row = checkout.rows.filter({ hasText: "Stationsplein Parcel Locker" });
  await expect(row).toContainText(/0\.8\smi/);
  await checkout.picker
    .getByRole("button", { name: "Details of Stationsplein Parcel Locker" })
    .click();
  await expect(
    row.getByRole("row").filter({ hasText: "Monday" }).getByRole("cell"),
  ).toHaveText("10:00–21:00");
});

/** A label that did not come was blank, and a half loaded language was worse than another. */
test("a locale file that fails costs the language and nothing else", async ({
  page,
}) => {
  await page.route("**/locales/nl.json", (route) => route.abort());
  await openShop(page, pickerAt(EINDHOVEN), { lang: "nl" });
  const checkout = new Checkout(page);
  await expect(
    checkout.picker.getByRole("heading", { name: ENGLISH }),
  ).toBeVisible();
  await expect(checkout.message).toContainText("service points nearest to");
  await checkout.chooseLocker();
  // No English text ends in a Dutch time.
  await expect(checkout.summary).toContainText(/\s[AP]M/);
  await expect(checkout.field("service_point_id")).toHaveValue("1000002");
});

test("what stands before the widget is in the language too", async ({
  page,
}) => {
  await page.route("**/widget_bg.wasm", (route) => route.abort());
  await openShop(page, pickerAt(EINDHOVEN), { lang: "nl-BE" });
  const dutch = new Locale("nl");
  const picker = page.locator("service-point-picker");
  await expect(picker.getByText(dutch.get("unavailable"))).toBeVisible();
  await expect(
    picker.getByRole("button", { name: dutch.get("try_again") }),
  ).toBeVisible();
});

const OWN = {
  heading: "Where shall we leave it?",
  found: { one: "{n} box at {place}", other: "{n} boxes at {place}" },
  choose: "Send it to {name}",
};

/** Shops have their own words for a service point; a plural form of theirs was once left alone. */
for (const moment of ["before the script", "later"]) {
  test(`texts of the page's own, set ${moment}, stand in place of ours`, async ({
    page,
  }) => {
    let most = 2;
    await changeAnswers(page, (found) => found.results.splice(most));
    const early = `<script>
      document.querySelector("service-point-picker").messages = ${JSON.stringify(OWN)};
    </script>`;
    const isEarly = moment === "before the script";
    await openShop(page, pickerAt(EINDHOVEN) + (isEarly ? early : ""));
    const checkout = new Checkout(page);
    await checkout.rows.first().waitFor();
    if (!isEarly) await setMessages(page, OWN);

    await expect(
      checkout.picker.getByRole("heading", { name: OWN.heading }),
    ).toBeVisible();
    await expect(checkout.message).toHaveText(/^2 boxes at Stadhuisplein 10/);
    most = 1;
    await checkout.picker.getByRole("button", { name: "Search" }).click();
    await expect(checkout.message).toHaveText(/^1 box at Stadhuisplein 10/);
    await checkout.point(/^Stadhuisplein Parcel Shop/).click();
    await expect(
      checkout.picker.getByRole("button", {
        name: "Send it to Stadhuisplein Parcel Shop",
      }),
    ).toBeVisible();
    expect(
      await checkout.picker.evaluate(
        (picker) => (picker as unknown as { messages: unknown }).messages,
      ),
    ).toEqual(OWN);
  });
}

/** A page's own messages once could blank a label or end the widget. */
test("messages that are none leave ours", async ({ page }) => {
  await openShop(page, pickerAt(EINDHOVEN));
  const checkout = new Checkout(page);
  await checkout.rows.first().waitFor();
  await setMessages(page, { heading: 7, found: null, nothing: "x" });
  await expect(
    checkout.picker.getByRole("heading", { name: ENGLISH }),
  ).toBeVisible();
  await setMessages(page, null);
  await expect(checkout.message).toContainText("service points nearest to");
});

function pickerAt(attributes: string): string {
  return `<service-point-picker ${attributes}></service-point-picker>`;
}

async function setMessages(page: Page, messages: unknown): Promise<void> {
  await page
    .locator("service-point-picker")
    .evaluate(
      (picker, texts) => Object.assign(picker, { messages: texts }),
      messages,
    );
}
