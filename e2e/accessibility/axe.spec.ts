// What a machine can find of accessibility, on every screen, and nothing from a third party.

import { expect, type Page } from "@playwright/test";
import { findings } from "../support/axe.ts";
import { Checkout } from "../support/checkout.ts";
import { test } from "../support/proxy.ts";
import { changeAnswers } from "../support/searches.ts";
import { openShop } from "../support/shop_page.ts";
import { SCENES, Stage } from "./stage.ts";

// A trace of each of a hundred analyses takes as long as they do.
test.use({ trace: "off" });

/** Controls of the picker that a screen reader could not name. */
async function unnamed({ picker }: Stage): Promise<string[]> {
  const lines = (await picker.ariaSnapshot()).split("\n");
  return lines.filter((line) =>
    /- (button|link|radio|checkbox|textbox|combobox|region)(?! ")/.test(line),
  );
}

const modes = [
  ["en", "light", 1280],
  ["nl", "dark", 360],
  ["ar-XB", "light", 360],
  ["ar-XB", "dark", 1280],
] as const;
for (const [lang, colorScheme, width] of modes) {
  test(`every state is clean and names its controls: ${lang}, ${colorScheme}, ${width} px`, async ({
    page,
  }) => {
    test.slow();
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 900 });
    const stage = await Stage.open(page, lang);
    for (const scene of SCENES) {
      if (scene.isNarrow && width > 760) continue;
      await test.step(scene.name, async () => {
        await scene.show(stage);
        expect.soft(await findings(page), scene.name).toEqual([]);
        expect.soft(await unnamed(stage), scene.name).toEqual([]);
      });
    }
  });
}

test("the whole checkout is clean, and the page after the order", async ({
  page,
}) => {
  test.slow();
  const checkout = await Checkout.open(page);
  expect.soft(await findings(page)).toEqual([]);
  await checkout.chooseLocker();
  await checkout.placeOrder();
  await page.getByText("Signature verified").waitFor();
  expect.soft(await findings(page)).toEqual([]);
});

/** It hangs at the end of the page, outside of all its landmarks. */
test("a dialog that a script opened is clean", async ({ page }) => {
  await changeAnswers(page, (found) => void (found.results.length = 3));
  const markup = "<header>Shop</header><main><h1>Checkout</h1></main>";
  await openShop(page, markup);
  await page.evaluate(() => {
    const { ServicePointPicker: picker } = window as unknown as {
      ServicePointPicker: { open(options: object): Promise<unknown> };
    };
    void picker.open({ country: "NL", postalCode: "5611 EM" });
  });
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("listitem").first()).toBeVisible();
  expect(await findings(page)).toEqual([]);
});

test("a picker that cannot be loaded is clean too", async ({ page }) => {
  await page.route("**/widget_bg.wasm", (route) => route.abort());
  const checkout = new Checkout(page);
  await page.goto("/");
  await checkout.picker.scrollIntoViewIfNeeded();
  await checkout.picker.getByRole("button", { name: "Try again" }).waitFor();
  expect(await findings(page)).toEqual([]);
});

test("nothing is asked of a third party", async ({ page, baseURL }) => {
  const origins = new Set<string>();
  page.on("request", (request) => origins.add(new URL(request.url()).origin));
  const checkout = await Checkout.open(page);
  await checkout.picker
    .locator(".leaflet-tile-loaded")
    .first()
    .waitFor({ state: "attached" });
  await checkout.chooseLocker();
  origins.delete("null");
  expect([...origins]).toEqual([new URL(baseURL ?? "").origin]);
});
