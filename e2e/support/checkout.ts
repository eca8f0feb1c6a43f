// The demo checkout as a shopper sees it: names and roles, never class names.

import type { Locator, Page } from "@playwright/test";

/** The checkout page with its picker. */
export class Checkout {
  readonly page: Page;
  readonly picker: Locator;
  /** What the widget has drawn: within the picker, or in its frame. */
  readonly inside: Locator;
  /** What the picker says about its search. */
  readonly message: Locator;
  readonly searchField: Locator;

  constructor(page: Page, inside = page.locator("service-point-picker")) {
    this.page = page;
    this.picker = page.locator("service-point-picker");
    this.inside = inside;
    this.message = inside.locator('[part="message"] p:not(:empty)').first();
    this.searchField = inside.getByLabel("Postal code, city or address");
  }

  /** Opens the page and waits for the first results. */
  static async open(page: Page, url = "/"): Promise<Checkout> {
    const checkout = new Checkout(page);
    await page.goto(url);
    await checkout.picker.scrollIntoViewIfNeeded();
    await checkout.rows.first().waitFor();
    return checkout;
  }

  /** A checkout whose page forbids WASM, so that its widget is in a frame. */
  static framed(page: Page): Checkout {
    const frame = page.locator("service-point-picker iframe").contentFrame();
    return new Checkout(page, frame.locator(".frame"));
  }

  /** The card of the selected point. */
  get summary(): Locator {
    return this.picker.locator('[part="summary"]');
  }

  /** A hidden field of the form; none is there without a selection. */
  field(name: string): Locator {
    return this.page.locator(`form#checkout input[name="${name}"]`);
  }

  get rows(): Locator {
    return this.inside.getByRole("listitem");
  }

  /** The radio of a point, by the beginning of its name. */
  point(name: string | RegExp): Locator {
    return this.inside.getByRole("radio", { name }).first();
  }

  async search(text: string): Promise<void> {
    await this.searchField.fill(text);
    await this.inside.getByRole("button", { name: "Search" }).click();
  }

  /** Presses the button that commits to the checked point. */
  async choose(): Promise<void> {
    await this.inside.getByRole("button", { name: /^Choose / }).click();
  }

  /** Chooses the locker that asks for nothing. */
  async chooseLocker(): Promise<void> {
    await this.point(/^Stationsplein Parcel Locker/).click();
    await this.choose();
    await this.summary.waitFor();
  }

  /** The cart's reference, as the shop made it up. */
  async reference(): Promise<string> {
    return (await this.picker.getAttribute("reference")) ?? "";
  }

  async placeOrder(): Promise<void> {
    await this.page.getByRole("button", { name: /^Place order/ }).click();
  }
}

/** The three fields as the shop's back end received them, on the page after the order. */
export async function receivedFields(page: Page): Promise<string[]> {
  const names = ["service_point_id", "to_post_number", "carrier"];
  const fields = names.map((name) => page.locator(`code#${name}`));
  return Promise.all(fields.map((field) => field.innerText()));
}
