// `load()` of the npm package, on pages of every kind. The package's own tests see it on a server.

import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect, type Page, type Route } from "@playwright/test";
import { installClock } from "../support/clock.ts";
import { Site, type SiteFile } from "../support/site.ts";
import { test as watched } from "../support/watched.ts";

const MODULE = fileURLToPath(new URL("../../embed/index.js", import.meta.url));
const SCRIPT = "**/picker.js*";

/** What a call came to. */
type Outcome =
  | { readonly version: string; readonly isGlobal: boolean }
  | {
      readonly code: string;
      readonly retryable: boolean;
      readonly message: string;
    };

const FAILED = { code: "load_failed", retryable: true };
const LOADED = { version: expect.any(String) as unknown, isGlobal: true };

/** What a test's page has beside the package. */
interface Markup {
  readonly head?: string;
  /** Its content security policy. */
  readonly policy?: string;
}

/** Playwright's `test`, where `open` opens a page that has the package and nothing of the picker. */
const test = watched.extend<{ open: (markup?: Markup) => Promise<void> }>({
  open: async ({ page, watch }, use) => {
    let markup: Markup = {};
    const site = await Site.open(async (path) =>
      path === "/"
        ? pageWith(markup)
        : {
            headers: { "content-type": "text/javascript" },
            text: await readFile(MODULE, "utf8"),
          },
    );
    watch.known.add(site.origin);
    await use(async (given = {}) => {
      markup = given;
      await page.goto(site.origin, { waitUntil: "commit" });
      await page.waitForFunction(() => "load" in window);
    });
    await site.close();
  },
});

function pageWith({ head = "", policy = "" }: Markup): SiteFile {
  const text = `<!doctype html><html lang="en"><title>Shop</title>
    <link rel="icon" href="data:," />${head}
    <script type="module" nonce="n0nce">
      import { load } from "/package.js";
      window.load = load;
    </script>`;
  const type = { "content-type": "text/html; charset=utf-8" };
  const headers = policy ? { "content-security-policy": policy } : {};
  return { headers: { ...type, ...headers }, text };
}

/** Calls `load` this often at once. */
function load(
  page: Page,
  proxy: string,
  options = {},
  calls = 1,
): Promise<Outcome[]> {
  return page.evaluate(
    ([proxy, options, calls]) => {
      const { load } = window as unknown as {
        load: (proxy: string, options: object) => Promise<{ version: string }>;
      };
      const call = (): Promise<Outcome> =>
        load(proxy, options).then(
          (picker) => ({
            version: picker.version,
            isGlobal: picker === Reflect.get(window, "ServicePointPicker"),
          }),
          ({ code, retryable, message }) => ({ code, retryable, message }),
        );
      return Promise.all(Array.from({ length: calls }, call));
    },
    [proxy, options, calls] as const,
  );
}

function tags(page: Page): Promise<number> {
  return page.locator('script[src*="picker.js"]').count();
}

/** The proxy's address without the slash at its end, as a developer may write it. */
function bare(proxy: string): string {
  return new URL(proxy).origin;
}

test("calls at once and later share one script, and the element is there", async ({
  page,
  open,
  pickerProxy: { url },
}) => {
  await open();
  expect(await load(page, bare(url), {}, 3)).toEqual([LOADED, LOADED, LOADED]);
  expect(await load(page, url)).toEqual([LOADED]);
  expect(await tags(page)).toBe(1);
  const isDefined = () =>
    page.evaluate(() => !!customElements.get("service-point-picker"));
  expect(await isDefined()).toBe(true);
});

test("a page's own tag is waited for, and needs no other", async ({
  page,
  open,
  pickerProxy: { url },
}) => {
  let release: (() => void) | undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route(SCRIPT, async (route) => {
    await held;
    await route.continue();
  });
  await open({
    head: `<script src="${url}picker.js?v=1" async></script>`,
  });
  const loading = load(page, url);
  expect(await tags(page)).toBe(1);
  release?.();
  expect(await loading).toEqual([LOADED]);
  expect(await tags(page)).toBe(1);
});

test("a page that has the picker already keeps it", async ({
  page,
  open,
  pickerProxy: { url },
}) => {
  await open({
    head: `<script src="${url}picker.js"></script>`,
  });
  await page
    .locator("script")
    .first()
    .evaluate((script) => script.remove());
  expect(await load(page, "https://elsewhere.example/")).toEqual([LOADED]);
  expect(await tags(page)).toBe(0);
});

test("a script that fails is forgotten, and the next call tries again", async ({
  page,
  open,
  pickerProxy: { url },
}) => {
  await open();
  await page.route(SCRIPT, (route) => route.abort(), { times: 1 });
  const message = `${url}picker.js could not be loaded`;
  const failed = { ...FAILED, message };
  expect(await load(page, url, {}, 2)).toEqual([failed, failed]);
  expect(await tags(page)).toBe(0);
  expect(await load(page, url)).toEqual([LOADED]);
});

test("a page's own tag that failed before anybody called is found out", async ({
  page,
  open,
  pickerProxy: { url },
}) => {
  await page.route(SCRIPT, (route) => route.abort(), { times: 1 });
  await open({
    head: `<script src="${url}picker.js"></script>`,
  });
  await page.waitForLoadState();
  expect(await load(page, url)).toEqual([LOADED]);
});

test("a page's own tag that failed is found out as soon as the page is complete", async ({
  page,
  open,
  pickerProxy: { url },
}) => {
  const picture = new Promise<Route>((resolve) => {
    void page.route("**/picture.png", resolve);
  });
  const failed = page.waitForEvent("requestfailed");
  await page.route(SCRIPT, (route) => route.abort(), { times: 1 });
  await open({
    head: `<img src="/picture.png" alt=""><script src="${url}picker.js"></script>`,
  });
  await failed;
  const loading = load(page, url);
  expect(await tags(page)).toBe(1);
  await (await picture).abort();
  expect(await loading).toEqual([expect.objectContaining(FAILED)]);
  expect(await tags(page)).toBe(0);
  expect(await load(page, url)).toEqual([LOADED]);
});

for (const [what, answer] of [
  ["another script", { contentType: "text/javascript", body: "var nothing;" }],
  ["nothing", { status: 404 }],
] as const) {
  test(`${what} in the script's place is a failure`, async ({
    page,
    open,
    pickerProxy: { url },
  }) => {
    await open();
    await page.route(SCRIPT, (route) => route.fulfill(answer), { times: 1 });
    expect(await load(page, url)).toEqual([expect.objectContaining(FAILED)]);
    expect(await load(page, url)).toEqual([LOADED]);
  });
}

test("a script that does not come within 30 seconds is given up", async ({
  page,
  open,
  pickerProxy: { url },
}) => {
  await installClock(page);
  await open();
  await page.waitForLoadState();
  const held = new Promise<Route>((resolve) => {
    void page.route(SCRIPT, resolve, { times: 1 });
  });
  const loading = load(page, url);
  const route = await held;
  await page.clock.fastForward(29_000);
  expect(await tags(page)).toBe(1);
  await page.clock.fastForward(2_000);
  expect(await loading).toEqual([expect.objectContaining(FAILED)]);
  expect(await tags(page)).toBe(0);
  await route.abort();
  expect(await load(page, url)).toEqual([LOADED]);
});

test("a digest has the browser check the script, from another origin too", async ({
  page,
  open,
  pickerProxy: { url },
}) => {
  await open();
  const script = await (await page.request.get(`${url}picker.js`)).body();
  const digest = createHash("sha384").update(script).digest("base64");
  const other = createHash("sha384").update("other").digest("base64");
  const wrong = { integrity: `sha384-${other}` };
  expect(await load(page, url, wrong)).toEqual([
    expect.objectContaining(FAILED),
  ]);
  const right = { integrity: `sha384-${digest}` };
  expect(await load(page, url, right)).toEqual([LOADED]);
});

test("a nonce opens a strict policy", async ({
  page,
  open,
  pickerProxy: { url },
}) => {
  await open({ policy: "script-src 'nonce-n0nce'" });
  expect(await load(page, url)).toEqual([expect.objectContaining(FAILED)]);
  expect(await load(page, url, { nonce: "n0nce" })).toEqual([LOADED]);
});

const TRUSTED_TYPES =
  "require-trusted-types-for 'script'; trusted-types 'none'";

test("Trusted Types without a policy: it says that the tag belongs into the page", async ({
  page,
  open,
  pickerProxy: { url },
}) => {
  await open({ policy: TRUSTED_TYPES });
  const message =
    "Trusted Types forbid load(): put the script tag into the page's HTML";
  const refused = { code: "load_failed", retryable: false, message };
  expect(await load(page, url)).toEqual([refused]);
});

test("Trusted Types without a policy: the page's own tag will do", async ({
  page,
  open,
  pickerProxy: { url },
}) => {
  const head = `<script src="${url}picker.js" async></script>`;
  await open({ policy: TRUSTED_TYPES, head });
  expect(await load(page, url)).toEqual([LOADED]);
});
