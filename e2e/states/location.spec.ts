// "Use my location": only when it is pressed, no finer than a street, and with words to go on where
// it fails.

import { expect, type Page } from "@playwright/test";
import { Checkout } from "../support/checkout.ts";
import { test } from "../support/proxy.ts";
import { SEARCHES } from "../support/searches.ts";

const EINDHOVEN = { latitude: 51.4373041234, longitude: 5.4781239876 };

/** A position to the metre is a front door: it was sent and logged as one. */
test("the position leaves the page rounded, and only on a press", async ({
  page,
  context,
}) => {
  await context.grantPermissions(["geolocation"]);
  await context.setGeolocation({ ...EINDHOVEN, accuracy: 20 });
  await page.addInitScript(() => {
    const { geolocation } = navigator;
    const locate = geolocation.getCurrentPosition.bind(geolocation);
    geolocation.getCurrentPosition = (...given) => {
      Object.assign(window, { wasAsked: true });
      locate(...given);
    };
  });
  const checkout = await Checkout.open(page);
  expect(await page.evaluate(() => "wasAsked" in window)).toBe(false);

  const request = page.waitForRequest(SEARCHES);
  await useLocation(checkout);
  const { searchParams } = new URL((await request).url());
  expect(searchParams.get("latitude")).toBe("51.437");
  expect(searchParams.get("longitude")).toBe("5.478");
  expect([...searchParams.keys()]).not.toContain("address");
  await expect(checkout.message).toHaveText(
    "The 50 service points nearest to your location",
  );
  await expect(checkout.rows.first()).toBeVisible();
});

test("a shopper who does not share the location goes on by words", async ({
  page,
}) => {
  const checkout = await Checkout.open(page);
  await useLocation(checkout);
  await goesOnByWords(
    checkout,
    "Your browser does not share your location. Enter a postal code instead.",
  );
});

test("a device that does not know where it is says so", async ({
  page,
  context,
}) => {
  await context.grantPermissions(["geolocation"]);
  await context.setGeolocation(null);
  const checkout = await Checkout.open(page);
  await useLocation(checkout);
  await goesOnByWords(
    checkout,
    "Your location could not be found. Enter a postal code instead.",
  );
});

test("a device that takes too long is not waited for", async ({ page }) => {
  await page.addInitScript(() => {
    const TIMEOUT = 3;
    navigator.geolocation.getCurrentPosition = (_found, failed) =>
      failed?.({ code: TIMEOUT } as GeolocationPositionError);
  });
  const checkout = await Checkout.open(page);
  await useLocation(checkout);
  await goesOnByWords(
    checkout,
    "Finding your location took too long. Enter a postal code instead.",
  );
});

/** By its network address alone a device is somewhere in its city. */
test("a position that may be five kilometres off is not searched at", async ({
  page,
  context,
}) => {
  await context.grantPermissions(["geolocation"]);
  await context.setGeolocation({ ...EINDHOVEN, accuracy: 6_000 });
  const checkout = await Checkout.open(page);
  const before = await checkout.rows.count();
  await useLocation(checkout);
  await goesOnByWords(
    checkout,
    "Your location is too vague to search near it. Enter a postal code instead.",
  );
  expect(await checkout.rows.count()).toBe(before);
});

/** On holiday, a shopper who has things sent home. */
test("a position in another country says which country is searched", async ({
  page,
  context,
}) => {
  await context.grantPermissions(["geolocation"]);
  await context.setGeolocation({ latitude: 38.7139, longitude: -9.1394 });
  const checkout = await Checkout.open(page);
  await useLocation(checkout);
  await goesOnByWords(
    checkout,
    "No service points near your location in Netherlands. Enter a postal code instead.",
  );
});

/** Each sentence asks for a postal code: the field for it has the focus, and works. */
async function goesOnByWords(checkout: Checkout, text: string): Promise<void> {
  await expect(checkout.message).toHaveText(text);
  await expect(checkout.message).toHaveRole("alert");
  await expect(checkout.searchField).toBeFocused();
  await search(checkout.page, "3511 CE");
  await expect(checkout.message).toContainText("3511 CE");
  await expect(checkout.message).not.toHaveRole("alert");
}

/** Types over what stands in the field that has the focus. */
async function search(page: Page, text: string): Promise<void> {
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.type(text);
  await page.keyboard.press("Enter");
}

async function useLocation(checkout: Checkout): Promise<void> {
  await checkout.picker
    .getByRole("button", { name: "Use my location" })
    .click();
}
