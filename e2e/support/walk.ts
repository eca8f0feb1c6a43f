// Every screen of the picker, one after the other: for pages that must not mind any of them.

import { expect, test, type Locator, type Page } from "@playwright/test";
import type { Checkout } from "./checkout.ts";
import { makePoints } from "./made_points.ts";
import { pins } from "./map.ts";
import { SEARCHES } from "./searches.ts";

const BERLIN = {
  country: "DE",
  street: "Alexanderplatz",
  "house-number": "1",
  "postal-code": "10178",
  city: "Berlin",
};

/** More than are ever drawn at once. */
const MANY = 300;

/** A screen, and what leads to it from the one before. */
type Screen = readonly [name: string, show: (walk: Walk) => Promise<void>];

/**
 * Leads a picker through all that it can show. It stands in the page, searches in Eindhoven, has its
 * first results, and is what the page was opened with; where its widget is the checkout knows.
 */
export async function walkAllScreens(checkout: Checkout): Promise<void> {
  const walk = new Walk(checkout);
  // Or keys are pressed while the map still moves.
  await walk.page.emulateMedia({ reducedMotion: "reduce" });
  for (const [name, show] of SCREENS) await test.step(name, () => show(walk));
}

class Walk {
  readonly checkout: Checkout;
  readonly page: Page;
  /** The element, with what stands in the page of it. */
  readonly picker: Locator;
  /** The widget, wherever it is. */
  readonly inside: Locator;
  readonly map: Locator;

  constructor(checkout: Checkout) {
    this.checkout = checkout;
    this.page = checkout.page;
    this.picker = checkout.picker;
    this.inside = checkout.inside;
    this.map = this.inside.getByRole("region", { name: "Map" });
  }

  button(name: string | RegExp): Locator {
    return this.inside.getByRole("button", { name }).first();
  }

  async expectMessage(text: string): Promise<void> {
    await expect(this.checkout.message).toContainText(text);
  }

  async setAttributes(attributes: Record<string, string>): Promise<void> {
    await this.picker.evaluate((picker, values) => {
      for (const [name, value] of Object.entries(values))
        picker.setAttribute(name, value);
    }, attributes);
  }

  async setPoints(points: readonly unknown[] | null): Promise<void> {
    await this.picker.evaluate((picker, servicePoints) => {
      Object.assign(picker, { servicePoints });
    }, points);
  }

  /** The summary's button, which stands in the page. */
  async change(): Promise<void> {
    await this.picker.getByRole("button", { name: "Change" }).click();
  }
}

const SCREENS: readonly Screen[] = [
  [
    "list and map",
    async ({ checkout, map }) => {
      await expect(checkout.rows.first()).toBeVisible();
      await expect(pins(map).first()).toBeVisible();
      await expect(map.locator(".leaflet-tile-loaded").first()).toBeAttached();
    },
  ],
  [
    "filters",
    async (walk) => {
      await walk.button("Filters").click();
      const checkboxes = walk.inside.getByRole("checkbox");
      await checkboxes.first().check();
      await walk.expectMessage("Showing");
      for (const name of [/^Parcel locker/, /^UPS/, /^Open on Sunday/])
        await walk.inside.getByRole("checkbox", { name }).check();
      await walk.button("Clear filters").click();
      await expect(checkboxes.first()).not.toBeChecked();
      await walk.button("Filters").click();
    },
  ],
  [
    "details",
    async (walk) => {
      await walk.button("Details of Stationsplein Parcel Locker").click();
      await expect(walk.inside.getByRole("rowheader")).toHaveCount(7);
      await walk.button("Details of Stationsplein Parcel Locker").click();
    },
  ],
  [
    "pins, and several points in one",
    async ({ map }) => {
      const several = map.getByRole("button", { name: /^\d+ service points/ });
      const name = await several.first().getAttribute("aria-label");
      await several.first().press("Enter");
      const shared = map.getByRole("button", { name: name ?? "", exact: true });
      await expect(shared).toHaveCount(0);
      await map.press("0");
      await expect(shared).toHaveCount(1);
    },
  ],
  [
    "an area of the map",
    async (walk) => {
      await walk.map.press("+");
      for (let time = 0; time < 3; time += 1) await walk.map.press("ArrowDown");
      await walk.button("Search this area").click();
      await walk.expectMessage("in this area");
    },
  ],
  [
    "an address that is not found, and a point's number",
    async (walk) => {
      await walk.checkout.search("Magic Nowhere");
      await walk.expectMessage("was not found");
      await walk.button("Look it up as a point’s number").click();
      await walk.expectMessage("has the number");
    },
  ],
  [
    "nothing near",
    async (walk) => {
      await walk.checkout.search("Magic Empty");
      await expect(walk.button("Another delivery method")).toBeVisible();
    },
  ],
  [
    "an address that is understood in part",
    async (walk) => {
      await walk.checkout.search("Magic Partial");
      await walk.expectMessage("was not understood");
    },
  ],
  [
    "no location",
    async (walk) => {
      await walk.button("Use my location").click();
      await walk.expectMessage("location");
    },
  ],
  [
    "too many searches",
    async (walk) => {
      await walk.page.route(SEARCHES, (route) =>
        route.fulfill({
          status: 429,
          headers: {
            "access-control-allow-origin": "*",
            "access-control-expose-headers": "retry-after",
            "retry-after": "60",
          },
          json: {
            errors: [{ status: "429", code: "rate_limited", detail: "" }],
          },
        }),
      );
      await walk.checkout.search("Utrecht");
      await walk.expectMessage("Too many searches");
      await walk.page.unroute(SEARCHES);
    },
  ],
  [
    "a proxy out of reach",
    async (walk) => {
      await walk.page.route(SEARCHES, (route) => route.abort());
      await walk.checkout.search("Eindhoven");
      await walk.expectMessage("could not be loaded");
      await walk.page.unroute(SEARCHES);
      await walk.button("Try again").click();
      await walk.expectMessage("Only Eindhoven");
    },
  ],
  [
    "a refused point, and others instead",
    async (walk) => {
      await walk.checkout.search("Magic Confirmation, Eindhoven");
      await walk.expectMessage("nearest to Magic Confirmation");
      await walk.checkout.point(/^Magic Full Shop/).click();
      await walk.checkout.choose();
      const refusal = walk.inside.getByRole("alert");
      await expect(
        refusal.filter({ hasText: "it does not take parcels right now." }),
      ).toBeVisible();
      const others = walk.inside.getByRole("list", {
        name: "Choose one nearby instead:",
      });
      await others.getByRole("button").first().click();
    },
  ],
  [
    "the selected point",
    async ({ checkout }) => {
      await expect(checkout.summary).toBeVisible();
      await expect(checkout.field("service_point_id")).toHaveCount(1);
    },
  ],
  [
    "another point",
    async (walk) => {
      await walk.change();
      await expect(walk.checkout.rows.first()).toBeVisible();
    },
  ],
  [
    "a post number that is missing, wrong, and right",
    async (walk) => {
      await walk.setAttributes(BERLIN);
      await walk.checkout.point(/^Packstation/).click();
      await walk.checkout.choose();
      const alerts = walk.inside.getByRole("alert");
      await expect(
        alerts.filter({ hasText: "needs your post number" }),
      ).toBeVisible();
      const field = walk.inside.getByLabel("Post number", { exact: true });
      await field.fill("12");
      await walk.checkout.choose();
      await expect(alerts.filter({ hasText: "6 to 10 digits" })).toBeVisible();
      await field.fill("00123456");
      await walk.checkout.choose();
      await expect(walk.checkout.summary).toContainText("00123456");
    },
  ],
  [
    "the dialog",
    async (walk) => {
      await walk.setAttributes({ mode: "dialog" });
      await walk.change();
      await expect(walk.page.getByRole("dialog")).toBeVisible();
      await expect(walk.checkout.rows.first()).toBeVisible();
      await walk.inside.getByRole("button", { name: "Close" }).click();
      await expect(walk.page.getByRole("dialog")).toHaveCount(0);
    },
  ],
  [
    "the button that opens it, and the form that needs a point",
    async (walk) => {
      await walk.setAttributes({ required: "" });
      await walk.picker.evaluate((picker) => {
        (picker as HTMLElement & { reset(): void }).reset();
        picker.closest("form")?.requestSubmit();
      });
      const opener = walk.picker.getByRole("button", {
        name: "Choose a service point",
      });
      await expect(opener).toBeFocused();
      await expect(walk.picker.getByRole("alert")).toContainText(
        "Choose a service point",
      );
      await opener.click();
      await expect(walk.page.getByRole("dialog")).toBeVisible();
    },
  ],
  [
    "list and map by turns",
    async (walk) => {
      await walk.page.setViewportSize({ width: 360, height: 740 });
      await walk.inside.getByRole("radio", { name: "Map" }).check();
      await expect(pins(walk.map).first()).toBeVisible();
      await walk.inside.getByRole("radio", { name: "List" }).check();
      await expect(walk.checkout.rows.first()).toBeVisible();
    },
  ],
  [
    "points of the page's own, more than are drawn",
    async (walk) => {
      await walk.setAttributes({ mode: "inline" });
      await walk.page.setViewportSize({ width: 1280, height: 720 });
      await walk.setPoints(makePoints(MANY));
      await walk.expectMessage(`${MANY} service points`);
      const last = walk.checkout.rows.last();
      await last.scrollIntoViewIfNeeded();
      await expect(pins(walk.map).first()).toBeVisible();
      await walk.setPoints(null);
    },
  ],
  [
    "another language",
    async (walk) => {
      await walk.setAttributes({ lang: "nl" });
      await expect(walk.button("Zoeken")).toBeVisible();
    },
  ],
  [
    "a picker that cannot be loaded, and is loaded again",
    async (walk) => {
      await walk.page.route("**/widget.css", (route) => route.abort());
      await walk.page.reload();
      const again = walk.picker.getByRole("button", { name: "Try again" });
      await expect(again).toBeVisible();
      await walk.page.unroute("**/widget.css");
      await again.click();
      await expect(walk.checkout.rows.first()).toBeVisible();
    },
  ],
];
