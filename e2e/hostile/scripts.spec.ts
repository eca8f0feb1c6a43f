// Pages whose scripts leave nothing as browsers ship it: the picker works all the same, and leaves
// the page alone.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, type Page } from "@playwright/test";
import { pins } from "../support/map.ts";
import { Checkout } from "../support/checkout.ts";
import { EINDHOVEN, openShop } from "../support/shop_page.ts";
import { test } from "../support/watched.ts";

const PICKER = `<service-point-picker ${EINDHOVEN}></service-point-picker>`;
const BERLIN =
  'country="DE" street="Alexanderplatz" house-number="1" postal-code="10178" city="Berlin"';

/** Remembers what the page had before the picker's script, which is deferred. */
const REMEMBER = `<script>
  var namesBefore = [];
  namesBefore = Object.getOwnPropertyNames(window);
  var theirL = window.L;
</script>`;

const THEIR_MAP = `
  <div id="theirs" style="width: 400px; height: 300px"></div>
  <script>
    {
      const map = L.map("theirs").setView([51.44, 5.48], 13);
      L.tileLayer("/tiles/{z}/{x}/{y}").addTo(map);
      L.circleMarker([51.44, 5.48]).addTo(map);
    }
  </script>`;
const FREEZE = `<script>
  Object.freeze(L);
  Object.defineProperty(window, "L", { value: L, writable: false, configurable: false });
</script>`;

const libraries: [what: string, head: string, body: string][] = [
  [
    "Leaflet with a map of its own",
    '<link rel="stylesheet" href="/theirs/leaflet.css" /><script src="/theirs/leaflet.js"></script>',
    THEIR_MAP,
  ],
  [
    "Leaflet of another time",
    '<script>window.L = { version: "0.7.7", Map: Object.freeze({}) };</script>',
    "",
  ],
];
for (const [what, head, body] of libraries) {
  /** Complaint 20: a second maps library took the page's, or the page's took the picker's. */
  test(`beside ${what}, frozen, both work, and one global is added`, async ({
    page,
  }) => {
    await page.route("**/theirs/*", (route) => {
      const name = new URL(route.request().url()).pathname.split("/").at(-1);
      const path = createRequire(import.meta.url).resolve(
        `leaflet/dist/${name}`,
      );
      const contentType = name?.endsWith(".css")
        ? "text/css"
        : "text/javascript";
      return route.fulfill({ contentType, body: readFileSync(path) });
    });
    await openShop(page, PICKER + body + REMEMBER, { head: head + FREEZE });
    const checkout = new Checkout(page);
    const map = checkout.picker.getByRole("region", { name: "Map" });
    await expect(pins(map).first()).toBeVisible();
    await expect(map.locator(".leaflet-tile-loaded").first()).toBeAttached();
    if (body) {
      const theirs = page.locator("#theirs");
      await expect(
        theirs.locator(".leaflet-tile-loaded").first(),
      ).toBeVisible();
      await theirs
        .getByRole("button", { name: "Zoom in", exact: true })
        .click();
      await expect(
        theirs.locator("img[src*='/tiles/14/']").first(),
      ).toBeVisible();
    }
    await checkout.picker
      .getByRole("button", { name: "Zoom in", exact: true })
      .click();
    await checkout.chooseLocker();

    const added = await page.evaluate(() => {
      const page = window as unknown as {
        namesBefore: string[];
        theirL: unknown;
        L: unknown;
      };
      const names = Object.getOwnPropertyNames(window).filter(
        (name) => !page.namesBefore.includes(name),
      );
      return { names, isTheirs: page.L === page.theirL };
    });
    const ours = added.names.filter(
      (name) => !/^__(pw|playwright)/i.test(name),
    );
    expect(ours).toEqual(["ServicePointPicker"]);
    expect(added.isTheirs).toBe(true);
  });
}

/** Older shops run Prototype.js or its like: arrays turned into texts, and texts into quoted ones. */
const PROTOTYPES = `<script>
  Array.prototype.toJSON = function () { return "[" + this.join() + "]"; };
  String.prototype.toJSON = function () { return '"' + this + '"'; };
  Number.prototype.toJSON = function () { return "" + this; };
  Date.prototype.toJSON = function () { return "yesterday"; };
  Array.from = function (iterable) { return iterable && iterable.length ? [].concat(iterable) : []; };
  Array.prototype.each = Array.prototype.forEach;
  Array.prototype.include = Array.prototype.includes;
  String.prototype.strip = String.prototype.trim;
  Element.prototype.update = Element.prototype.hide = Element.prototype.show = function () { return this; };
  var $ = function (id) { return document.getElementById(id); };
  var stringify = JSON.stringify;
  JSON.stringify = function (value) { return stringify(value, null, 2); };
</script>`;
/** What hardened pages do. */
const FROZEN = `<script>
  for (const built of [Object, Array, Function, Promise, String, Number, RegExp, Map, Set, Date, Error,
    Uint8Array, EventTarget, Node, Element, HTMLElement, Event, Response, Request, Headers]) {
    Object.freeze(built.prototype);
    Object.freeze(built);
  }
  for (const built of [JSON, Math, Reflect, Intl, WebAssembly]) Object.freeze(built);
</script>`;
for (const [what, head] of [
  ["gives arrays and texts methods of its own", PROTOTYPES],
  ["freezes what browsers bring", FROZEN],
] as const) {
  /** Everything goes through texts of JSON, and once came out in other quotes than it went in. */
  test(`a page that ${what} sends the right point and number`, async ({
    page,
  }) => {
    await openShop(
      page,
      `<service-point-picker ${BERLIN} reference="cart-1"></service-point-picker>`,
      { head },
    );
    const checkout = new Checkout(page);
    const { picker } = checkout;
    const map = picker.getByRole("region", { name: "Map" });
    await expect(pins(map).first()).toBeVisible();
    await picker.getByRole("button", { name: "Filters" }).click();
    await picker.getByRole("checkbox", { name: /^Parcel locker/ }).check();
    await expect(checkout.rows.nth(1)).toContainText("Packstation");
    await picker
      .getByRole("button", { name: "Details of Packstation 872" })
      .click();
    await expect(picker.getByRole("rowheader")).toHaveCount(7);
    await checkout.point(/^Packstation 872/).click();
    await picker.getByLabel("Post number", { exact: true }).fill("0012345");
    const isAsked = page.waitForRequest("**/api/selections");
    await checkout.choose();
    expect((await isAsked).postDataJSON()).toEqual({
      service_point_id: 915751360,
      to_post_number: "0012345",
      reference: "cart-1",
    });
    await expect(checkout.summary).toContainText("0012345");
    await expect(checkout.field("to_post_number")).toHaveValue("0012345");
    await expect(checkout.field("service_point_id")).toHaveValue("915751360");
  });
}

/** A map library walks objects as no page with such an object lets it: then the list is there. */
test("a page that gives every object a member loses the map at most, and is told", async ({
  page,
}) => {
  await openShop(page, PICKER, {
    head: "<script>Object.prototype.extend = function () { return this; };</script>",
  });
  const checkout = new Checkout(page);
  await checkout.chooseLocker();
  await expect(checkout.field("service_point_id")).toHaveValue("1000002");
  await checkout.picker.getByRole("button", { name: "Change" }).click();
  const map = checkout.picker.getByRole("region", { name: "Map" });
  await expect(
    checkout.picker
      .getByText(
        "The map could not be loaded. The list has every service point.",
      )
      .or(map.locator('[part~="marker"]').first()),
  ).toBeVisible();
});

/** What shops' scripts make of `fetch`: a monitoring that fails, a consent tool that says no. */
const FETCHES: readonly [what: string, script: string][] = [
  ["rejects with a text", '() => Promise.reject("blocked")'],
  ["throws", '() => { throw "blocked"; }'],
  ["brings a plain object", "() => Promise.resolve({ ok: true, status: 200 })"],
  ["is gone", "undefined"],
];

/** A rejection that is no `Error` once ended the whole widget, and left a dead picker. */
test("whatever a page makes of fetch, the picker says so and goes on afterwards", async ({
  page,
}) => {
  test.slow();
  await openShop(
    page,
    `<service-point-picker ${EINDHOVEN} map="off"></service-point-picker>`,
  );
  const checkout = new Checkout(page);
  await checkout.rows.first().waitFor();
  const setFetch = (script: string) =>
    page.evaluate((code) => {
      const own = window as unknown as { theirs?: unknown; fetch: unknown };
      own.theirs ??= own.fetch;
      own.fetch = code === "theirs" ? own.theirs : (0, eval)(`(${code})`);
    }, script);
  for (const [what, script] of FETCHES) {
    await setFetch(script);
    await checkout.search("Utrecht");
    await expect(checkout.message, what).toContainText(
      "The service points could not be loaded.",
    );
    await checkout.rows.first().getByRole("radio").click();
    await checkout.choose();
    await expect(
      checkout.picker.getByText("Your selection could not be saved."),
      what,
    ).toBeVisible();

    await setFetch("theirs");
    await checkout.picker.getByRole("button", { name: "Try again" }).click();
    await expect(checkout.message, what).toContainText("Utrecht");
  }
  await checkout.rows.first().getByRole("radio").click();
  await checkout.choose();
  await expect(checkout.summary).toBeVisible();
});

/** Chosen points were handed to a global function by its name, and ids were looked up in the page. */
test("a page with names and ids like ours is neither called nor looked into", async ({
  page,
}) => {
  const names = [
    "select",
    "change",
    "commit",
    "choose",
    "onServicePoint",
    "callback",
  ];
  const ids = [
    "spp-heading",
    "spp-filters",
    "spp-post-number",
    "spp-point-1000002",
    "notice",
  ];
  const called = await expectNoCalls(page, names, ids);
  const checkout = new Checkout(page);
  await checkout.chooseLocker();
  await expect(checkout.field("service_point_id")).toHaveValue("1000002");
  expect(called).toEqual([]);
});

async function expectNoCalls(
  page: Page,
  names: readonly string[],
  ids: readonly string[],
): Promise<string[]> {
  const called: string[] = [];
  await page.exposeFunction("tellCalled", (name: string) => called.push(name));
  const functions = names.map(
    (name) => `window["${name}"] = () => tellCalled("${name}");`,
  );
  const elements = ids.map(
    (id) =>
      `<button type="button" id="${id}" onclick="tellCalled('${id}')">no</button>`,
  );
  await openShop(page, elements.join("") + PICKER, {
    head: `<script>${functions.join("\n")}</script>`,
  });
  return called;
}
