// The configurator itself: for everybody, on every screen, and no place for secrets.

import { expect } from "@playwright/test";
import { findings } from "../support/axe.ts";
import { focused, press } from "../support/focus.ts";
import { test } from "../support/watched.ts";
import { Configurator } from "./configurator.ts";

const EVERYTHING =
  "?own-accent=yes&own-ground=yes&pin=yes&heading=Pick%20up&theme=light";

for (const colorScheme of ["light", "dark"] as const) {
  for (const width of [1280, 360]) {
    test(`axe finds nothing, and nothing is wider than the screen: ${colorScheme}, ${width} px`, async ({
      page,
    }) => {
      test.slow();
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 800 });
      for (const query of ["", EVERYTHING, "?embedding=open&pin=yes"]) {
        const configurator = await Configurator.open(page, query);
        if (query === "") {
          await configurator.picker.scrollIntoViewIfNeeded();
          await configurator.chooseLocker();
        }
        expect.soft(await findings(page), query).toEqual([]);
        const needed = await page.evaluate(
          () => document.documentElement.scrollWidth,
        );
        expect(needed, query).toBeLessThanOrEqual(width);
      }
    });
  }
}

test("the address keeps what is set, and nothing of the cart or the shopper", async ({
  page,
}) => {
  const configurator = await Configurator.open(page);
  expect(new URL(page.url()).search).toBe("");
  await configurator.option("In a dialog").check();
  await configurator.option("Lockers").check();
  await configurator.option("Carriers’ depots").check();
  await configurator.option("PostNL").check();
  await configurator.option("Required").uncheck();
  await configurator.option("Language").selectOption("fr");
  await configurator.option("Own heading").fill("A & B = C");
  await configurator.option("Own accent colour").check();
  await configurator.option("Accent").fill("#123456");
  await configurator.option("Corners").fill("0");
  const snippet = await configurator.snippet.innerText();
  expect(snippet).toContain("--spp-radius: 0px");
  const reference = await configurator.reference();
  expect(reference).toMatch(/^configurator(-\d+){4}$/);
  expect(page.url()).not.toContain(reference);

  const other = await page.context().newPage();
  await other.goto(page.url());
  const restored = new Configurator(other);
  await expect(restored.option("UPS")).toBeVisible();
  expect(await restored.snippet.innerText()).toBe(snippet);
  expect(other.url()).toBe(page.url());
  await expect(restored.option("PostNL")).toBeChecked();
  await expect(restored.option("Own heading")).toHaveValue("A & B = C");
  expect(await restored.reference()).not.toBe(reference);
  await other.close();

  await page.getByRole("link", { name: "Start again" }).click();
  await expect(configurator.option("In the page")).toBeChecked();
  expect(new URL(page.url()).search).toBe("");
});

test("an address that was tampered with sets nothing that is no option", async ({
  page,
}) => {
  const configurator = await Configurator.open(
    page,
    "?font=red;}*{display:none}&embedding=frame&map=%3Cb%3E&radius=9999&accent=red&own-accent=yes&carriers=%3Cimg%3E&__proto__=x&toString=y",
  );
  const { picker, snippet } = configurator;
  await configurator.rows.first().waitFor();
  await expect(configurator.option("In the page")).toBeChecked();
  await expect(picker).not.toHaveAttribute("map", /.*/);
  await expect(picker).not.toHaveAttribute("carriers", /.*/);
  for (const trace of ["display:none", "--spp-radius", "<img", "<b>"]) {
    await expect(snippet).not.toContainText(trace);
  }
});

test("neither post number nor token is shown, whatever the fields are called", async ({
  page,
}) => {
  const configurator = await Configurator.open(page);
  await page.getByRole("button", { name: "Berlin, with post number" }).click();
  await configurator.point(/^Packstation/).click();
  await configurator.choose();
  await configurator.picker
    .getByLabel("Post number", { exact: true })
    .fill("0048159263");
  await configurator.choose();
  await configurator.summary.waitFor();
  const values = () =>
    configurator.picker
      .locator("input[type=hidden]")
      .evaluateAll((inputs) =>
        inputs.map((input) => (input as HTMLInputElement).value),
      );
  for (const preset of ["", "magento2", "woocommerce", "lightspeed"]) {
    await configurator.option("Fields as a shop system").selectOption(preset);
    expect((await values()).join()).toContain("0048159263");
    const token = (await values()).at(-1) ?? "";
    for (const shown of [configurator.posted, configurator.events]) {
      await expect(shown).not.toContainText("0048159263");
      await expect(shown).not.toContainText(token.slice(0, 20));
    }
    await expect(configurator.posted).toContainText("(10 digits)");
  }
  await configurator
    .option("Other names for fields")
    .fill("to_post_number=service_point_id");
  await configurator.option("Other names for fields").blur();
  await expect(configurator.posted).not.toContainText("0048159263");
  expect(page.url()).not.toContain("0048159263");
});

test("the form is held up where a selection is required, and says what it would send", async ({
  page,
}) => {
  const configurator = await Configurator.open(page);
  await configurator.rows.first().waitFor();
  const send = page.getByRole("button", { name: "Try to send the form" });
  await send.click();
  await expect(configurator.picker.getByRole("alert").first()).toHaveText(
    "Choose a service point",
  );
  await configurator.chooseLocker();
  await send.click();
  await expect(page.getByText("The form would be sent")).toHaveText(
    /with service_point_id, to_post_number, carrier, service_point_token\.$/,
  );
});

test("by keyboard alone: set, look, copy", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const configurator = await Configurator.open(page);
  for (const stop of ["The demo checkout", "Preview", "Snippet"])
    await press(page, "Tab", `link "${stop}"`);
  await press(page, "Tab", /^radio "In the page .*" \[checked\]$/);
  await press(page, "ArrowDown", /^radio "In a dialog .*" \[checked\]$/);
  await expect(configurator.picker).toHaveAttribute("mode", "dialog");
  await press(page, "Shift+Tab", 'link "Snippet"');
  await page.keyboard.press("Enter");
  await press(page, "Tab", 'button "Copy"');
  await page.keyboard.press("Enter");
  await expect(
    page.getByRole("status").filter({ hasText: "Copied." }),
  ).toBeVisible();
  expect(await focused(page)).toBe('button "Copy"');
  const text = await page.evaluate(() => navigator.clipboard.readText());
  expect(text).toContain('mode="dialog"');
  // Another snippet has not been copied.
  await configurator.option("Required").press("Space");
  await expect(page.getByText("Copied.")).toHaveCount(0);
});

test("where the clipboard is closed, the snippet is selected", async ({
  page,
}) => {
  await page.addInitScript(() => {
    Object.defineProperty(navigator, "clipboard", { value: undefined });
  });
  const configurator = await Configurator.open(page);
  await configurator.copy.click();
  await expect(
    page.getByRole("status").filter({ hasText: "Selected: copy it with" }),
  ).toBeVisible();
  const selected = await page.evaluate(() => `${getSelection()}`);
  expect(selected.trim()).toBe((await configurator.snippet.innerText()).trim());
});

test("checkout and configurator lead to each other", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("link", { name: "try the configurator" }).click();
  await expect(
    page.getByRole("heading", { name: "Configurator", level: 1 }),
  ).toBeVisible();
  await page.getByRole("link", { name: "The demo checkout" }).click();
  await expect(
    page.getByRole("heading", { name: "Checkout", level: 1 }),
  ).toBeVisible();
});
