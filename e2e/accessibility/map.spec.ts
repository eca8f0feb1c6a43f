// The map is an aid: it can be used without dragging, and everything can be done without it.

import { expect, type Locator, type Page } from "@playwright/test";
import { Checkout } from "../support/checkout.ts";
import { test } from "../support/proxy.ts";
import { EINDHOVEN, openShop } from "../support/shop_page.ts";
import { Stage } from "./stage.ts";

function markers({ picker }: Stage): Locator {
  return picker.getByRole("region", { name: "Map" }).getByRole("button");
}

/** Where the first two markers lie. */
async function places(stage: Stage): Promise<[x: number, y: number][]> {
  const boxes = await markers(stage).evaluateAll((buttons) =>
    buttons.slice(0, 2).map((button) => {
      const { left, bottom } = button.getBoundingClientRect();
      return [Math.round(left), Math.round(bottom)] as [number, number];
    }),
  );
  return boxes;
}

/** Dragging is not for everybody (WCAG 2.5.7), nor are two fingers (2.5.1). */
test("every movement has a button", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  const stage = await Stage.open(page, "en");
  await stage.setPlace(stage.found({}, 2));
  await expect(markers(stage)).toHaveCount(2);
  const [start = [0, 0]] = await places(stage);
  const moves: [button: string, x: number, y: number][] = [
    ["pan_right", -80, 0],
    ["pan_down", -80, -80],
    ["pan_left", 0, -80],
    ["pan_up", 0, 0],
  ];
  for (const [button, x, y] of moves) {
    await stage.button(button).click();
    await expect
      .poll(async () => (await places(stage))[0])
      .toEqual([start[0] + x, start[1] + y]);
  }
  const apart = async (): Promise<number> => {
    const [[x1, y1] = [0, 0], [x2, y2] = [0, 0]] = await places(stage);
    return Math.hypot(x1 - x2, y1 - y2);
  };
  const before = await apart();
  await stage.button("zoom_in").click();
  await expect.poll(apart).toBeGreaterThan(1.9 * before);
  await stage.button("zoom_out").click();
  await expect
    .poll(async () => Math.abs((await apart()) - before))
    .toBeLessThan(3);
});

/** Arrows on buttons point where they lead, whichever way the text runs. */
test("in a language from right to left the map's left is still left", async ({
  page,
}) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  const stage = await Stage.open(page, "ar-XB");
  await stage.setPlace(stage.found());
  await expect(stage.picker.locator('[part="map"]')).toBeVisible();
  const region = stage.picker.getByRole("region");
  const marker = region.getByRole("button").first();
  await expect(marker).toBeVisible();
  const before = await marker.boundingBox();
  await stage.button("pan_left").click();
  await expect
    .poll(async () => (await marker.boundingBox())?.x)
    .toBe((before?.x ?? 0) + 80);
  const [left, right] = await Promise.all(
    ["pan_left", "pan_right"].map((name) => stage.button(name).boundingBox()),
  );
  expect(left?.x).toBeLessThan(right?.x ?? 0);
});

/** Sends the page to a shop whose picker has no map, for one of the reasons that there are. */
async function openWithout(page: Page, why: string): Promise<Checkout> {
  if (why === "it is off")
    await openShop(
      page,
      `<service-point-picker map="off" ${EINDHOVEN}></service-point-picker>`,
    );
  else {
    await page.route("**/map.js", (route) => route.abort());
    await openShop(
      page,
      `<service-point-picker ${EINDHOVEN}></service-point-picker>`,
    );
  }
  return new Checkout(page);
}

for (const why of ["it is off", "it cannot be loaded"]) {
  test(`the task is the same without a map: ${why}`, async ({ page }) => {
    const checkout = await openWithout(page, why);
    await checkout.point(/^Stationsplein Parcel Locker/).click();
    if (why === "it cannot be loaded")
      await expect(
        checkout.picker
          .getByRole("status")
          .filter({ hasText: "The list has every service point." }),
      ).toBeVisible();
    else
      await expect(
        checkout.picker.getByRole("region", { name: "Map" }),
      ).toHaveCount(0);
    await checkout.choose();
    await expect(checkout.summary).toContainText("Stationsplein Parcel Locker");
  });
}

/** What only the map tells is kept from who does not see it. */
test("each marker is a row of the list, and says no more than it", async ({
  page,
}) => {
  const stage = await Stage.open(page, "en");
  await stage.setPlace(stage.found());
  await expect(markers(stage).first()).toBeVisible();
  const rows = await stage.picker.getByRole("listitem").allInnerTexts();
  for (const [at, row] of rows.entries()) {
    const radio = stage.radio(at);
    if ((await radio.getAttribute("aria-disabled")) === "true") continue;
    await radio.click();
    const marker = stage.picker.locator('[part="marker checked"]');
    const name = (await marker.getAttribute("aria-label")) ?? "";
    for (const part of name.split(", "))
      expect(row.replace(/\s/g, " ")).toContain(part.replace(/\s/g, " "));
  }
});
