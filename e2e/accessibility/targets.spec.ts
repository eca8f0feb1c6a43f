// Targets that fingers and unsteady hands hit: 44 px where one chooses, nowhere less than 24 px.

import { expect, type Locator, type Page } from "@playwright/test";
import { Checkout } from "../support/checkout.ts";
import { findPin } from "../support/map.ts";
import { test } from "../support/proxy.ts";
import { Stage } from "./stage.ts";

/** A target: what it is called, and its box. */
interface Target {
  readonly name: string;
  readonly width: number;
  readonly height: number;
}

/** All that is seen and can be pressed; a radio or checkbox is as large as its label. */
function targets(inside: Locator): Promise<Target[]> {
  const controls = inside.locator(
    "button, input, select, a[href], [tabindex='0']",
  );
  return controls.evaluateAll((elements) =>
    elements
      .filter((element) => element.checkVisibility())
      .map((element) => {
        const [label] = (element as HTMLInputElement).labels ?? [];
        const isBox = element.matches("[type=radio], [type=checkbox]");
        const target = isBox && label ? label : element;
        const { width, height } = target.getBoundingClientRect();
        const name =
          element.getAttribute("aria-label") ?? target.textContent ?? "";
        return { name: name.trim().slice(0, 40), width, height };
      }),
  );
}

/** Those with a side below `least` px. */
async function smaller(inside: Locator, least: number): Promise<Target[]> {
  return (await targets(inside)).filter(
    ({ width, height }) => Math.min(width, height) < least - 0.01,
  );
}

/** A picker with everything unfolded that can be. */
async function openUnfolded(page: Page, width: number): Promise<Stage> {
  await page.setViewportSize({ width, height: 900 });
  const stage = await Stage.open(page, "en");
  await stage.setPlace(stage.found());
  await stage.radio(3).click();
  await stage.details(0).click();
  await stage.button("filters").click();
  await expect(stage.picker.getByRole("checkbox").first()).toBeVisible();
  return stage;
}

for (const width of [320, 1280]) {
  test(`rows, header and bar have targets of 44 px, at ${width} px`, async ({
    page,
  }) => {
    const { picker } = await openUnfolded(page, width);
    for (const part of ["search", "filters", "list", "confirm"]) {
      const found = picker.locator(`[part="${part}"]`);
      expect((await targets(found)).length, part).toBeGreaterThan(0);
      const links = await smaller(found, 44);
      // A link in a line of text is as high as the line.
      const others = links.filter(({ name }) => !/[@+]/.test(name));
      expect.soft(others, part).toEqual([]);
    }
  });

  /** Links in the details are as high as their line: less than a fingertip finds. */
  test(`nothing is smaller than 24 px, at ${width} px`, async ({ page }) => {
    const stage = await openUnfolded(page, width);
    expect.soft(await smaller(stage.picker, 24)).toEqual([]);
    if (width < 760) await stage.view("map");
    const region = stage.picker.getByRole("region", { name: "Map" });
    await expect(region.getByRole("button").first()).toBeVisible();
    expect.soft(await smaller(region, 44)).toEqual([]);
    expect.soft(await smaller(stage.picker, 24)).toEqual([]);
  });
}

test("what is offered after a failure or a refusal can be hit too", async ({
  page,
}) => {
  const stage = await openUnfolded(page, 320);
  await stage.search(stage.refused(500, null));
  await expect(stage.button("try_again")).toBeVisible();
  expect.soft(await smaller(stage.message, 24)).toEqual([]);
  await stage.refuse();
  await stage.choose(0);
  const bar = stage.picker.locator('[part="confirm"]');
  await expect(bar.getByRole("listitem")).toHaveCount(2);
  expect.soft(await smaller(bar, 44)).toEqual([]);
});

test.describe("by touch", () => {
  test.use({ hasTouch: true, isMobile: true });

  /** Unusable on phones, said the reviews of three pickers. */
  test("the whole task passes by taps at 320 px", async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 640 });
    const stage = await Stage.open(page, "en");
    await stage.setPlace(stage.found());
    await stage.button("filters").tap();
    await stage.picker.getByRole("checkbox", { name: "DHL" }).tap();
    await expect(stage.picker.getByRole("listitem")).toHaveCount(3);
    await stage.button("filters_set", { n: "1" }).tap();
    await stage.details(0).tap();
    await expect(stage.picker.getByRole("table")).toBeVisible();
    await stage.details(0).tap();
    const views = stage.picker.getByRole("group", { name: "Show as" });
    await views.getByRole("radio", { name: "Map" }).tap();
    const region = stage.picker.getByRole("region", { name: "Map" });
    const marker = await findPin(region, /^Stadhuisplein Parcel Shop, /);
    await marker.tap();
    await expect(marker).toHaveAttribute("aria-pressed", "true");
    await views.getByRole("radio", { name: "List" }).tap();
    await expect(stage.radio(0)).toBeChecked();
    await stage.button("choose", { name: "Stadhuisplein Parcel Shop" }).tap();
    await stage.button("change").tap();
    await expect(stage.radio(0)).toBeVisible();
  });
});

/** A reset of all forms' boxes once took the bar's, and the button lay in the picker's corner. */
test("the button that chooses stands clear of the picker's edges", async ({
  page,
}) => {
  const { picker } = await Checkout.open(page);
  const button = picker.getByRole("button", { name: "Choose a service point" });
  const edges = await button.evaluate((element) => {
    const outer = element.closest(".spp")?.getBoundingClientRect();
    const inner = element.getBoundingClientRect();
    return outer && [outer.right - inner.right, outer.bottom - inner.bottom];
  });
  expect(Math.min(...(edges ?? [0]))).toBeGreaterThanOrEqual(8);
});
