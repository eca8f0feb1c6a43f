// Where the focus is, as a screen reader is told: by role, name and state.

import { expect, type Page } from "@playwright/test";

/**
 * What has the focus, in shadow roots too, such as `radio "Bakker" [checked]`; `nothing` where it is
 * lost to the page's body.
 */
export async function focused(page: Page): Promise<string> {
  // The hosts of its shadow roots have it too, and stand before it.
  const focus = page.locator(":focus");
  if ((await focus.count()) === 0) return "nothing";
  const snapshot = await focus.last().ariaSnapshot({ timeout: 2_000 });
  // What follows is the element's content.
  const described = /^- '?(\w+( "([^"\\]|\\.)*")?( \[[^\]]*\])*)/.exec(
    snapshot,
  );
  return described?.[1] ?? snapshot;
}

/** Waits until the focus is on what is described so: the whole text of [`focused`], or a pattern. */
export async function expectFocus(
  page: Page,
  expected: string | RegExp,
): Promise<void> {
  const found = expect.poll(() => focused(page).catch(() => "moving"));
  await (typeof expected === "string"
    ? found.toBe(expected)
    : found.toMatch(expected));
}

/** Presses a key, and expects the focus on what is described so. */
export async function press(
  page: Page,
  key: string,
  expected: string | RegExp,
): Promise<void> {
  await page.keyboard.press(key);
  await expectFocus(page, expected);
}
