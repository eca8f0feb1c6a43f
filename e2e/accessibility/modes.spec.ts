// The picker at other sizes, spacings, colours and speeds than its makers had in mind.

import { expect, type Locator, type Page } from "@playwright/test";
import { test } from "../support/proxy.ts";
import { Stage } from "./stage.ts";

/** A picker with its points. */
async function openFound(page: Page, attributes = ""): Promise<Stage> {
  const stage = await Stage.open(page, "en", attributes);
  await stage.setPlace(stage.found());
  await expect(stage.picker.getByRole("listitem")).toHaveCount(7);
  return stage;
}

/** The same in a dialog. */
async function openDialog(page: Page): Promise<Stage> {
  const stage = await Stage.open(page, "en", 'mode="dialog"');
  stage.answerWith(stage.found());
  await stage.picker.getByRole("button").click();
  await stage.setPlace(stage.found());
  await expect(stage.picker.getByRole("listitem")).toHaveCount(7);
  return stage;
}

/** What stands out of the picker's box to a side, so that one would have to scroll for it. */
function overhanging(picker: Locator): Promise<string[]> {
  return picker.evaluate((host) => {
    const width = document.documentElement.clientWidth;
    const elements = [...(host.shadowRoot?.querySelectorAll("*") ?? [])];
    // The map is a picture, which may be larger than its frame.
    const isSeen = (element: Element): boolean =>
      element.checkVisibility() && !element.closest("[part=map]");
    const isOut = (element: Element): boolean => {
      const { left, right } = element.getBoundingClientRect();
      return left < -0.5 || right > width + 0.5;
    };
    const found = elements.filter((at) => isSeen(at) && isOut(at));
    const page = document.scrollingElement?.scrollWidth ?? 0;
    return [
      ...(page > width ? [`the page, by ${page - width} px`] : []),
      ...found.map((element) => element.outerHTML.slice(0, 80)),
    ];
  });
}

/** Boxes that cut their own text off, but for what only screen readers are to find. */
function clipped(picker: Locator): Promise<string[]> {
  return picker.evaluate((host) => {
    const elements = [...(host.shadowRoot?.querySelectorAll("*") ?? [])];
    const hasText = (element: Element): boolean =>
      [...element.childNodes].some(
        (node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim(),
      );
    const isCut = (element: Element): boolean => {
      const { overflowX, overflowY, clipPath } = getComputedStyle(element);
      if (clipPath !== "none") return false;
      const { clientHeight, clientWidth, scrollHeight, scrollWidth } = element;
      return (
        (overflowX !== "visible" && scrollWidth > clientWidth + 1) ||
        (overflowY !== "visible" && scrollHeight > clientHeight + 1)
      );
    };
    return elements
      .filter((at) => at.checkVisibility() && hasText(at) && isCut(at))
      .map((element) => element.textContent ?? "");
  });
}

/** Whether what has the focus is at least partly in view, and uncovered there. */
function isFocusSeen(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    let element = document.activeElement;
    let root: DocumentOrShadowRoot = document;
    while (element?.shadowRoot?.activeElement) {
      root = element.shadowRoot;
      element = element.shadowRoot.activeElement;
    }
    if (!element) return false;
    const { left, top, right, bottom } = element.getBoundingClientRect();
    const target = element;
    const isUncovered = (x: number, y: number): boolean => {
      const at = root.elementFromPoint(x, y);
      return !!at && (target.contains(at) || at.contains(target));
    };
    return [0.1, 0.5, 0.9].some((share) =>
      isUncovered(left + share * (right - left), top + share * (bottom - top)),
    );
  });
}

/** 320 px are 400 % of 1280: what scrolls in two directions cannot be read any more. */
test("at 320 px everything stands in one column, whatever the state", async ({
  page,
}) => {
  await page.setViewportSize({ width: 320, height: 640 });
  const stage = await openFound(page);
  const { picker } = stage;
  expect.soft(await overhanging(picker), "found").toEqual([]);
  await stage.details(0).click();
  await expect(picker.getByRole("table")).toBeVisible();
  expect.soft(await overhanging(picker), "details").toEqual([]);
  await stage.button("filters").click();
  expect.soft(await overhanging(picker), "filters").toEqual([]);
  await stage.radio(3).click();
  await stage.choose(3);
  expect.soft(await overhanging(picker), "post number").toEqual([]);
  await stage.view("map");
  await expect(picker.getByRole("region", { name: "Map" })).toBeVisible();
  expect.soft(await overhanging(picker), "map").toEqual([]);
  await stage.view("list");
  await stage.refuse();
  await stage.choose(0);
  await expect(stage.picker.getByText(/instead:$/)).toBeVisible();
  expect.soft(await overhanging(picker), "refused").toEqual([]);
  await stage.search(stage.found({ status: "not_found" }, 0));
  await expect(stage.button("number_look_up")).toBeVisible();
  expect.soft(await overhanging(picker), "not found").toEqual([]);
});

for (const [width, height, zoom] of [
  [640, 512, 200],
  [320, 256, 400],
] as const) {
  /** A bar that sticks over a short window hides what one has come to by keyboard (2.4.11). */
  test(`at ${zoom} % zoom every stop of the dialog is seen when it has the focus`, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height });
    const stage = await openDialog(page);
    expect.soft(await overhanging(stage.picker)).toEqual([]);
    await stage.button("close").focus();
    const confirm = page
      .getByRole("dialog")
      .getByRole("button", { name: /^Choose / });
    for (let stops = 0; stops < 30; stops += 1) {
      const html = await page
        .locator(":focus")
        .last()
        .evaluate((element) => element.outerHTML.slice(0, 120));
      expect.soft(await isFocusSeen(page), html).toBe(true);
      if (await confirm.evaluate((button) => button.matches(":focus"))) break;
      await page.keyboard.press("Tab");
    }
    await expect(confirm).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(stage.button("change")).toBeVisible();
  });

  test(`at ${zoom} % zoom every row is seen when it has the focus`, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height });
    const stage = await openDialog(page);
    await stage.radio(0).focus();
    for (let presses = 0; presses < 8; presses += 1) {
      const name = `after ${presses} arrows`;
      await expect.poll(() => isFocusSeen(page), name).toBe(true);
      await page.keyboard.press("ArrowDown");
    }
  });
}

/** WCAG 1.4.12, set inside the shadow root, where a reader's own style sheet has to reach. */
const SPACING = `* {
  line-height: 1.5 !important;
  letter-spacing: 0.12em !important;
  word-spacing: 0.16em !important;
}
p { margin-block-end: 2em !important; }`;

for (const width of [320, 1280]) {
  test(`wider spacing cuts nothing off, at ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    const stage = await openFound(page);
    const { picker } = stage;
    await picker.evaluate((host, css) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      const root = host.shadowRoot;
      if (root) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    }, SPACING);
    expect.soft(await clipped(picker), "found").toEqual([]);
    await stage.details(0).click();
    await stage.button("filters").click();
    await expect(picker.getByRole("checkbox").first()).toBeVisible();
    expect.soft(await clipped(picker), "unfolded").toEqual([]);
    expect.soft(await overhanging(picker), "unfolded").toEqual([]);
    await stage.radio(3).click();
    await stage.choose(3);
    await expect(picker.getByRole("textbox").nth(1)).toBeVisible();
    expect.soft(await clipped(picker), "post number").toEqual([]);
    await stage.search(stage.found({ status: "not_found" }, 0));
    await expect(stage.button("number_look_up")).toBeVisible();
    expect.soft(await clipped(picker), "not found").toEqual([]);
    expect.soft(await overhanging(picker), "not found").toEqual([]);
  });
}

/** Who enlarges text does not see what ends in three dots. */
test("the button that confirms shows the whole name, however long", async ({
  page,
}) => {
  await page.setViewportSize({ width: 320, height: 640 });
  const stage = await openFound(page);
  await stage.radio(4).click();
  await expect(stage.button("choose", { name: "GLS" })).toBeVisible();
  expect(await clipped(stage.picker)).toEqual([]);
});

test.describe("in forced colours", () => {
  test.use({ forcedColors: "active" });

  test("the checked row differs by a line around it and its mark, not by a background", async ({
    page,
  }) => {
    const stage = await openFound(page);
    await stage.radio(0).click();
    // The lines around the first two rows, whatever draws them.
    const lines = (): Promise<number[]> =>
      stage.picker.getByRole("listitem").evaluateAll((rows) =>
        rows.slice(0, 2).map((row) => {
          const { borderTopWidth, outlineStyle, outlineWidth } =
            getComputedStyle(row);
          const outline = outlineStyle === "none" ? "0" : outlineWidth;
          return Math.max(parseFloat(borderTopWidth), parseFloat(outline));
        }),
      );
    await expect.poll(lines).toEqual([3, 0]);
    await expect(stage.radio(0)).toBeChecked();
  });

  /** A background of `currentColor` is the page's own there: an icon without a trace. */
  test("icons and markers stand out from what is behind them", async ({
    page,
  }) => {
    const stage = await openFound(page);
    await stage.radio(0).click();
    const region = stage.picker.getByRole("region", { name: "Map" });
    await expect(region.getByRole("button").first()).toBeVisible();
    const faint = await stage.picker.evaluate((host) => {
      const canvas = document.createElement("span");
      canvas.style.cssText = "color: Canvas; forced-color-adjust: none";
      document.body.append(canvas);
      const background = getComputedStyle(canvas).color;
      const elements = [...(host.shadowRoot?.querySelectorAll("*") ?? [])];
      return elements.flatMap((element) => {
        if (!element.checkVisibility()) return [];
        const before = getComputedStyle(element, "::before");
        const isIcon = before.content === '""' && before.clipPath !== "none";
        const isFaint = isIcon && before.backgroundColor === background;
        return isFaint ? [element.outerHTML.slice(0, 90)] : [];
      });
    });
    expect(faint).toEqual([]);
  });

  /** Elsewhere it has no background; there it has, and lay over the end of the address. */
  test("no button lies over a row's text", async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 640 });
    const stage = await openFound(page);
    const covered = await stage.picker
      .getByRole("listitem")
      .evaluateAll((rows) =>
        rows.flatMap((row) => {
          const button = row.querySelector("button")?.getBoundingClientRect();
          const lines = [...row.querySelectorAll("label > *")];
          return lines.flatMap((line) => {
            const range = document.createRange();
            range.selectNodeContents(line);
            const isUnder = [...range.getClientRects()].some(
              ({ right, bottom }) =>
                button && right > button.left + 1 && bottom > button.top + 1,
            );
            return isUnder ? [line.textContent ?? ""] : [];
          });
        }),
      );
    expect(covered).toEqual([]);
  });

  test("buttons, fields, panels and the focus have outlines", async ({
    page,
  }) => {
    const stage = await openFound(page);
    await stage.button("filters").click();
    const parts = stage.picker.locator(
      "button:not([class*=unfold]):not([part~=marker]), input[type=text], label:has([type=checkbox])",
    );
    const borderless = await parts.evaluateAll((elements) =>
      elements
        .filter((element) => element.checkVisibility())
        .filter((element) => {
          const { borderTopWidth, borderTopStyle } = getComputedStyle(element);
          return borderTopWidth === "0px" || borderTopStyle === "none";
        })
        .map((element) => element.outerHTML.slice(0, 90)),
    );
    expect(borderless).toEqual([]);
    await page.keyboard.press("Tab");
    const outline = await page
      .locator(":focus")
      .last()
      .evaluate((element) => getComputedStyle(element).outlineStyle);
    expect(outline).toBe("solid");
  });
});

test.describe("with reduced motion", () => {
  test.use({ reducedMotion: "reduce" });

  test("the map zooms and pans in one step, and nothing moves by itself", async ({
    page,
  }) => {
    const stage = await openFound(page);
    const region = stage.picker.getByRole("region", { name: "Map" });
    const marker = region.getByRole("button").first();
    await expect(marker).toBeVisible();
    for (const button of ["zoom_in", "pan_left", "zoom_out"]) {
      const before = await marker.boundingBox();
      // Where the marker lies right after the press, before a frame could be drawn.
      // Pins of several points say "zoom in" too, and stand before it.
      const press = stage.button(button).last();
      const moved = await press.evaluate((element) => {
        (element as HTMLElement).click();
        const root = element.getRootNode() as ShadowRoot;
        const first = root.querySelector("[part~=marker]");
        const { x, y } = first?.getBoundingClientRect() ?? { x: 0, y: 0 };
        const animations = document.getAnimations().length;
        return { x, y, animations };
      });
      expect(moved.animations, button).toBe(0);
      expect([moved.x, moved.y], button).not.toEqual([before?.x, before?.y]);
      const after = await marker.boundingBox();
      expect([after?.x, after?.y], button).toEqual([moved.x, moved.y]);
    }
  });
});

test("a page that can be dark is dark in the dark, and one that cannot stays light", async ({
  page,
}) => {
  await page.emulateMedia({ colorScheme: "dark" });
  const stage = await openFound(page, 'map="off"');
  const bar = stage.picker.locator('[part="confirm"]');
  const background = (): Promise<string> =>
    bar.evaluate((element) => getComputedStyle(element).backgroundColor);
  expect(await background()).toBe("rgb(22, 27, 34)");
  await page.evaluate(() =>
    document.querySelector("meta[name=color-scheme]")?.remove(),
  );
  await expect.poll(background).toBe("rgb(255, 255, 255)");
});
