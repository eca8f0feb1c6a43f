// The script tag, as shops' systems write it.

import { expect, type Page } from "@playwright/test";
import { Checkout } from "../support/checkout.ts";
import { EINDHOVEN } from "../support/shop_page.ts";
import { test } from "../support/watched.ts";

const PICKER = `<service-point-picker ${EINDHOVEN} map="off"></service-point-picker>`;

/** Opens a page whose scripts are the test's own, in a folder that is not the proxy's. */
async function open(page: Page, scripts: string): Promise<Checkout> {
  const body = `<!doctype html><html lang="en"><title>Shop</title>
    <link rel="icon" href="data:," /><body>${PICKER}${scripts}</body></html>`;
  await page.route("**/shop/checkout.html", (route) =>
    route.fulfill({ contentType: "text/html; charset=utf-8", body }),
  );
  // Scripts of the shop's own, whatever their names.
  await page.route("**/shop/js/*.js", (route) =>
    route.fulfill({
      contentType: "text/javascript",
      body: "window.theirs = true;",
    }),
  );
  await page.goto("/shop/checkout.html");
  return new Checkout(page);
}

const TAGS: readonly [what: string, scripts: string][] = [
  ["a module", '<script type="module" src="/picker.js"></script>'],
  [
    "a module beside a script with a name like ours",
    `<script type="module" src="/picker.js"></script>
     <script src="js/datepicker.js"></script>`,
  ],
  [
    "put into the page by another script",
    `<script>
       addEventListener("load", () => {
         const script = document.createElement("script");
         script.src = "/picker.js";
         document.head.append(script);
       });
     </script>`,
  ],
  [
    "with a query and a fragment that a cache plugin added",
    '<script defer src="/picker.js?ver=6.4.2#async"></script>',
  ],
  [
    "in a page with an element called currentScript",
    `<form name="currentScript"></form><img name="currentScript" alt="" />
     <script src="/picker.js"></script>`,
  ],
];
for (const [what, scripts] of TAGS) {
  /** All other files are found from the script's own address: once another script's was taken. */
  test(`a script that is ${what} finds its files`, async ({ page }) => {
    const checkout = await open(page, scripts);
    await expect(checkout.rows.first()).toBeVisible();
  });
}

/** Two plugins of one shop bring two versions. */
test("of two versions the first works, and the other says once that it stays out", async ({
  page,
}) => {
  await page.route("**/picker.js?other", async (route) => {
    const response = await route.fetch();
    const script = await response.text();
    const { version } =
      /version:"(?<version>[^"]+)"/.exec(script)?.groups ?? {};
    expect(version).toBeDefined();
    const body = script.replaceAll(`"${version}"`, '"99.0.0"');
    await route.fulfill({ response, body });
  });
  const said: string[] = [];
  page.on("console", (message) =>
    said.push(`${message.type()}: ${message.text()}`),
  );
  const checkout = await open(
    page,
    `<script src="/picker.js"></script>
     <script src="/picker.js?other"></script>
     <script src="/picker.js"></script>`,
  );
  await expect(checkout.rows.first()).toBeVisible();
  expect(said).toEqual([
    expect.stringMatching(
      /^info: service-point-picker: \S+ is here, 99\.0\.0 stays out$/,
    ),
  ]);
  const version = await page.evaluate(() => window.ServicePointPicker?.version);
  expect(version).not.toBe("99.0.0");
});
