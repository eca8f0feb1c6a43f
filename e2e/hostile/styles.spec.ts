// Pages whose style sheets reach for everything: the picker looks as on a plain page.

import { expect, type Page } from "@playwright/test";
import { Checkout } from "../support/checkout.ts";
import { countDifferences } from "../support/pixels.ts";
import { openShop } from "../support/shop_page.ts";
import { test } from "../support/watched.ts";

const BERLIN =
  'country="DE" street="Alexanderplatz" house-number="1" postal-code="10178" city="Berlin"';
/** A page's font is inherited on purpose, so all pages have the same; and their box is a box. */
const COMMON = `
  body { display: block; margin: 0; background: white; font-family: serif; }
  form { display: block; }
  #box { display: block; width: 900px; }
  head, script, style { display: none; }`;

const SHEETS: readonly [what: string, sheet: string][] = [
  [
    "unsets everything, with a root font of 62.5 %",
    `* { all: unset } html { display: block; font-size: 62.5% } ${COMMON}`,
  ],
  [
    "sets what is inherited, and every element that it knows",
    `${COMMON}
     html { font-size: 30px }
     body { color: red; cursor: wait; font: italic 900 30px/3 serif; letter-spacing: 4px;
       list-style: square; text-align: center; text-indent: 40px; text-shadow: 1px 1px red;
       text-transform: uppercase; user-select: none; white-space: nowrap; word-spacing: 20px;
       border-collapse: collapse; font-variant: small-caps; hyphens: auto; tab-size: 1; quotes: none; }
     div, span, p, ul, li, h2, h3, a, label, legend, fieldset, table, tr, th, td, button, input, select,
     dialog, section, header, form *, [hidden], .spp, .row, .map, .marker, .list, .message, .header,
     .card, .picker, .hidden, .details, .leaflet-tile, .leaflet-pane {
       box-sizing: content-box !important; margin: 9px !important; padding: 9px !important;
       border: 5px dotted red !important; color: red !important; background: yellow !important;
       float: right !important; opacity: 0.5 !important; position: relative !important;
       max-width: 100px !important; transform: rotate(3deg) !important; }
     #box, service-point-picker, form { all: revert !important; }
     #box { display: block !important; width: 900px !important; }`,
  ],
];

/** The screens of a picker in a page, each as a picture. */
async function screens(page: Page, head: string): Promise<Map<string, Buffer>> {
  // Anything that moves or goes with the time would differ by itself.
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.clock.setFixedTime(Date.UTC(2026, 2, 11, 10));
  await page.setViewportSize({ width: 1000, height: 900 });
  await openShop(
    page,
    `<div id="box"><service-point-picker ${BERLIN}></service-point-picker></div>`,
    { head: `<style>${head}</style>` },
  );
  const pictures = new Map<string, Buffer>();
  const checkout = new Checkout(page);
  const { picker } = checkout;
  const shoot = async (name: string): Promise<void> => {
    await page.mouse.move(999, 899);
    const box = await page.locator("#box").boundingBox();
    if (!box) throw new Error("no box");
    pictures.set(name, await page.screenshot({ clip: box }));
  };

  const map = picker.getByRole("region", { name: "Map" });
  await expect(map.locator('[part~="marker"]').first()).toBeVisible();
  const isPending = () =>
    map.locator(".leaflet-tile:not(.leaflet-tile-loaded)").count();
  await expect.poll(isPending).toBe(0);
  await shoot("list and map");

  await checkout.point(/^Packstation/).click();
  await picker.getByRole("button", { name: "Filters" }).click();
  await checkout.choose();
  await picker
    .getByText("This service point needs your post number.")
    .waitFor();
  await shoot("filters, and a post number that is missing");

  await picker.getByRole("button", { name: "Filters" }).click();
  await picker
    .getByRole("button", { name: /^Details of Packstation/ })
    .first()
    .click();
  await picker.getByRole("table").waitFor();
  await shoot("details");

  await picker.getByLabel("Post number", { exact: true }).fill("0123456");
  await checkout.choose();
  await checkout.summary.waitFor();
  await shoot("summary");

  await picker.evaluate((element) => element.setAttribute("mode", "dialog"));
  await picker.getByRole("button", { name: "Change" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await checkout.search("Magic Nowhere");
  await expect(checkout.message).toContainText("was not found");
  await shoot("dialog with a message");
  return pictures;
}

/** Rounded corners come out a shade brighter or darker from one time to the next. */
const SHADE = 4;

test.describe("complaint 27: the shop's style sheet mangled the popup", () => {
  // One worker, so that the plain page is looked at once.
  test.describe.configure({ mode: "default" });
  let plain: Map<string, Buffer> | undefined;

  for (const [what, sheet] of SHEETS) {
    test(`a page that ${what} changes not a pixel`, async ({ page }) => {
      test.slow();
      plain ??= await screens(page, COMMON);
      const hostile = await screens(page, sheet);
      expect([...hostile.keys()]).toEqual([...plain.keys()]);
      for (const [name, picture] of hostile) {
        const expected = plain.get(name) ?? picture;
        const count = await countDifferences(page, picture, expected, SHADE);
        if (count > 0) {
          await test.info().attach(`${name}: plain`, { body: expected });
          await test.info().attach(`${name}: hostile`, { body: picture });
        }
        expect.soft(count, name).toBe(0);
      }
    });
  }
});
