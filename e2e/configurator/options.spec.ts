// Every option changes the picker beside it and the snippet below, and the picker stays the same element.

import { expect, type Locator } from "@playwright/test";
import { test } from "../support/watched.ts";
import { Configurator } from "./configurator.ts";

/** An option with what is done to it, and what the picker and the snippet then have. */
interface Change {
  readonly label: string;
  readonly act: (option: Locator) => Promise<unknown>;
  readonly attributes: Readonly<Record<string, string | null>>;
  /** The attribute as the snippet has it; none is left. */
  readonly written: string | RegExp;
  readonly unwritten?: string;
}

const CHANGES: readonly Change[] = [
  {
    label: "Country",
    act: (option) => option.selectOption("BE"),
    attributes: { country: "BE" },
    written: 'country="BE"',
  },
  {
    label: "Street",
    act: (option) => option.fill('Rue "Neuve" & <b>'),
    attributes: { street: 'Rue "Neuve" & <b>' },
    written: 'street="Rue &quot;Neuve&quot; &amp; &lt;b>"',
  },
  {
    label: "Number",
    act: (option) => option.fill("7 B"),
    attributes: { "house-number": "7 B" },
    written: 'house-number="7 B"',
  },
  {
    label: "Postal code",
    act: (option) => option.fill("1000"),
    attributes: { "postal-code": "1000" },
    written: 'postal-code="1000"',
  },
  {
    label: "City",
    act: (option) => option.fill(""),
    attributes: { city: null },
    written: 'postal-code="1000"',
    unwritten: "city=",
  },
  {
    label: "UPS",
    act: (option) => option.check(),
    attributes: { carriers: "ups" },
    written: 'carriers="ups"',
  },
  {
    label: "Lockers",
    act: (option) => option.check(),
    attributes: { "shop-types": "locker" },
    written: 'shop-types="locker"',
  },
  {
    label: "Post offices",
    act: (option) => option.check(),
    attributes: { "shop-types": "locker post_office" },
    written: 'shop-types="locker post_office"',
  },
  {
    label: "Language",
    act: (option) => option.selectOption("de"),
    attributes: { lang: "de" },
    written: 'lang="de"',
  },
  {
    label: "Map",
    act: (option) => option.selectOption("off"),
    attributes: { map: "off" },
    written: 'map="off"',
  },
  {
    label: "Required",
    act: (option) => option.uncheck(),
    attributes: { required: null },
    written: 'lang="de"',
    unwritten: "required",
  },
  {
    label: "Reference",
    act: (option) => option.uncheck(),
    attributes: { reference: null },
    written: 'lang="de"',
    unwritten: "RANDOM-NAME",
  },
  {
    label: "Fields as a shop system",
    act: (option) => option.selectOption("shopware6"),
    attributes: { preset: "shopware6" },
    written: 'preset="shopware6"',
  },
  {
    label: "Other names for fields",
    act: (option) => option.fill("carrier="),
    attributes: { "field-names": "carrier=" },
    written: 'field-names="carrier="',
  },
  {
    label: "Theme",
    act: (option) => option.selectOption("dark"),
    attributes: { theme: "dark" },
    written: 'theme="dark"',
  },
  {
    label: "In a dialog",
    act: (option) => option.check(),
    attributes: { mode: "dialog" },
    written: 'mode="dialog"',
  },
];

test("what is an attribute changes on the same element, and the focus stays", async ({
  page,
}) => {
  test.slow();
  const configurator = await Configurator.open(page);
  const { options, picker } = configurator;
  await picker.evaluate((element) => Object.assign(element, { isSame: true }));
  await expect(configurator.snippet).toContainText("\n  required\n");
  for (const { label, act, attributes, written, unwritten } of CHANGES) {
    await test.step(label, async () => {
      const option = options.getByLabel(new RegExp(`^\\s*${label}`)).first();
      await option.focus();
      await act(option);
      await option.dispatchEvent("change");
      for (const [name, value] of Object.entries(attributes)) {
        if (value === null)
          await expect(picker).not.toHaveAttribute(name, /.*/);
        else await expect(picker).toHaveAttribute(name, value);
      }
      await expect(configurator.snippet).toContainText(written);
      if (unwritten)
        await expect(configurator.snippet).not.toContainText(unwritten);
      await expect(option).toBeFocused();
    });
  }
  expect(
    await picker.evaluate((element) => "isSame" in element && element.isSame),
  ).toBe(true);
  await expect(
    picker.getByRole("button", { name: "Abholstelle wählen" }),
  ).toBeVisible();
});

test("the list follows: carriers and types are what was checked, the language is spoken", async ({
  page,
}) => {
  const configurator = await Configurator.open(page);
  await configurator.rows.first().waitFor();
  await configurator.option("GLS Netherlands").check();
  await expect
    .poll(async () => {
      const rows = await configurator.rows.allInnerTexts();
      return rows.length > 0 && rows.every((text) => text.includes("GLS"));
    })
    .toBe(true);
  await configurator.option("Language").selectOption("nl");
  await expect(
    configurator.picker.getByLabel("Postcode, plaats of adres"),
  ).toBeVisible();
});

test("colours, font and measures reach the picker, with what goes with them", async ({
  page,
}) => {
  const configurator = await Configurator.open(page);
  const { picker, snippet } = configurator;
  await configurator.rows.first().waitFor();
  const property = (name: string) =>
    picker.evaluate(
      (element, name) => getComputedStyle(element).getPropertyValue(name),
      name,
    );
  const expectProperty = async (name: string, value: string) => {
    expect(await property(name)).toBe(value);
    await expect(snippet).toContainText(`    ${name}: ${value};\n`);
  };

  await configurator.option("Own accent colour").check();
  await configurator.option("Accent").fill("#ffcc00");
  await expectProperty("--spp-color-accent", "#ffcc00");
  // Black on yellow: white could not be read.
  await expectProperty("--spp-color-on-accent", "#000000");
  await expect(configurator.options.getByRole("status")).toContainText(
    "hard to read on a light page",
  );

  await configurator.option("Own text and background").check();
  await configurator.option(/^\s*Text\s*$/).fill("#eeeeee");
  await configurator.option("Background").fill("#000000");
  await expectProperty("--spp-color-text", "#eeeeee");
  await expectProperty("--spp-color-background", "#000000");
  await expectProperty("--spp-color-surface", "#0e0e0e");
  await expect(configurator.options.getByRole("status")).toContainText(
    "Choose the theme “dark”",
  );
  await configurator.option("Theme").selectOption("dark");
  await expect(configurator.options.getByRole("status")).toBeEmpty();
  await configurator.option(/^\s*Text\s*$/).fill("#333333");
  await expect(configurator.options.getByRole("status")).toContainText(
    "Text is hard to read",
  );

  await configurator.option("Font").selectOption("Georgia, serif");
  await expectProperty("--spp-font-family", "Georgia, serif");
  for (const [label, name, value] of [
    ["Text size", "font-size", "18"],
    ["Corners", "radius", "0"],
    ["Height", "height", "480"],
    ["List", "list-width", "300"],
  ] as const) {
    await configurator.option(label).fill(value);
    await expectProperty(`--spp-${name}`, `${value}px`);
  }
  expect((await picker.boundingBox())?.height).toBe(480);
  await expect(snippet).toContainText("      height: 480px;\n");

  // Out of its range it is as if it were not set.
  await configurator.option("Height").fill("12");
  await expect(snippet).not.toContainText("--spp-height");
});

test("an own heading is a text of the picker, whatever characters it has", async ({
  page,
}) => {
  const configurator = await Configurator.open(page, "?embedding=dialog");
  const heading = 'Where, "then"? </script><b>';
  await configurator.option("Own heading").fill(heading);
  await configurator.option("Own heading").blur();
  await expect(
    configurator.picker.getByRole("button", { name: heading, exact: true }),
  ).toBeVisible();
  await expect(configurator.snippet).toContainText(
    'heading: "Where, \\"then\\"? \\u003c/script>\\u003cb>"',
  );
  await configurator.option("Own heading").fill("");
  await configurator.option("Own heading").blur();
  await expect(
    configurator.picker.getByRole("button", { name: "Choose a service point" }),
  ).toBeVisible();
  await expect(configurator.snippet).not.toContainText("messages");
});

test("a pinned loader has the digest of the file that is served", async ({
  page,
}) => {
  const configurator = await Configurator.open(page);
  await configurator.option("Pin the loader").check();
  const answer = await page.request.get("/integrity.json");
  const digests = (await answer.json()) as Record<string, string>;
  await expect(configurator.snippet).toContainText(
    `picker.js" async integrity="${digests["picker.js"]}" crossorigin="anonymous"></script>`,
  );
});

test("a digest that cannot be had is missed aloud", async ({ page }) => {
  await page.route("**/integrity.json", (route) => route.abort());
  const configurator = await Configurator.open(page, "?pin=yes");
  await expect(
    configurator.options.getByText("The digest cannot be read"),
  ).toBeVisible();
  await expect(configurator.snippet).not.toContainText("integrity");
});

test("with the page's own button the element makes room, and comes back as it was", async ({
  page,
}) => {
  const configurator = await Configurator.open(page, "?preset=magento2");
  await configurator.rows.first().waitFor();
  const { picker, snippet } = configurator;
  await picker.evaluate((element) => Object.assign(element, { isSame: true }));
  await configurator.option("From your own button").check();
  await expect(picker).toHaveCount(0);
  await expect(snippet).toContainText("await ServicePointPicker.open({");
  await expect(snippet).not.toContainText("<service-point-picker");
  await expect(configurator.option("Required")).toBeDisabled();

  await page.getByRole("button", { name: "Choose a service point" }).click();
  await configurator.rows.first().waitFor();
  await configurator.point(/^Stationsplein Parcel Locker/).click();
  await configurator.choose();
  await expect(configurator.posted).toContainText("service_point_token");
  await expect(configurator.events).toContainText(
    "service-point-change Stationsplein Parcel Locker, postnl",
  );

  await configurator.option("In the page").check();
  await expect(picker).toHaveAttribute("preset", "magento2");
  await expect(picker).toHaveAttribute("required", "");
  expect(
    await picker.evaluate((element) => "isSame" in element && element.isSame),
  ).toBe(true);
});
