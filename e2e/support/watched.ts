// What no page may ever see of the picker: an uncaught error, or a request to a third party.

import { expect } from "@playwright/test";
import { test as base } from "./proxy.ts";

/** What was seen on all pages of a test. */
export interface Watch {
  /** Uncaught errors and rejections. */
  readonly errors: string[];
  /** Addresses of others than the page's and the proxy's. */
  readonly strangers: string[];
  /** Origins of a test's own pages and proxies, beside the proxy that runs anyway. */
  readonly known: Set<string>;
}

/**
 * Playwright's `test` with a proxy running, as in `proxy.ts`, which fails where a page was left with
 * an uncaught error or asked anybody but the shop and the proxy.
 */
export const test = base.extend<{ watch: Watch }>({
  watch: [
    async ({ context, pickerProxy }, use) => {
      const known = new Set([new URL(pickerProxy.url).origin]);
      const watch: Watch = { errors: [], strangers: [], known };
      context.on("weberror", (error) => {
        watch.errors.push(`${error.error()}`);
      });
      const asked: URL[] = [];
      context.on("request", (request) => asked.push(new URL(request.url())));
      await use(watch);
      for (const { protocol, origin, href } of asked) {
        const isSent = protocol !== "data:" && protocol !== "blob:";
        if (isSent && !known.has(origin)) watch.strangers.push(href);
      }
      expect(watch.errors, "uncaught errors").toEqual([]);
      expect(watch.strangers, "requests to third parties").toEqual([]);
    },
    { auto: true },
  ],
});
