// Pages that had replaced what browsers bring before the picker came: files load all the same, or the
// picker says so and loads them later.

import { expect } from "@playwright/test";
import { Checkout } from "../support/checkout.ts";
import { listenForDetails, toldErrors } from "../support/page_events.ts";
import { sentFields } from "../support/selection.ts";
import { EINDHOVEN, openShop } from "../support/shop_page.ts";
import { test } from "../support/watched.ts";

const PICKER = `<service-point-picker ${EINDHOVEN} map="off">
  <p>Please choose home delivery.</p></service-point-picker>`;

const FETCHES: readonly [what: string, script: string][] = [
  ["rejects with a text", '() => Promise.reject("blocked by consent")'],
  ["rejects with nothing", "() => Promise.reject()"],
  ["throws", '() => { throw "blocked"; }'],
  ["brings nothing", "() => Promise.resolve(undefined)"],
  [
    "never comes back with a body",
    '() => Promise.resolve(new Response("<!doctype html>"))',
  ],
];
for (const [what, script] of FETCHES) {
  /** Consent tools hold requests back until the shopper has agreed. */
  test(`a fetch that ${what} while files load leaves the shop's own words, and a way on`, async ({
    page,
  }) => {
    await listenForDetails(page);
    await openShop(page, PICKER, {
      head: `<script>window.theirs = fetch; window.fetch = ${script};</script>`,
    });
    const checkout = new Checkout(page);
    await expect(page.getByText("Please choose home delivery.")).toBeVisible();
    await page.evaluate(() => {
      window.fetch = (window as unknown as { theirs: typeof fetch }).theirs;
    });
    await checkout.picker.getByRole("button", { name: "Try again" }).click();
    await expect(checkout.rows.first()).toBeVisible();
    expect(await toldErrors(page)).toMatchObject([{ code: "load_failed" }]);
  });
}

const SCRIPTS: readonly [what: string, script: string][] = [
  [
    "parses dates out of every JSON",
    `const parse = JSON.parse;
     JSON.parse = function (text, revive) {
       return parse(text, revive || ((name, value) =>
         typeof value === "string" && /^\\d{4}-\\d\\d-\\d\\dT/.test(value) ? new Date(value) : value));
     };`,
  ],
  [
    "gives arrays and functions members that are walked",
    `Array.prototype.contains = Array.prototype.includes;
     Array.prototype.last = function () { return this[this.length - 1]; };
     Array.prototype.remove = function (item) { return this.splice(this.indexOf(item), 1); };
     Function.prototype.delay = function (ms) { return setTimeout(this, ms); };
     Promise.prototype.done = Promise.prototype.then;`,
  ],
  [
    "has no storage and no cookies",
    `for (const name of ["sessionStorage", "localStorage", "indexedDB", "caches"])
       Object.defineProperty(window, name, {
         get() { throw new DOMException("denied", "SecurityError"); },
       });
     Object.defineProperty(document, "cookie", {
       get() { throw new DOMException("denied", "SecurityError"); },
       set() { throw new DOMException("denied", "SecurityError"); },
     });`,
  ],
  [
    "observes and times by its own",
    `window.requestIdleCallback = undefined;
     window.performance.mark = () => { throw "no"; };
     window.structuredClone = undefined;
     const { setTimeout: timeout } = window;
     window.setTimeout = function (run, ...rest) { return timeout.call(this, run, ...rest); };
     const { addEventListener: listen } = EventTarget.prototype;
     EventTarget.prototype.addEventListener = function (name, listener, options) {
       return listen.call(this, name, listener, options);
     };`,
  ],
];
for (const [what, script] of SCRIPTS) {
  test(`a page that ${what} has the right point in its form`, async ({
    page,
  }) => {
    await openShop(page, PICKER, {
      head: `<script>{ ${script} }</script>`,
    });
    const checkout = new Checkout(page);
    await checkout.picker.getByRole("button", { name: "Filters" }).click();
    await checkout.picker.getByRole("checkbox", { name: /^PostNL/ }).check();
    await checkout.picker
      .getByRole("button", { name: "Details of Stationsplein Parcel Locker" })
      .click();
    await expect(checkout.picker.getByRole("rowheader")).toHaveCount(7);
    await checkout.chooseLocker();
    expect(await sentFields(page)).toMatchObject({
      service_point_id: "1000002",
      to_post_number: "",
      carrier: "postnl",
    });
  });
}
