// What shops complain about in their pages: maps that were hidden, pickers that come twice, forms that
// are sent, pages that are left as they should not be.

import { expect, type Locator, type Page } from "@playwright/test";
import { Checkout } from "../support/checkout.ts";
import { Locale } from "../support/locales.ts";
import { EINDHOVEN, openShop } from "../support/shop_page.ts";
import { test } from "../support/watched.ts";

const PICKER = `<service-point-picker ${EINDHOVEN}></service-point-picker>`;
const DIALOG = `<service-point-picker ${EINDHOVEN} mode="dialog"></service-point-picker>`;

/** Whether tiles lie under every part of the map, and every marker wholly in it. */
function standsOfMap(map: Locator): Promise<{ gaps: number; lost: number }> {
  return map.evaluate((region) => {
    const box = region.getBoundingClientRect();
    const rects = (selector: string) =>
      Array.from(region.querySelectorAll(selector), (element) =>
        element.getBoundingClientRect(),
      );
    const tiles = rects(".leaflet-tile-loaded");
    let gaps = 0;
    for (let x = box.left + 1; x < box.right; x += 16)
      for (let y = box.top + 1; y < box.bottom; y += 16) {
        const isCovered = tiles.some(
          ({ left, right, top, bottom }) =>
            x >= left && x <= right && y >= top && y <= bottom,
        );
        if (!isCovered) gaps += 1;
      }
    const markers = rects('[part~="marker"]');
    const lost = markers.filter(
      ({ left, right, top, bottom }) =>
        left < box.left ||
        right > box.right ||
        top < box.top ||
        bottom > box.bottom,
    );
    return { gaps, lost: markers.length === 0 ? NaN : lost.length };
  });
}

async function expectWholeMap(page: Page): Promise<void> {
  const map = page.getByRole("region", { name: "Map" });
  await expect(map).toBeVisible();
  await expect.poll(() => standsOfMap(map)).toEqual({ gaps: 0, lost: 0 });
}

/** Complaint 16: a map in a tab measured nothing, and showed one tile in its corner for good. */
for (const [when, preload] of [
  ["before anything is loaded", false],
  ["while it is loaded ahead", true],
] as const) {
  test(`hidden ${when}, a map that is shown has all its tiles and points in view`, async ({
    page,
  }) => {
    await openShop(
      page,
      `<div id="tab" style="display: none; width: 900px">${PICKER}</div>`,
    );
    const { picker } = new Checkout(page);
    const tab = page.locator("#tab");
    const show = (display: string, width = 900) =>
      tab.evaluate((element, style) => Object.assign(element.style, style), {
        display,
        width: `${width}px`,
      });
    if (preload) {
      const isFound = page.waitForResponse("**/api/v3/service-points?*");
      await picker.evaluate((element) =>
        (element as unknown as { preload(): void }).preload(),
      );
      await isFound;
      await expect(picker.locator("li")).toHaveCount(50);
    }
    await show("block");
    await expectWholeMap(page);

    // Another tab meanwhile, and the window turned: it comes back in another size.
    await show("none");
    await show("none", 1_200);
    await show("block", 1_200);
    await expectWholeMap(page);
    await show("block", 800);
    await expectWholeMap(page);
  });
}

/** Complaint 17: after an AJAX refresh the picker stood there twice, and every press counted twice. */
test("three scripts and twenty refreshes leave one picker, one dialog and no listener more", async ({
  page,
}) => {
  // Twenty pickers, one after the other.
  test.slow();
  await page.addInitScript(() => {
    const heard = new Set<string>();
    const numbers = new Map<unknown, number>();
    const numberOf = (listener: unknown): number => {
      const number = numbers.get(listener) ?? numbers.size;
      numbers.set(listener, number);
      return number;
    };
    const key = (type: string, listener: unknown, options: unknown): string => {
      const isCapture =
        typeof options === "object" && options !== null
          ? (options as AddEventListenerOptions).capture === true
          : options === true;
      return `${type} ${numberOf(listener)} ${isCapture}`;
    };
    for (const target of [window, document]) {
      const name = target === window ? "window" : "document";
      const { addEventListener, removeEventListener } = EventTarget.prototype;
      Object.assign(target, {
        addEventListener(
          type: string,
          listener: EventListener,
          options?: AddEventListenerOptions,
        ) {
          heard.add(`${name} ${key(type, listener, options)}`);
          addEventListener.call(target, type, listener, options);
        },
        removeEventListener(
          type: string,
          listener: EventListener,
          options?: EventListenerOptions,
        ) {
          heard.delete(`${name} ${key(type, listener, options)}`);
          removeEventListener.call(target, type, listener, options);
        },
      });
    }
    Object.assign(window, {
      listeners: () =>
        Array.from(heard, (entry) => entry.replace(/ \d+ /, " ")).sort(),
    });
  });
  const listeners = () =>
    page.evaluate(() =>
      (window as unknown as { listeners(): string[] }).listeners(),
    );
  const said: string[] = [];
  page.on("console", (message) => said.push(message.text()));
  await openShop(page, `<div id="delivery">${PICKER}</div>`, {
    head: `<script src="/picker.js"></script>
      <script src="/picker.js?again" async></script>`,
  });
  const { picker, rows } = new Checkout(page);
  const markers = picker.locator('[part~="marker"]');
  await expect(markers.first()).toBeVisible();
  // Playwright adds some of its own with the first call of this kind.
  await picker.evaluate(() => undefined);
  const before = await listeners();

  for (let refresh = 0; refresh < 20; refresh += 1) {
    await page.locator("#delivery").evaluate((container) => {
      const markup = container.innerHTML;
      container.innerHTML = markup;
      const script = document.createElement("script");
      script.src = "/picker.js";
      container.append(script);
    });
    // Some are gone before they were there.
    if (refresh % 5 === 0) await rows.first().waitFor();
  }
  await expect(picker).toHaveCount(1);
  await expect(markers).not.toHaveCount(0);
  await expect(picker.getByRole("heading")).toHaveCount(1);
  await expect.poll(listeners).toEqual(before);

  await page.locator("#delivery").evaluate((container, markup) => {
    for (let refresh = 0; refresh < 20; refresh += 1) {
      const script = document.createElement("script");
      script.src = "/picker.js";
      container.innerHTML = markup;
      container.append(script);
    }
  }, DIALOG);
  await picker.getByRole("button", { name: "Choose a service point" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(1);
  await expect(rows).toHaveCount(50);
  await expect(page.locator("dialog")).toHaveCount(1);
  expect(said).toEqual([]);
});

/** Scrolls to the opener as a shopper does, and opens. */
async function openDialog(page: Page): Promise<Locator> {
  const opener = page.getByRole("button", { name: "Choose a service point" });
  await opener.scrollIntoViewIfNeeded();
  await opener.click();
  const dialog = page.getByRole("dialog", { name: "Choose a service point" });
  await expect(dialog).toBeVisible();
  return dialog;
}

const WAYS: [how: string, close: (page: Page) => Promise<void>][] = [
  [
    "by its button",
    (page) =>
      page.getByRole("dialog").getByRole("button", { name: "Close" }).click(),
  ],
  ["by Escape", (page) => page.keyboard.press("Escape")],
  [
    "by the page",
    (page) =>
      page
        .locator("service-point-picker")
        .evaluate((picker) => (picker as unknown as { close(): void }).close()),
  ],
];

/** Complaint 23: the opener sent the form, and what it opened left the page locked and scrolled. */
test("a closed dialog leaves the page its focus, its place and its scrolling, and was not sent", async ({
  page,
}) => {
  await openShop(
    page,
    `<p style="height: 1500px">Address</p>${DIALOG}<p style="height: 1500px">Payment</p>`,
    { head: "<style>body { overflow: auto clip; }</style>" },
  );
  await countSubmits(page);
  const state = () =>
    page.evaluate(() => {
      const styles = [document.documentElement, document.body].map(
        (element) => [
          getComputedStyle(element).overflow,
          getComputedStyle(element).position,
          element.getAttribute("style"),
          element.className,
        ],
      );
      return { top: scrollY, left: scrollX, styles };
    });
  const opener = page.getByRole("button", { name: "Choose a service point" });
  await opener.scrollIntoViewIfNeeded();
  await opener.focus();
  const before = await state();
  expect(before.top).toBeGreaterThan(0);

  for (const [how, close] of WAYS) {
    const dialog = await openDialog(page);
    const { rows } = new Checkout(page);
    await rows.nth(20).scrollIntoViewIfNeeded();
    await close(page);
    await expect(dialog, how).toHaveCount(0);
    await expect(opener, how).toBeFocused();
    expect(await state(), how).toEqual(before);
  }
  expect(await submits(page)).toBe(0);
});

async function countSubmits(page: Page): Promise<void> {
  await page.evaluate(() => {
    Object.assign(window, { submits: 0 });
    document.addEventListener("submit", (event) => {
      event.preventDefault();
      (window as unknown as { submits: number }).submits += 1;
    });
  });
}

function submits(page: Page): Promise<number> {
  return page.evaluate(
    () => (window as unknown as { submits: number }).submits,
  );
}

for (const [mode, markup] of [
  ["inline", PICKER],
  ["dialog", DIALOG],
] as const) {
  /** Complaint 23: a button without a type submits; so does Enter in a field. */
  test(`${mode}: no button or field of ours sends the page's form`, async ({
    page,
  }) => {
    await openShop(page, markup);
    await countSubmits(page);
    const checkout = new Checkout(page);
    const { picker } = checkout;
    if (mode === "dialog") await openDialog(page);
    await checkout.rows.first().waitFor();
    await checkout.searchField.press("Enter");
    await checkout.search("Magic Nowhere");
    await expect(checkout.message).toContainText("was not found");
    await checkout.search("Stadhuisplein 10, Eindhoven");
    await expect(checkout.message).toContainText("nearest to Stadhuisplein");
    const press = (name: RegExp | string) =>
      picker.getByRole("button", { name, exact: true }).first().click();
    await press("Filters");
    await press("Filters");
    await press("Use my location");
    await expect(checkout.message).toContainText("location");
    await checkout.search("Stadhuisplein 10, Eindhoven");
    await expect(checkout.message).toContainText("nearest to Stadhuisplein");
    await press("Details of Stadhuisplein Parcel Shop");
    await press("Zoom in");
    await press("Move the map left");
    await checkout.point(/^Stationsplein Parcel Locker/).click();
    await press("Choose Stationsplein Parcel Locker");
    await press("Change");
    await checkout.rows.first().waitFor();
    // The page's own still does.
    expect(await submits(page)).toBe(0);
    await page
      .locator("#checkout")
      .evaluate((form) => (form as HTMLFormElement).requestSubmit());
    expect(await submits(page)).toBe(1);
  });
}

/** Section 8: closing was reported through the failure callback, and shops showed an error for it. */
test("closing is an event of its own, with its reason, and never an error", async ({
  page,
}) => {
  await page.addInitScript(() => {
    const told: [string, unknown][] = [];
    Object.assign(window, { told });
    for (const name of ["open", "change", "cancel", "error"])
      addEventListener(`service-point-${name}`, (event) => {
        told.push([name, (event as CustomEvent).detail]);
      });
  });
  const told = () =>
    page.evaluate(() => (window as unknown as { told: unknown[] }).told);
  await openShop(page, DIALOG);
  const checkout = new Checkout(page);
  await openDialog(page);
  await checkout.rows.first().waitFor();
  await page.keyboard.press("Escape");
  const closed = [
    ["open", null],
    ["cancel", { reason: "closed" }],
  ];
  await expect.poll(told).toEqual(closed);

  await openDialog(page);
  await checkout.search("Magic Empty, Eindhoven");
  await checkout.picker
    .getByRole("button", { name: "Another delivery method" })
    .click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect
    .poll(told)
    .toEqual([...closed, ["open", null], ["cancel", { reason: "none_found" }]]);
});

/** Section 8: what was typed went to somebody's geocoder, letter by letter. */
test("nothing is asked of anybody while the shopper types", async ({
  page,
}) => {
  await openShop(
    page,
    '<service-point-picker country="DE" street="Alexanderplatz" house-number="1" postal-code="10178" city="Berlin" map="off"></service-point-picker>',
  );
  const checkout = new Checkout(page);
  await checkout.point(/^Packstation/).click();
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  const number = checkout.picker.getByLabel("Post number", { exact: true });
  await number.pressSequentially("00123456");
  await checkout.searchField.fill("");
  await checkout.searchField.pressSequentially("10115 Berlin");
  await page.keyboard.press("Backspace");
  await page.keyboard.type("n");
  const isSearched = page.waitForRequest(/address=10115/);
  expect(asked).toEqual([]);
  await page.keyboard.press("Enter");
  const search = await isSearched;
  expect(asked).toEqual([search.url()]);
  // The number is the shopper's account: it has no place in an address.
  expect(search.url()).not.toContain("00123456");
});

/** Section 8: hosted pickers stand in the page with the shop's key in their hand. */
test("page, storage, requests and answers hold no key of the shop", async ({
  page,
}) => {
  const texts: Promise<string>[] = [];
  page.on("request", (request) => {
    const what = request
      .allHeaders()
      .then((headers) =>
        JSON.stringify([request.url(), headers, request.postData()]),
      );
    texts.push(what.catch(() => ""));
  });
  page.on("response", (response) => {
    const type = response.headers()["content-type"] ?? "";
    const isText = /json|html|javascript|css|svg/.test(type);
    const body = isText ? response.text().catch(() => "") : "";
    texts.push(
      Promise.all([response.allHeaders().catch(() => ({})), body]).then((all) =>
        JSON.stringify(all),
      ),
    );
  });
  const checkout = await Checkout.open(page);
  await checkout.chooseLocker();
  texts.push(page.content());
  texts.push(
    page.evaluate(() =>
      JSON.stringify([
        { ...sessionStorage },
        { ...localStorage },
        document.cookie,
        document.querySelector("service-point-picker")?.shadowRoot?.innerHTML,
      ]),
    ),
  );
  const all = (await Promise.all(texts)).join("\n");
  expect(all).toContain("Stationsplein Parcel Locker");
  // The sandbox's, by which the proxy opens it: `docs/sandbox.md`.
  for (const secret of [
    "sandbox-public-key",
    "sandbox-secret-key",
    btoa("sandbox-public-key:sandbox-secret-key"),
    "authorization",
  ])
    expect(all.toLowerCase()).not.toContain(secret.toLowerCase());
});

/** Tags as pages write them, valid and odd, by the language that is meant. */
const TAGS: Readonly<Record<string, readonly string[]>> = {
  nl: ["nl", "NL", "nl-BE", "nl_BE", "nl-Latn-NL"],
  fr: ["fr", "fr_FR", "fr-CA", "FR-be"],
  de: ["de", "de-AT", "de-CH-1996", "DE_de"],
  es: ["es", "es-419"],
  it: ["it", "it-CH"],
  pl: ["pl", "pl-PL"],
  pt: ["pt", "pt-BR", "pt_PT"],
  da: ["da"],
  sv: ["sv", "sv-FI"],
  cs: ["cs", "CS-cz"],
  el: ["el", "el-GR"],
  en: [
    ...["en", "en-US", "EN_gb", "eng", "x-klingon", "i-default", "zh-Hant"],
    ...["he", "???", "12", "-"],
  ],
};

/** Section 8: the language was sought in the wrong direction, and so was always the first. */
test("forty tags lead to the language that each means", async ({ page }) => {
  await openShop(page, DIALOG);
  const { picker } = new Checkout(page);
  const opener = picker.getByRole("button").first();
  const tags = Object.entries(TAGS).flatMap(([language, written]) =>
    written.map((tag) => [tag, language] as const),
  );
  expect(tags).toHaveLength(40);
  for (const [tag, language] of tags) {
    await picker.evaluate(
      (element, lang) => element.setAttribute("lang", lang),
      tag,
    );
    const heading = new Locale(language).get("heading");
    await expect(opener, tag).toHaveText(heading);
  }
});
