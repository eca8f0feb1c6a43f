// What a search can be answered with: each has its own words, and a way on.

import { expect } from "@playwright/test";
import { Checkout } from "../support/checkout.ts";
import { installClock } from "../support/clock.ts";
import { listenForDetails, toldReasons } from "../support/page_events.ts";
import { startProxy, test } from "../support/proxy.ts";
import { changeAnswers, SEARCHES } from "../support/searches.ts";
import { EINDHOVEN, openShop } from "../support/shop_page.ts";

const PLACE = "Stadhuisplein 10, 5611 EM Eindhoven, Nederland";

test("a page that names no place is asked for one, and nothing is searched before", async ({
  page,
}) => {
  let searches = 0;
  await page.route(SEARCHES, (route) => {
    searches += 1;
    return route.continue();
  });
  await openShop(
    page,
    '<service-point-picker country="NL"></service-point-picker>',
  );
  const checkout = new Checkout(page);
  await expect(checkout.message).toHaveText(
    "Enter a postal code, city or address.",
  );
  await expect(checkout.message).not.toHaveRole("alert");
  await expect(
    checkout.picker.getByRole("button", { name: "Use my location" }),
  ).toBeVisible();
  // The page's focus is the page's.
  await expect(page.locator("body")).toBeFocused();
  expect(searches).toBe(0);

  await checkout.searchField.fill("5611 EM");
  await checkout.searchField.press("Enter");
  await expect(checkout.rows.first()).toBeVisible();
});

/** Which country a postal code is of, nobody can tell from its digits. */
test("a shop of several countries asks for the country, and searches once it is chosen", async ({
  page,
}) => {
  const proxy = await startProxy({ PICKER_COUNTRIES: "NL,BE" });
  try {
    const searched: (string | null)[] = [];
    await page.route(SEARCHES, (route) => {
      const { searchParams } = new URL(route.request().url());
      searched.push(searchParams.get("country_code"));
      return route.continue();
    });
    await openShop(
      page,
      '<service-point-picker city="Eindhoven"></service-point-picker>',
      { proxy: proxy.url },
    );
    const checkout = new Checkout(page);
    const menu = checkout.picker.getByRole("combobox", { name: "Country" });
    await expect(menu.getByRole("option")).toHaveText([
      "",
      "Belgium",
      "Netherlands",
    ]);
    await expect(checkout.message).toHaveText(
      "Choose the country to search in.",
    );
    expect(searched).toEqual([]);
    await menu.selectOption("Netherlands");
    await expect(checkout.rows.first()).toBeVisible();
    expect([...new Set(searched)]).toEqual(["NL"]);

    await menu.selectOption("Belgium");
    await checkout.search("Gent");
    await expect(checkout.message).toContainText("Gent");
    await expect(checkout.message).not.toHaveRole("alert");
    expect(searched.at(-1)).toBe("BE");
  } finally {
    await proxy.stop();
  }
});

test("a search that takes its time says so, and earlier results stay meanwhile", async ({
  page,
}) => {
  await installClock(page);
  const checkout = await Checkout.open(page);
  const before = await checkout.rows.count();
  let answer: () => void = () => undefined;
  const isAnswered = new Promise<void>((resolve) => (answer = resolve));
  await page.route(SEARCHES, async (route) => {
    await isAnswered;
    await route.continue();
  });
  await checkout.search("Utrecht");
  await expect(checkout.message).toHaveText("Searching…");
  await expect(checkout.message).not.toHaveRole("alert");
  await page.clock.fastForward(4_000);
  await expect(checkout.message).toHaveText("Still searching…");
  expect(await checkout.rows.count()).toBe(before);
  answer();
  await expect(checkout.message).toContainText("Utrecht");
});

test("what was found is counted, one as one", async ({ page }) => {
  let most = 12;
  await changeAnswers(page, (found) => found.results.splice(most));
  const checkout = await Checkout.open(page);
  await expect(checkout.message).toHaveText(`12 service points near ${PLACE}`);
  await expect(checkout.message).not.toHaveRole("alert");
  most = 1;
  await checkout.picker.getByRole("button", { name: "Search" }).click();
  await expect(checkout.message).toHaveText(`1 service point near ${PLACE}`);
});

test("half an address without a point near says both", async ({ page }) => {
  const checkout = await Checkout.open(page);
  await changeAnswers(page, (found) => found.results.splice(0));
  await checkout.search("Magic Partial, Eindhoven");
  await expect(checkout.message).toHaveText(
    /^Part of your search was not understood, and there is no service point within 50\skm of .*Eindhoven/,
  );
  await expect(checkout.message).toHaveRole("alert");
});

/** Distances from a city's centre were taken for those from the front door. */
test("where only the city was understood, distances are said to be from its centre", async ({
  page,
}) => {
  const checkout = await Checkout.open(page);
  await checkout.search("Utrecht");
  await expect(checkout.message).toHaveText(
    "Only Utrecht, Nederland was found; distances are from its centre. A street or postal code gives better ones.",
  );
  await expect(checkout.rows.first()).toBeVisible();
});

test("nothing near leads farther by itself, and says how far", async ({
  page,
}) => {
  const radii: (string | null)[] = [];
  await changeAnswers(page, (found, query) => {
    radii.push(query.get("radius"));
    if (query.get("radius") === "5000") found.results.splice(0);
  });
  const checkout = await Checkout.open(page);
  await expect(checkout.message).toHaveText(
    /^None within 5\skm\. The nearest within 20\skm:$/,
  );
  await expect(checkout.message).not.toHaveRole("alert");
  expect(radii).toEqual(["5000", "20000"]);
});

/** An empty list once was a dead end: the checkout has other deliveries. */
for (const mode of ["inline", "dialog"]) {
  test(`${mode}: nothing anywhere near leads back to the other delivery methods`, async ({
    page,
  }) => {
    await listenForDetails(page);
    await openShop(
      page,
      `<service-point-picker mode="${mode}" country="NL" street="Magic Empty" city="Eindhoven">
      </service-point-picker>`,
    );
    const checkout = new Checkout(page);
    const opener = checkout.picker.getByRole("button", {
      name: "Choose a service point",
    });
    if (mode === "dialog") await opener.click();
    await expect(checkout.message).toHaveText(
      /^No service points within 50\skm of Magic Empty, .*Eindhoven.*\. Search elsewhere, or choose another delivery method\.$/,
    );
    await expect(checkout.message).toHaveRole("alert");
    await checkout.picker
      .getByRole("button", { name: "Another delivery method" })
      .click();
    expect(await toldReasons(page)).toEqual(["none_found"]);
    if (mode === "dialog") {
      await expect(page.getByRole("dialog")).toHaveCount(0);
      await expect(opener).toBeFocused();
    } else {
      await expect(checkout.searchField).toBeVisible();
    }
  });
}
