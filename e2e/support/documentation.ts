// The examples of the documentation, as readers copy them.

import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";

/** A block of code. */
export interface Example {
  /** The heading that it stands under, and which of that section's blocks it is: `The form 2`. */
  readonly name: string;
  readonly language: string;
  readonly code: string;
}

/** All blocks of code of a file, by the path from the project's root. */
export function examplesOf(path: string): Example[] {
  const text = readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
  const examples: Example[] = [];
  let heading = "";
  let count = 0;
  const lines =
    /^#+ (?<heading>.+)$|^```(?<language>\w*)\n(?<code>[^]*?)^```$/gm;
  for (const { groups = {} } of text.matchAll(lines)) {
    if (groups["heading"] !== undefined) {
      heading = groups["heading"];
      count = 0;
    } else {
      examples.push({
        name: `${heading} ${++count}`,
        language: groups["language"] ?? "",
        code: groups["code"] ?? "",
      });
    }
  }
  return examples;
}

/** The proxy and the shop that the documentation speaks of. */
export const DOCUMENTED_PROXY = "https://pickup.example";
export const DOCUMENTED_SHOP = "https://shop.example";

/** Has a page find the proxy at the address that examples name. */
export async function standInFor(page: Page, proxy: string): Promise<void> {
  await page.route(`${DOCUMENTED_PROXY}/**`, async (route) => {
    const address = new URL(route.request().url());
    const url = new URL(address.pathname + address.search, proxy).href;
    await route.fulfill({ response: await route.fetch({ url }) });
  });
}

/** Opens a page of the shop with this in its body, and this policy. */
export async function openDocumented(
  page: Page,
  body: string,
  policy?: string,
): Promise<void> {
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8" /><title>Shop</title><link rel="icon" href="data:," /></head><body>${body}</body></html>`;
  await page.route(`${DOCUMENTED_SHOP}/**`, (route) =>
    route.fulfill({
      contentType: "text/html; charset=utf-8",
      headers: policy ? { "content-security-policy": policy } : {},
      body: html,
    }),
  );
  await page.goto(`${DOCUMENTED_SHOP}/checkout`);
}
