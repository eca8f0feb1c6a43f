// Shops with the jQuery of ten years ago, which render and serialise their checkout by it.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect } from "@playwright/test";
import { Checkout } from "../support/checkout.ts";
import { EINDHOVEN, openShop } from "../support/shop_page.ts";
import { test } from "../support/watched.ts";

const PICKER = `<service-point-picker ${EINDHOVEN} reference="cart-of-jquery" map="off"></service-point-picker>`;

/** What the page's scripts use of it. */
interface JQuery {
  html(markup: string): JQuery;
  on(
    event: string,
    listener: (event: { originalEvent: CustomEvent }) => void,
  ): JQuery;
  detach(): JQuery;
  appendTo(target: string): JQuery;
  hide(): JQuery;
  show(): JQuery;
  serialize(): string;
  serializeArray(): { name: string; value: string }[];
}
type Page$ = { $: ((selector: string) => JQuery) & { fn: unknown } };

test("a checkout that jQuery renders, moves, hides and serialises has the selection", async ({
  page,
}) => {
  await page.route("**/jquery.js", (route) =>
    route.fulfill({
      contentType: "text/javascript",
      body: readFileSync(createRequire(import.meta.url).resolve("jquery")),
    }),
  );
  await openShop(page, '<div id="step"></div><div id="other"></div>', {
    head: `<script src="/jquery.js"></script>
      <script>
        // What plugins of its time added.
        Element.prototype.remove = function () { this.parentNode && this.parentNode.removeChild(this); };
        Element.prototype.closest = Element.prototype.closest || null;
        jQuery.fn.size = function () { return this.length; };
      </script>`,
  });
  const told: unknown[] = [];
  await page.exposeFunction("tell", (id: unknown) => told.push(id));
  await page.evaluate((markup) => {
    const { $, tell } = window as unknown as Page$ & {
      tell(id: unknown): void;
    };
    $("#step").html(markup);
    $("body").on("service-point-change", ({ originalEvent }) =>
      tell(
        (originalEvent.detail as { service_point_id: number }).service_point_id,
      ),
    );
  }, PICKER);
  const checkout = new Checkout(page);
  await checkout.chooseLocker();
  expect(told).toEqual([1000002]);

  const [moved, rendered] = await page.evaluate((markup) => {
    const { $ } = window as unknown as Page$;
    $("service-point-picker").detach().appendTo("#other").hide().show();
    const before = $("#checkout").serializeArray();
    $("#other").html(markup);
    return [before, $("#checkout").serialize()];
  }, PICKER);
  expect(moved.map(({ name }) => name)).toEqual([
    "service_point_id",
    "to_post_number",
    "carrier",
    "service_point_token",
  ]);
  expect(rendered).toContain("service_point_id=1000002&to_post_number=&");
  await expect(checkout.summary).toContainText("Stationsplein Parcel Locker");
});
