// What a machine can find of accessibility, on every screen, and nothing from a third party.

import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import { Checkout } from "../support/checkout.ts";
import { test } from "../support/proxy.ts";

const TAGS = [
  "wcag2a",
  "wcag2aa",
  "wcag21a",
  "wcag21aa",
  "wcag22aa",
  "best-practice",
];

async function expectClean(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(TAGS)
    .analyze();
  const found = violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`,
  );
  expect(found).toEqual([]);
}

for (const colorScheme of ["light", "dark"] as const) {
  for (const width of [1280, 360]) {
    test(`every screen is clean, ${colorScheme}, ${width} px`, async ({
      page,
    }) => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      const checkout = await Checkout.open(page);
      await expectClean(page);

      await page
        .getByRole("button", { name: "Berlin, with post number" })
        .click();
      await expect(checkout.message).toContainText("Berlin");
      await checkout.point(/^Packstation/).click();
      await checkout.picker
        .getByRole("button", { name: /^Details of Packstation/ })
        .first()
        .click();
      await checkout.choose();
      await checkout.picker
        .getByText("This service point needs your post number.")
        .waitFor();
      await expectClean(page);

      await checkout.search("Magic Nowhere");
      await expect(checkout.message).toHaveRole("alert");
      await expectClean(page);

      await page
        .getByRole("button", { name: "Eindhoven", exact: true })
        .click();
      await checkout.point(/^Stationsplein Parcel Locker/).click();
      await checkout.choose();
      await checkout.picker.getByRole("button", { name: "Change" }).waitFor();
      await expectClean(page);

      await checkout.placeOrder();
      await page.getByText("Signature verified").waitFor();
      await expectClean(page);
    });
  }
}

test("nothing is asked of a third party", async ({ page, baseURL }) => {
  const origins = new Set<string>();
  page.on("request", (request) => origins.add(new URL(request.url()).origin));
  const checkout = await Checkout.open(page);
  await checkout.picker
    .locator(".leaflet-tile-loaded")
    .first()
    .waitFor({ state: "attached" });
  await checkout.point(/^Stationsplein Parcel Locker/).click();
  await checkout.choose();
  await checkout.picker.getByRole("button", { name: "Change" }).waitFor();
  origins.delete("null");
  expect([...origins]).toEqual([new URL(baseURL ?? "").origin]);
});
