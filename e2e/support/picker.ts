// What a page's own script does with a picker's element.

import type { Locator, Page } from "@playwright/test";
import type { ServicePointPickerElement } from "../../embed/index";

/** Sets attributes of one element in one task; null removes one. */
export async function setAttributes(
  picker: Locator,
  attributes: Readonly<Record<string, string | null>>,
): Promise<void> {
  await picker.evaluate((element, values) => {
    for (const [name, value] of Object.entries(values))
      if (value === null) element.removeAttribute(name);
      else element.setAttribute(name, value);
  }, attributes);
}

/** Calls a method of the element. */
export async function call(
  picker: Locator,
  method: "open" | "close" | "preload" | "reset",
): Promise<void> {
  await picker.evaluate(
    (element, name) => (element as ServicePointPickerElement)[name](),
    method,
  );
}

/** Waits for the script. */
export async function untilDefined(page: Page): Promise<void> {
  await page.waitForFunction(() => "ServicePointPicker" in window);
}

/** Paths of what the proxy is asked from now on, the page and its script aside. */
export function watchPaths(page: Page): string[] {
  const paths: string[] = [];
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (/^\/(api|assets|tiles)\//.test(pathname)) paths.push(pathname);
  });
  return paths;
}
