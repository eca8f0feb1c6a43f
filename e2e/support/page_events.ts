// What the picker tells the page, from the first moment of every page on.

import type { Page } from "@playwright/test";

/** An event of the picker, with whether it had a selection, and whether the element had one then. */
export interface Heard {
  readonly name: string;
  readonly hasDetail: boolean;
  readonly hasSelection: boolean;
}

/** Listens in every page that is opened from now on. */
export async function listen(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const heard: object[] = [];
    Object.assign(window, { heard });
    for (const name of ["change", "ready", "error", "cancel"]) {
      addEventListener(`service-point-${name}`, (event) => {
        const picker = event.target as HTMLElement & { selection: unknown };
        heard.push({
          name,
          hasDetail: (event as CustomEvent).detail !== null,
          hasSelection: picker.selection !== null,
        });
      });
    }
  });
}

/** What was told since this page began. */
export function heard(page: Page): Promise<Heard[]> {
  return page.evaluate(() => (window as unknown as { heard: Heard[] }).heard);
}
