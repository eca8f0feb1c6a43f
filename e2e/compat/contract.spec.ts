// What the hosted picker's callers rely on, call by call.

import { expect, type Page } from "@playwright/test";
import { test as unwatched } from "../support/proxy.ts";
import { test } from "../support/watched.ts";
import { COMPAT, Dialog, openMarkup } from "./served.ts";

/** What callbacks were given, in the order of the calls; and whether the dialog was there meanwhile. */
interface Call {
  readonly name: string;
  readonly given: unknown[];
  readonly isOpen: boolean;
}

const PAGE = `<!doctype html><html lang="nl"><head><title>Shop</title>
  <link rel="icon" href="data:," />${COMPAT}</head><body></body></html>`;

/** Opens a page with what `ask` needs. */
async function openShop(page: Page, markup = PAGE): Promise<Dialog> {
  await page.addInitScript(() => {
    const calls: object[] = [];
    const note =
      (name: string) =>
      (...given: unknown[]) => {
        const picker = document.querySelector("service-point-picker");
        calls.push({ name, given, isOpen: picker !== null });
      };
    Object.assign(window, { calls, note });
  });
  await openMarkup(page, markup);
  return new Dialog(page);
}

/** Calls `open` with callbacks that are noted below `name`; what had been noted when it returned. */
function ask(page: Page, config: unknown, name = ""): Promise<Call[]> {
  return page.evaluate(
    ({ config, name }) => {
      const { calls, note } = window as unknown as {
        calls: Call[];
        note(name: string): () => void;
      };
      const api = (window as unknown as { sendcloud: Api }).sendcloud;
      api.servicePoints.open(
        config,
        note(`${name}success`),
        note(`${name}failure`),
      );
      return [...calls];
    },
    { config, name },
  );
}

interface Api {
  servicePoints: {
    open(...given: unknown[]): void;
    close(): void;
  };
}

function calls(page: Page): Promise<Call[]> {
  return page.evaluate(() => (window as unknown as { calls: Call[] }).calls);
}

const EINDHOVEN = { country: "NL", postalCode: "5611 EM", language: "en-us" };

test("success has point, number and the signed selection, once the dialog is gone", async ({
  page,
}) => {
  const dialog = await openShop(page);
  await ask(page, { ...EINDHOVEN, reference: "cart-7" });
  await dialog.point(/^Stationsplein Parcel Locker/).click();
  await dialog.choose();
  await expect.poll(() => calls(page)).toHaveLength(1);
  const [call] = await calls(page);
  expect(call).toMatchObject({
    name: "success",
    isOpen: false,
    given: [
      { id: 1000002 },
      "",
      {
        service_point_id: 1000002,
        reference: "cart-7",
        token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/) as unknown,
      },
    ],
  });
  await expect(dialog.root).toHaveCount(0);
});

test("a config without a country is told at once, and nothing opens", async ({
  page,
}) => {
  const dialog = await openShop(page);
  for (const config of [undefined, null, {}, { country: "" }])
    await ask(page, config);
  const told = await calls(page);
  expect(told.map(({ name, given }) => [name, given])).toEqual(
    Array<unknown>(4).fill(["failure", [["No country set."]]]),
  );
  await expect(dialog.root).toHaveCount(0);
});

test("callbacks may be missing", async ({ page }) => {
  const dialog = await openShop(page);
  for (const callbacks of [[], [null, null], ["", {}]]) {
    await page.evaluate(
      ({ config, callbacks }) => {
        const api = (window as unknown as { sendcloud: Api }).sendcloud;
        api.servicePoints.open({}, ...callbacks);
        api.servicePoints.open(config, ...callbacks);
      },
      { config: EINDHOVEN, callbacks },
    );
    await expect(dialog.rows.first()).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(dialog.root).toHaveCount(0);
  }
  await page.evaluate((config) => {
    const api = (window as unknown as { sendcloud: Api }).sendcloud;
    api.servicePoints.open(config);
  }, EINDHOVEN);
  await dialog.point(/^Stationsplein Parcel Locker/).click();
  await dialog.choose();
  await expect(dialog.root).toHaveCount(0);
});

unwatched(
  "a callback that throws is the page's affair, and leaves nothing open",
  async ({ page }) => {
    const dialog = await openShop(page);
    const errors: string[] = [];
    page.on("pageerror", ({ message }) => errors.push(message));
    const open = () =>
      page.evaluate((config) => {
        const api = (window as unknown as { sendcloud: Api }).sendcloud;
        const fail = (what: string) => () => {
          throw new Error(`their ${what}`);
        };
        api.servicePoints.open(config, fail("success"), fail("failure"));
      }, EINDHOVEN);
    await open();
    await dialog.point(/^Stationsplein Parcel Locker/).click();
    await dialog.choose();
    await expect.poll(() => errors).toEqual(["their success"]);
    await expect(dialog.root).toHaveCount(0);

    await open();
    await expect(dialog.rows.first()).toBeVisible();
    await page.keyboard.press("Escape");
    await expect.poll(() => errors).toEqual(["their success", "their failure"]);
    await expect(dialog.root).toHaveCount(0);

    await ask(page, EINDHOVEN);
    await expect(dialog.rows.first()).toBeVisible();
  },
);

test("a second picker takes the first one's place, whose callbacks are not called", async ({
  page,
}) => {
  const dialog = await openShop(page);
  await ask(page, EINDHOVEN, "first ");
  await expect(dialog.rows.first()).toBeVisible();
  await ask(page, { ...EINDHOVEN, postalCode: "3511 CE" }, "second ");
  await expect(dialog.root).toHaveCount(1);
  await expect(dialog.rows.first()).toContainText("Utrecht");
  expect(await calls(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await expect.poll(() => calls(page)).toHaveLength(1);
  expect(await calls(page)).toMatchObject([
    { name: "second failure", given: [["Closed"]], isOpen: false },
  ]);
  await expect(dialog.root).toHaveCount(0);
});

test("a wrong config leaves the picker that is open", async ({ page }) => {
  const dialog = await openShop(page);
  await ask(page, EINDHOVEN, "first ");
  await expect(dialog.rows.first()).toBeVisible();
  await ask(page, {}, "second ");
  await expect(dialog.rows.first()).toBeVisible();
  expect((await calls(page)).map(({ name }) => name)).toEqual([
    "second failure",
  ]);
});

test("close takes the picker away and calls nobody, also while it loads", async ({
  page,
}) => {
  const dialog = await openShop(page);
  const close = () =>
    page.evaluate(() => {
      (window as unknown as { sendcloud: Api }).sendcloud.servicePoints.close();
    });
  await close();
  await ask(page, EINDHOVEN);
  await close();
  await expect(dialog.root).toHaveCount(0);
  await ask(page, EINDHOVEN);
  await expect(dialog.rows.first()).toBeVisible();
  await close();
  await expect(dialog.root).toHaveCount(0);
  // Longer than an element that left the page waits before it lets go.
  await ask(page, EINDHOVEN, "later ");
  await expect(dialog.rows.first()).toBeVisible();
  await page.keyboard.press("Escape");
  await expect
    .poll(async () => (await calls(page)).map(({ name }) => name))
    .toEqual(["later failure"]);
});

test("what cannot be loaded is told as a sentence, and not shown", async ({
  page,
}) => {
  const dialog = await openShop(page);
  await page.route("**/widget_bg.wasm", (route) => route.abort());
  await ask(page, EINDHOVEN);
  await expect.poll(() => calls(page)).toHaveLength(1);
  expect(await calls(page)).toMatchObject([
    {
      name: "failure",
      given: [[expect.stringMatching(/^[A-Z].+\.$/)]],
      isOpen: false,
    },
  ]);
  await expect(dialog.root).toHaveCount(0);
  await page.unroute("**/widget_bg.wasm");
  await ask(page, EINDHOVEN);
  await expect(dialog.rows.first()).toBeVisible();
});

const languages: [tag: string | undefined, heading: string][] = [
  ["nl-nl", "Kies een afhaalpunt"],
  ["de", "Abholstelle wählen"],
  ["fr_FR", "Choisir un point de retrait"],
  ["xx", "Choose a service point"],
  // As the hosted picker: the page is Dutch.
  [undefined, "Choose a service point"],
];
for (const [language, heading] of languages) {
  test(`the language ${language} is "${heading}"`, async ({ page }) => {
    const dialog = await openShop(page);
    await ask(page, { ...EINDHOVEN, language });
    await expect(
      dialog.root.getByRole("heading", { name: heading }),
    ).toBeVisible();
  });
}

test("position, carriers and a carrier's own type reach the search", async ({
  page,
}) => {
  await openShop(page);
  const search = page.waitForRequest("**/api/v3/service-points?*");
  await ask(page, {
    country: "de",
    latitude: 52.52,
    longitude: "13.41",
    carriers: ["dhl_de", "dpd"],
    shopType: "packStation",
    weight: 30,
    apiKey: "public-key",
  });
  const { searchParams } = new URL((await search).url());
  expect([...searchParams].filter(([name]) => name !== "limit")).toEqual([
    ["country_code", "DE"],
    ["carrier_code", "dhl_de"],
    ["carrier_code", "dpd"],
    ["carrier_shop_type", "packStation"],
    ["latitude", "52.52"],
    ["longitude", "13.41"],
    ["radius", "5000"],
  ]);
});

const pages: [what: string, before: string][] = [
  ["frozen", "window.sendcloud = Object.freeze({ getApiKey: () => 'key' });"],
  ["a constant", "const sendcloud = { getApiKey: () => 'key' };"],
  [
    "made of getters",
    "window.sendcloud = { get getApiKey() { return () => 'key'; }, get servicePoints() { return undefined; } };",
  ],
  [
    "a picker's already",
    "window.sendcloud = { getApiKey: () => 'key', servicePoints: Object.freeze({ open() { throw 0; } }) };",
  ],
];
for (const [what, before] of pages) {
  test(`a \`sendcloud\` that is ${what} keeps its members`, async ({
    page,
  }) => {
    const dialog = await openShop(
      page,
      PAGE.replace(COMPAT, `<script>${before}</script>${COMPAT}`).replace(
        "<body>",
        `<body><button onclick="sendcloud.servicePoints.open({ country: 'NL', postalCode: '5611 EM', apiKey: sendcloud.getApiKey() })">Pick</button>`,
      ),
    );
    await page.getByRole("button", { name: "Pick" }).click();
    await expect(dialog.rows.first()).toBeVisible();
  });
}

const LOADER = '<script src="/picker.js"></script>';
const orders: [what: string, scripts: string][] = [
  ["before", LOADER + COMPAT],
  ["after", COMPAT + LOADER],
];
for (const [what, scripts] of orders) {
  test(`with picker.js ${what} it both calls work, and the element is one`, async ({
    page,
  }) => {
    const said: string[] = [];
    page.on("console", (message) => said.push(message.text()));
    const dialog = await openShop(page, PAGE.replace(COMPAT, scripts));
    await ask(page, EINDHOVEN);
    await expect(dialog.rows.first()).toBeVisible();
    const answer = page.evaluate(async (config) => {
      const { ServicePointPicker } = window as unknown as {
        ServicePointPicker: { open(options: object): Promise<unknown> };
      };
      return ServicePointPicker.open(config);
    }, EINDHOVEN);
    // It takes the place of the one that is open, as another press would.
    await expect
      .poll(async () => (await calls(page)).map(({ given }) => given))
      .toEqual([[["Closed"]]]);
    await expect(dialog.root).toHaveCount(1);
    await expect(dialog.rows.first()).toBeVisible();
    await page.keyboard.press("Escape");
    expect(await answer).toBeNull();
    expect(said).toEqual([]);
  });
}

test("as a module it finds its own address too", async ({ page }) => {
  const module = COMPAT.replace("<script", '<script type="module"');
  const dialog = await openShop(page, PAGE.replace(COMPAT, module));
  await page.waitForFunction(() => "sendcloud" in window);
  await ask(page, EINDHOVEN);
  await expect(dialog.rows.first()).toBeVisible();
});
