// A page's time in a test's hand.

import type { Page } from "@playwright/test";

/**
 * Installs Playwright's clock in every page from now on, `time` being what it shows at first. Its timers
 * have numbers that are too large for WASM, which reads them as what browsers promise, 32 bits: then one
 * that was cleared would still run.
 */
export async function installClock(page: Page, time?: Date): Promise<void> {
  await page.clock.install(time ? { time } : {});
  await page.addInitScript(() => {
    const { setTimeout, clearTimeout } = window;
    const first = 1e12;
    Object.assign(window, {
      setTimeout: (...timer: Parameters<typeof setTimeout>) =>
        Number(setTimeout(...timer)) - first,
      clearTimeout: (id?: number) => clearTimeout((id ?? 0) + first),
    });
  });
}
