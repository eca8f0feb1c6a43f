// `sendcloud-compat.js` and the pages of shops that call it.

import { readFileSync } from "node:fs";
import { type Locator, type Page } from "@playwright/test";

/** The file that a migrated shop's script address names. */
export const COMPAT = '<script src="/sendcloud-compat.js"></script>';

/** Opens a shop's page, a file of this folder. */
export async function openPage(page: Page, name: string): Promise<void> {
  const body = readFileSync(new URL(name, import.meta.url), "utf8");
  await openMarkup(page, body, name);
}

/** Opens a page of this markup. */
export async function openMarkup(
  page: Page,
  body: string,
  name = "shop.html",
): Promise<void> {
  await page.route(`**/${name}`, (route) =>
    route.fulfill({ contentType: "text/html; charset=utf-8", body }),
  );
  await page.goto(`/${name}`);
}

/** The picker as the shopper sees it. */
export class Dialog {
  readonly page: Page;
  readonly root: Locator;

  constructor(page: Page) {
    this.page = page;
    this.root = page.getByRole("dialog");
  }

  get rows(): Locator {
    return this.root.getByRole("listitem");
  }

  /** The checked point. */
  get checked(): Locator {
    return this.root.getByRole("radio", { checked: true, name: /·/ });
  }

  get postNumber(): Locator {
    return this.root.getByLabel("Post number", { exact: true });
  }

  point(name: string | RegExp): Locator {
    return this.root.getByRole("radio", { name }).first();
  }

  /** Presses the button that commits to the checked point, in English. */
  async choose(): Promise<void> {
    await this.root.getByRole("button", { name: /^Choose / }).click();
  }
}
