// The configurator as a shop developer sees it, and the page that its snippet is copied into.

import type { Locator, Page } from "@playwright/test";
import { Checkout } from "../support/checkout.ts";

/** What the snippet has where a shop writes the name of a cart. */
const PLACEHOLDER = /RANDOM-NAME-OF-THIS-CART(?=")/g;

export class Configurator extends Checkout {
  readonly options: Locator;
  /** The text to copy. */
  readonly snippet: Locator;
  /** Policies, the one for pages that forbid WASM last. */
  readonly policies: Locator;
  readonly copy: Locator;
  /** What the form would post, as it is shown. */
  readonly posted: Locator;
  readonly events: Locator;

  constructor(page: Page) {
    super(page);
    this.options = page.getByRole("region", { name: "Options" });
    const snippet = page.getByRole("region", { name: "Snippet" });
    this.snippet = snippet.locator("pre").first();
    this.policies = snippet.locator("pre:not(:first-of-type)");
    this.copy = snippet.getByRole("button", { name: "Copy" });
    this.posted = page.getByRole("region", {
      name: "What the form would post",
    });
    this.events = page.getByRole("region", { name: "Events" });
  }

  /** Opens it with these settings in its address, and waits for the carriers on offer. */
  static override async open(page: Page, query = ""): Promise<Configurator> {
    const configurator = new Configurator(page);
    await page.goto(`/configurator${query}`);
    await configurator.option("UPS").waitFor();
    return configurator;
  }

  /** The option with this label, or with one that begins so. */
  option(label: string | RegExp): Locator {
    const name =
      typeof label === "string" ? new RegExp(`^\\s*${label}`) : label;
    return this.options.getByLabel(name).first();
  }

  /** The names of what the form holds. */
  fieldNames(): Promise<string[]> {
    return fieldNames(this.page);
  }
}

/** The names of what the form of a page holds. */
export function fieldNames(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const form = document.querySelector<HTMLFormElement>("form#checkout")!;
    return [...new FormData(form).keys()];
  });
}

/** Attributes of the picker in a page, but for the name of its cart, and its custom properties. */
export function traits(picker: Locator): Promise<Record<string, string>> {
  return picker.evaluate((element) => {
    const attributes = [...element.attributes]
      .filter(({ name }) => name !== "reference")
      .map(({ name, value }) => [name, value]);
    const style = getComputedStyle(element);
    const names = [
      ...["text", "muted", "background", "surface", "border"],
      ...["focus", "selected", "accent", "on-accent", "marker"],
    ].map((name) => `color-${name}`);
    names.push("font-family", "font-size", "radius", "height", "list-width");
    const properties = names.map((name) => {
      const property = `--spp-${name}`;
      return [property, style.getPropertyValue(property)];
    });
    return Object.fromEntries([...attributes, ...properties]) as Record<
      string,
      string
    >;
  });
}

/** Opens a page of a shop's own, with a policy where one is given. */
export async function openPasted(
  page: Page,
  snippet: string,
  policy?: string,
): Promise<Checkout> {
  // As a shop's template does.
  const filled = snippet.replace(PLACEHOLDER, `cart-${crypto.randomUUID()}`);
  const body = `<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>Shop</title>
      </head>
      <body><form id="checkout">${filled}</form></body>
    </html>`;
  const headers = policy ? { "Content-Security-Policy": policy } : {};
  await page.route("**/pasted.html", (route) =>
    route.fulfill({ contentType: "text/html", headers, body }),
  );
  await page.goto("/pasted.html");
  return new Checkout(page);
}
