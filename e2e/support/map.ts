// The map as a shopper uses it.

import { expect, type Locator } from "@playwright/test";

/** What is pressed on a map: points, and several points at once. */
export function pins(map: Locator): Locator {
  return map.locator('[part~="marker"]');
}

/** Zooms in until a point has a pin of its own. */
export async function findPin(
  map: Locator,
  name: string | RegExp,
): Promise<Locator> {
  const pin = map.getByRole("button", { name }).first();
  await expect(async () => {
    if (!(await pin.isVisible())) await map.press("+");
    await expect(pin).toBeVisible({ timeout: 400 });
  }).toPass();
  return pin;
}
