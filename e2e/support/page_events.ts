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

/** The `detail` of an error that the picker told the page. */
export interface ToldError {
  readonly code: string;
  readonly message: string;
  readonly retryable: boolean;
}

/** Keeps the errors and the reasons for leaving that every page opened from now on is told. */
export async function listenForDetails(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const details = { error: [] as unknown[], cancel: [] as unknown[] };
    Object.assign(window, { details });
    for (const name of ["error", "cancel"] as const) {
      addEventListener(`service-point-${name}`, (event) => {
        const { detail } = event as CustomEvent<ToldError>;
        // An error would come out of the page without its code.
        const { code, message, retryable } = detail;
        details[name].push(
          name === "error" ? { code, message, retryable } : detail,
        );
      });
    }
  });
}

/** The errors that were told since this page began. */
export function toldErrors(page: Page): Promise<ToldError[]> {
  return page.evaluate(
    () =>
      (window as unknown as { details: { error: ToldError[] } }).details.error,
  );
}

/** Why the shopper left, each time. */
export function toldReasons(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { details } = window as unknown as {
      details: { cancel: { reason: string }[] };
    };
    return details.cancel.map(({ reason }) => reason);
  });
}
