// Pages of other shops than the demo, on the proxy's own origin: what stands in them is the test's.

import type { Page } from "@playwright/test";

/** The address that most tests search at, as attributes of the element. */
export const EINDHOVEN =
  'country="NL" street="Stadhuisplein" house-number="10" postal-code="5611 EM" city="Eindhoven"';

/** What stands around the markup. */
export interface Surroundings {
  /** The page's language; none is left out. */
  readonly lang?: string | null;
  /** Before the picker's script. */
  readonly head?: string;
  /** The proxy's address, where it is a test's own; ends in `/`. */
  readonly proxy?: string;
}

/** Opens a page with `markup` in a form with the id `checkout`, and the picker's script. */
export async function openShop(
  page: Page,
  markup: string,
  { lang = "en", head = "", proxy = "/" }: Surroundings = {},
): Promise<void> {
  const language = lang === null ? "" : ` lang="${lang}"`;
  const body = `<!doctype html>
    <html${language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Shop</title>
        <link rel="icon" href="data:," />
        ${head}
        <script src="${proxy}picker.js" defer></script>
      </head>
      <body>
        <form id="checkout">${markup}</form>
      </body>
    </html>`;
  await page.route("**/shop.html", (route) =>
    route.fulfill({ contentType: "text/html; charset=utf-8", body }),
  );
  await page.goto(`${proxy}shop.html`);
}
