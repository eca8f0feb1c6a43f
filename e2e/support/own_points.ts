// Pages that give the picker points of their own.

import { expect, type Locator, type Page } from "@playwright/test";
import type { ServicePoint } from "../../embed/index";
import { Checkout } from "./checkout.ts";
import { pins } from "./map.ts";
import { openShop } from "./shop_page.ts";

/** A picker among points of the page's own. */
export class OwnPoints extends Checkout {
  readonly map: Locator;

  constructor(page: Page) {
    super(page);
    this.map = this.picker.getByRole("region", { name: "Map" });
  }

  /** Opens a page whose picker shows these points. */
  static async among(
    page: Page,
    points: readonly ServicePoint[],
    attributes = 'country="NL"',
  ): Promise<OwnPoints> {
    await openShop(
      page,
      `<service-point-picker ${attributes}></service-point-picker>`,
    );
    const own = new OwnPoints(page);
    await own.give(points);
    await expect(own.rows.first()).toBeVisible();
    return own;
  }

  get radios(): Locator {
    return this.picker.getByRole("radio", { name: /·/ });
  }

  /** The radio that is the so-many-th of all. */
  radio(number: number): Locator {
    return this.picker.locator(`input[aria-posinset="${number}"]`);
  }

  get pins(): Locator {
    return pins(this.map);
  }

  /** Sets the element's property. */
  async give(points: readonly unknown[] | null): Promise<void> {
    await this.picker.evaluate((element, servicePoints) => {
      Object.assign(element, { servicePoints });
    }, points);
  }

  override async search(text: string): Promise<void> {
    const field = this.picker.getByLabel("Name, street, postal code or city");
    await field.fill(text);
    await field.press("Enter");
  }
}
