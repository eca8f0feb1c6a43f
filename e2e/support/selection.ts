// What a selection leaves in its form, and what the proxy is asked for it.

import type { Page } from "@playwright/test";

const NAMES = [
  "service_point_id",
  "to_post_number",
  "carrier",
  "service_point_token",
];

/** What the page's form would send of a selection, by name; a name twice is an error. */
export async function sentFields(page: Page): Promise<Record<string, string>> {
  const entries = await page.evaluate(() => {
    const form = document.querySelector("form");
    const data = [...new FormData(form ?? undefined)];
    return data.map(([name, value]) => [name, `${value as string}`] as const);
  });
  const ours = entries.filter(([name]) => NAMES.includes(name));
  const fields = Object.fromEntries(ours);
  if (ours.length !== Object.keys(fields).length) {
    throw new Error(`fields twice: ${ours.map(([name]) => name).join(", ")}`);
  }
  return fields;
}

/** Counts how often the proxy is asked to confirm a point, from now on. */
export function countConfirmations(page: Page): { count: number } {
  const confirmations = { count: 0 };
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (pathname === "/api/selections") confirmations.count += 1;
  });
  return confirmations;
}
