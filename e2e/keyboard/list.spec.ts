// The list by keys: one tab stop, and every row of it within reach.

import { expect, type Page } from "@playwright/test";
import { Checkout } from "../support/checkout.ts";
import { installClock } from "../support/clock.ts";
import { expectFocus, focused, press } from "../support/focus.ts";
import { test } from "../support/proxy.ts";
import { changeAnswers } from "../support/searches.ts";
import { EINDHOVEN, openShop } from "../support/shop_page.ts";

/** A picker in the page whose points have these names, nearest first. */
async function openWith(
  page: Page,
  names: readonly string[],
  { lang = "en", expired = "" } = {},
): Promise<Checkout> {
  await changeAnswers(page, (found) => {
    found.results.length = Math.min(found.results.length, names.length);
    for (const [at, point] of found.results.entries()) {
      point.name = names[at] ?? "";
      point.is_expired = point.name === expired;
    }
  });
  await openShop(
    page,
    `<service-point-picker map="off" ${EINDHOVEN}></service-point-picker>`,
    { lang },
  );
  const checkout = new Checkout(page);
  await expect(checkout.rows).toHaveCount(names.length);
  return checkout;
}

/** What is told of a row with the focus that is checked, too. */
function checked(name: string): RegExp {
  return new RegExp(`^radio ".?${name} .*" \\[checked\\]$`);
}

/** "Point 01" and so on. */
function numbered(count: number): string[] {
  const number = (at: number): string => `${at + 1}`.padStart(2, "0");
  return Array.from({ length: count }, (_, at) => `Point ${number(at)}`);
}

test("arrows lead to the next and the one before, and round", async ({
  page,
}) => {
  const checkout = await openWith(page, ["One", "Two", "Three"]);
  await checkout.point("One").focus();
  await press(page, "ArrowDown", checked("Two"));
  await press(page, "ArrowRight", checked("Three"));
  await press(page, "ArrowDown", checked("One"));
  await press(page, "ArrowUp", checked("Three"));
  await press(page, "ArrowLeft", checked("Two"));
});

test("in a language from right to left the arrow to the left leads on", async ({
  page,
}) => {
  const checkout = await openWith(page, ["One", "Two", "Three"], {
    lang: "ar-XB",
  });
  await checkout.point("One").focus();
  await press(page, "ArrowLeft", checked("Two"));
  await press(page, "ArrowRight", checked("One"));
  await press(page, "ArrowDown", checked("Two"));
  await press(page, "ArrowUp", checked("One"));
});

test("Home, End and the page keys lead far", async ({ page }) => {
  const checkout = await openWith(page, numbered(30));
  await checkout.point("Point 01").focus();
  await press(page, "PageDown", checked("Point 11"));
  await press(page, "PageDown", checked("Point 21"));
  await press(page, "PageDown", checked("Point 30"));
  await press(page, "PageUp", checked("Point 20"));
  await press(page, "Home", checked("Point 01"));
  await press(page, "PageUp", checked("Point 01"));
  await press(page, "End", checked("Point 30"));
  await expect(checkout.point("Point 30")).toBeInViewport();
});

test("typed letters lead to the next name that begins so, accents aside", async ({
  page,
}) => {
  await installClock(page);
  const names = ["Albert", "Bakker", "Écluse", "Bruna", "Eten"];
  const checkout = await openWith(page, names);
  await page.clock.pauseAt((await page.evaluate(() => Date.now())) + 1_000);
  await checkout.point("Albert").focus();
  await press(page, "b", checked("Bakker"));
  // Letters belong together for half a second.
  await press(page, "r", checked("Bruna"));
  await page.clock.runFor(600);
  await press(page, "e", checked("Eten"));
  await page.clock.runFor(600);
  await press(page, "e", checked("Écluse"));
  await page.clock.runFor(600);
  await press(page, "z", checked("Écluse"));
});

/** Two of four pickers that were looked at had rows that no key reached. */
for (const count of [1, 50]) {
  test(`every one of ${count} rows is reached`, async ({ page }) => {
    const checkout = await openWith(page, numbered(count));
    await checkout.point("Point 01").focus();
    const reached = await checkout.picker.evaluateHandle((picker) => {
      const names: string[] = [];
      picker.shadowRoot?.addEventListener("focusin", ({ target }) => {
        const [label] = (target as HTMLInputElement).labels ?? [];
        names.push(label?.innerText.split("\n")[0] ?? "");
      });
      return names;
    });
    for (let presses = 0; presses < count; presses += 1)
      await page.keyboard.press("ArrowDown");
    const [first, ...others] = numbered(count);
    const expected = count === 1 ? [] : [...others, first];
    expect(await reached.jsonValue()).toEqual(expected);
    await expect(checkout.point("Point 01")).toBeChecked();
  });
}

/** Native radios check whatever the arrows reach, and wrap inside the rows that are drawn. */
test("a point that cannot be chosen is reached, told as such, and never checked", async ({
  page,
}) => {
  const checkout = await openWith(page, ["One", "Gone", "Three"], {
    expired: "Gone",
  });
  const gone =
    /^radio "Gone .*Details out of date: cannot be chosen" \[disabled\]$/;
  await checkout.point("One").focus();
  await press(page, "Space", checked("One"));
  await press(page, "ArrowDown", gone);
  await expect(checkout.point("One")).toBeChecked();
  await press(page, "Space", gone);
  await expect(
    checkout.picker.getByRole("button", { name: "Choose One" }),
  ).toBeVisible();
  await press(page, "ArrowDown", checked("Three"));
  await press(page, "g", gone);
  await expect(checkout.point("Three")).toBeChecked();
});

/** Only the checked row's button was a stop, and such a row is never checked. */
test("what stands against a point, and its details, are reached without checking it", async ({
  page,
}) => {
  const checkout = await openWith(page, ["One", "Gone", "Three"], {
    expired: "Gone",
  });
  await checkout.point("One").focus();
  await press(page, "ArrowDown", /^radio "Gone /);
  await press(page, "Tab", 'button "Details of Gone"');
  await page.keyboard.press("Enter");
  await expect(checkout.picker.getByRole("table")).toBeVisible();
  await press(page, "Tab", 'button "Nearest instead: One"');
  await page.keyboard.press("Enter");
  await expect(checkout.point("One")).toBeChecked();
});

test("the list is one stop, and a checked row's details are the next", async ({
  page,
}) => {
  const checkout = await openWith(page, ["One", "Two", "Three"]);
  await checkout.point("Two").focus();
  await press(page, "Space", checked("Two"));
  await press(page, "Tab", 'button "Details of Two"');
  await press(page, "Tab", 'button "Choose Two"');
  await press(page, "Shift+Tab", 'button "Details of Two"');
  await press(page, "Shift+Tab", checked("Two"));
});

test("Space checks and commits to nothing; Enter leads on to the button", async ({
  page,
}) => {
  let confirmations = 0;
  page.on("request", (request) => {
    if (request.method() === "POST") confirmations += 1;
  });
  const checkout = await openWith(page, ["One", "Two", "Three"]);
  await checkout.point("Two").focus();
  expect(await focused(page)).not.toMatch(/checked/);
  await press(page, "Space", checked("Two"));
  await press(page, "Enter", 'button "Choose Two"');
  expect(confirmations).toBe(0);
  await page.keyboard.press("Enter");
  await expectFocus(page, 'button "Change"');
  expect(confirmations).toBe(1);
});

/** Without a checked point the button that it leads to does nothing. */
test("Enter on a row that is not checked yet checks it before it leads on", async ({
  page,
}) => {
  const checkout = await openWith(page, ["One", "Two", "Three"]);
  await checkout.point("Two").focus();
  await press(page, "Enter", 'button "Choose Two"');
});

test("keys with Ctrl, Alt or Meta stay the browser's in the list too", async ({
  page,
}) => {
  const checkout = await openWith(page, ["One", "Two", "Three"]);
  const isLeftAlone = (init: object): Promise<boolean> =>
    checkout.point("One").evaluate((radio, modifiers) => {
      (radio as HTMLElement).focus();
      const rest = { key: "End", bubbles: true, cancelable: true };
      return radio.dispatchEvent(
        new KeyboardEvent("keydown", { ...rest, ...modifiers }),
      );
    }, init);
  for (const modifier of ["ctrlKey", "metaKey", "altKey"])
    expect(await isLeftAlone({ [modifier]: true }), modifier).toBe(true);
  expect(await isLeftAlone({})).toBe(false);
});
