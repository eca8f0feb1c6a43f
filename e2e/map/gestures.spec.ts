// A map in a checkout leaves the page its wheel and its finger, and says what moves it instead.

import { expect, type Page } from "@playwright/test";
import { Checkout } from "../support/checkout.ts";
import { test } from "../support/watched.ts";

async function open(page: Page) {
  await page.emulateMedia({ reducedMotion: "reduce" });
  const checkout = await Checkout.open(page);
  const map = checkout.picker.getByRole("region", { name: "Map" });
  const pin = map.locator('[part~="marker"]').first();
  await expect(pin).toBeVisible();
  const names = () =>
    map
      .locator('[part~="marker"]')
      .evaluateAll((pins) => pins.map((pin) => pin.ariaLabel));
  return { checkout, map, names };
}

test("the wheel scrolls the page, says what zooms, and zooms with that key", async ({
  page,
}) => {
  await page.setViewportSize({ width: 1200, height: 500 });
  const { checkout, map, names } = await open(page);
  const before = await names();
  const top = await page.evaluate(() => scrollY);
  await map.hover();
  await page.mouse.wheel(0, 120);
  await expect(
    checkout.picker.getByText("Use Ctrl and the wheel to zoom the map."),
  ).toBeVisible();
  await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(top);
  expect(await names()).toEqual(before);
  await map.hover();
  await page.keyboard.down("Control");
  await page.mouse.wheel(0, -240);
  await page.keyboard.up("Control");
  await expect.poll(names).not.toEqual(before);
});

test("once the map has the focus, the wheel is its own", async ({ page }) => {
  const { map, names } = await open(page);
  const before = await names();
  await map.focus();
  await map.hover();
  await page.mouse.wheel(0, -240);
  await expect.poll(names).not.toEqual(before);
});

test.describe("by touch", () => {
  test.use({ hasTouch: true, viewport: { width: 1200, height: 900 } });

  test("one finger across the map moves nothing and is told that two do", async ({
    page,
  }) => {
    const session = await page.context().newCDPSession(page);
    await session.send("Emulation.setEmitTouchEventsForMouse", {
      enabled: true,
      configuration: "mobile",
    });
    await session.send("Emulation.setEmulatedMedia", {
      features: [{ name: "pointer", value: "coarse" }],
    });
    const { checkout, map, names } = await open(page);
    const before = await names();
    const box = (await map.boundingBox())!;
    const y = box.y + box.height / 2;
    const touch = (type: "touchStart" | "touchMove" | "touchEnd", x?: number) =>
      session.send("Input.dispatchTouchEvent", {
        type,
        touchPoints: x === undefined ? [] : [{ x: box.x + x, y }],
      });
    await touch("touchStart", 220);
    for (const x of [210, 190, 150, 100]) await touch("touchMove", x);
    await touch("touchEnd");
    await expect(
      checkout.picker.getByText("Use two fingers to move the map."),
    ).toBeVisible();
    expect(await names()).toEqual(before);
  });
});
