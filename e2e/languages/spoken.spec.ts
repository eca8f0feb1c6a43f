// Each language of the picker, on all of its screens: a label that was forgotten stays English, and
// nobody who reads English sees it.

import { expect, type Locator } from "@playwright/test";
import { Locale } from "../support/locales.ts";
import { test } from "../support/proxy.ts";
import { changeAnswers, type Point } from "../support/searches.ts";
import { EINDHOVEN, openShop } from "../support/shop_page.ts";

const PLACE = "Stadhuisplein 10, 5611 EM Eindhoven, Nederland";
const LOCKER = "Stationsplein Parcel Locker";

/** How each writes Monday, 1,240 m, and ten to nine o'clock: `_` stands for a space of any kind. */
const written: [language: string, day: string, far: string, open: string][] = [
  ["cs", "pondělí", "1,2_km", "10:00–21:00"],
  ["da", "mandag", "1,2_km", "10.00–21.00"],
  ["de", "Montag", "1,2_km", "10:00–21:00_Uhr"],
  ["el", "Δευτέρα", "1,2_χλμ.", "10:00_π.μ._–_9:00_μ.μ."],
  ["en", "Monday", "1.2_km", "10:00_AM_–_9:00_PM"],
  ["es", "lunes", "1,2_km", "10:00–21:00"],
  ["fr", "lundi", "1,2_km", "10:00_–_21:00"],
  ["it", "lunedì", "1,2_km", "10:00–21:00"],
  ["nl", "maandag", "1,2_km", "10:00–21:00"],
  ["pl", "poniedziałek", "1,2_km", "10:00–21:00"],
  ["pt", "segunda-feira", "1,2_km", "10:00_–_21:00"],
  ["sv", "måndag", "1,2_km", "10:00–21:00"],
];

for (const [language, day, far, open] of written) {
  test(`${language} is spoken on every screen`, async ({ page }) => {
    const locale = new Locale(language);
    const picker = page.locator("service-point-picker");
    const button = (key: string, values = {}) =>
      picker.getByRole("button", {
        name: locale.get(key, values),
        exact: true,
      });
    let most = 5;
    await changeAnswers(page, (found) => {
      const isLocker = ({ name }: Point) => name === LOCKER;
      const lockers = found.results.filter(isLocker);
      for (const locker of lockers) locker.distance = 1_240;
      const others = found.results.filter((point) => !isLocker(point));
      found.results = [...lockers, ...others].slice(0, most);
    });
    await openShop(
      page,
      `<service-point-picker ${EINDHOVEN}></service-point-picker>`,
      { lang: language },
    );

    await expect(
      picker.getByRole("heading", { name: locale.get("heading") }),
    ).toBeVisible();
    // Five, two and one: Czech and Polish have a form for each.
    const found = (n: number) =>
      picker
        .locator('[part="message"]')
        .getByText(locale.get("found", { n: `${n}`, place: PLACE }));
    await expect(found(5)).toBeVisible();
    await button("filters").click();
    await button("details_of", { name: LOCKER }).click();

    const row = picker.getByRole("listitem").filter({ hasText: LOCKER });
    await expect(row).toContainText(spaced(far));
    const times = row.getByRole("table", { name: locale.get("opening_times") });
    await expect(
      times.getByRole("row").filter({ hasText: day }).getByRole("cell"),
    ).toHaveText(spaced(open));
    expect(await englishLeftIn(picker, locale)).toEqual([]);

    for (most of [2, 1]) {
      await button("search").click();
      await expect(found(most)).toBeVisible();
    }
    await picker.getByRole("radio", { name: LOCKER }).click();
    await button("choose", { name: LOCKER }).click();
    await expect(button("change")).toBeVisible();
    expect(await englishLeftIn(picker, locale)).toEqual([]);
  });
}

function spaced(text: string): RegExp {
  const escaped = text.replace(/[.]/g, "\\$&");
  return new RegExp(escaped.replaceAll("_", "\\s"));
}

/** What can be read in the picker and is an English text that the language does not share. */
async function englishLeftIn(
  picker: Locator,
  locale: Locale,
): Promise<string[]> {
  const own = locale.patterns();
  const english = [...new Locale("en").patterns()]
    .filter((pattern) => !own.has(pattern))
    .map((pattern) => new RegExp(pattern));
  const texts = await picker.evaluate((host) => {
    const texts: string[] = [];
    for (const element of host.shadowRoot?.querySelectorAll("*") ?? []) {
      if (element instanceof HTMLStyleElement || !element.checkVisibility())
        continue;
      texts.push(element.getAttribute("aria-label") ?? "");
      texts.push(element.getAttribute("title") ?? "");
      for (const node of element.childNodes)
        if (node.nodeType === Node.TEXT_NODE) texts.push(node.nodeValue ?? "");
    }
    return texts.map((text) => text.trim()).filter(Boolean);
  });
  // Lines are put together: "type · carrier · distance", "label: value", "day (today)".
  const parts = texts.flatMap((text) => [text, ...text.split(/ · | \(|\)|: /)]);
  return parts.filter((part) => english.some((text) => text.test(part)));
}
