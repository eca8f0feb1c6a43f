// What `docs/embedding.md` and `README.md` have readers copy, run as it stands there.

import { expect, type Page } from "@playwright/test";
import { Checkout } from "../support/checkout.ts";
import {
  DOCUMENTED_PROXY,
  DOCUMENTED_SHOP,
  examplesOf,
  openDocumented,
  standInFor,
} from "../support/documentation.ts";
import { startProxy, type Proxy } from "../support/proxy.ts";
import { test as base } from "../support/watched.ts";

const SCRIPT = `<script src="${DOCUMENTED_PROXY}/picker.js" async></script>`;
const EINDHOVEN = `country="NL" postal-code="5611 EM"`;
const PICKER = `<form id="checkout"><service-point-picker ${EINDHOVEN}></service-point-picker></form>${SCRIPT}`;

const test = base.extend<{ documented: Proxy }>({
  documented: async ({ page, watch }, use) => {
    const proxy = await startProxy({
      PICKER_ORIGINS: DOCUMENTED_SHOP,
      PICKER_PUBLIC_URL: DOCUMENTED_PROXY,
    });
    watch.known.add(DOCUMENTED_SHOP).add(DOCUMENTED_PROXY);
    await standInFor(page, proxy.url);
    await use(proxy);
    // Tiles may still be on their way.
    await page.unrouteAll({ behavior: "ignoreErrors" });
    await proxy.stop();
  },
});

type Run = (page: Page, code: string, proxy: Proxy) => Promise<void>;

/** By the names of the examples: each is run in the way that its reader would. */
const RUNS: Readonly<Record<string, Run>> = {
  "Embedding the picker 1": async (page, code) => {
    await openDocumented(page, `<form id="checkout">${code}</form>`);
    const checkout = new Checkout(page);
    await expect(page.getByText("cannot be shown right now")).toBeHidden();
    await checkout.rows.first().getByRole("radio").click();
    await checkout.choose();
    await expect(checkout.field("service_point_id")).toHaveValue(/^\d+$/);
  },

  "Embedding the picker 2": async (page, code) => {
    // Before `picker.js` is there.
    await openDocumented(
      page,
      `<style>${code}</style><service-point-picker><p>Fallback</p></service-point-picker>`,
    );
    await expect(page.getByText("Fallback")).toBeHidden();
    const box = await page.locator("service-point-picker").boundingBox();
    expect(box?.height).toBe(560);
  },

  "The form 1": async (page, code) => {
    const address = code.replace("<service-point-picker", `$& ${EINDHOVEN}`);
    await openDocumented(
      page,
      `<form id="checkout">${address}</form>${SCRIPT}`,
    );
    const checkout = new Checkout(page);
    await checkout.rows.first().getByRole("radio").click();
    await checkout.choose();
    await checkout.summary.waitFor();
    const names = await page
      .locator("#checkout")
      .evaluate((form) => [...new FormData(form as HTMLFormElement).keys()]);
    expect(names.sort()).toEqual([
      "pickup[id]",
      "pickup[number]",
      "service_point_token",
    ]);
  },

  "The form 2": async (page, code) => {
    await openDocumented(page, PICKER.replace('NL"', 'NL" required'));
    await new Checkout(page).rows.first().waitFor();
    const isSent = await page.evaluate((lines) => {
      const send = new Function("form", "picker", `${lines}\nreturn true;`);
      return send(
        document.forms[0],
        document.querySelector("service-point-picker"),
      ) as unknown;
    }, code);
    expect(isSent).toBeUndefined();
    await expect(page.getByRole("alert").first()).toContainText(
      "Choose a service point",
    );
  },

  "Reloads and re-rendered checkouts 1": async (page, code) => {
    await openDocumented(
      page,
      `${PICKER}<select id="method"><option value="service_point">Point<option value="home">Home</select>`,
    );
    const checkout = new Checkout(page);
    await checkout.rows.first().getByRole("radio").click();
    await checkout.choose();
    await expect(checkout.field("service_point_id")).toHaveCount(1);
    await run(page, code, {
      picker: "service-point-picker",
      deliveryMethod: "#method",
    });
    await page.locator("#method").selectOption("home");
    await expect(checkout.field("service_point_id")).toHaveCount(0);
    await page.locator("#method").selectOption("service_point");
    await expect(checkout.picker).toHaveAttribute("required", "");
  },

  "An earlier selection of your own 1": async (page, code) => {
    // The sandbox has another point there, and knows its number.
    const known = code.replace("1000777", "915751360");
    await openDocumented(page, `<form id="checkout">${known}</form>${SCRIPT}`);
    const checkout = new Checkout(page);
    await expect(checkout.summary).toContainText("00123456");
    await expect(checkout.field("service_point_id")).toHaveValue("915751360");
  },

  "Script 1": async (page, code) => {
    const lines: string[] = [];
    page.on("console", (message) => lines.push(message.text()));
    await openDocumented(page, PICKER);
    const checkout = new Checkout(page);
    await checkout.rows.first().waitFor();
    await page.evaluate((script) => {
      const inside = new Function(
        `return (async () => { ${script}\nwindow.answer = selection; })()`,
      ) as () => Promise<void>;
      void inside();
    }, code);
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("listitem").first().waitFor();
    await dialog.getByRole("button", { name: /^Choose / }).click();
    await page.waitForFunction(() => "answer" in window);
    await checkout.rows.first().getByRole("radio").click();
    await checkout.choose();
    await checkout.summary.waitFor();
    expect(lines.join()).toMatch(/\d+ null \w+/);
  },

  "Points of your own 1": async (page, code) => {
    await openDocumented(page, PICKER);
    const checkout = new Checkout(page);
    await checkout.rows.first().waitFor();
    const [own, none] = code.trim().split("\n");
    await page.evaluate(() => {
      const point = {
        id: 7,
        name: "Own",
        carrier: { code: "postnl", name: "PostNL" },
        position: { latitude: 51.4, longitude: 5.4 },
      };
      Object.assign(window, { points: [point] });
    });
    await run(page, own ?? "", { picker: "service-point-picker" });
    await expect(checkout.rows).toHaveCount(1);
    await run(page, none ?? "", { picker: "service-point-picker" });
    await expect(checkout.rows.nth(5)).toBeVisible();
  },

  "Languages 1": async (page, code) => {
    await openDocumented(page, PICKER);
    const checkout = new Checkout(page);
    await checkout.rows.first().waitFor();
    await run(page, code, { picker: "service-point-picker" });
    await expect(
      checkout.picker.getByRole("heading", {
        name: "Where shall we leave it?",
      }),
    ).toBeVisible();
  },

  "Content security policy 1": async (page, code, proxy) => {
    const digests = (await (
      await fetch(`${proxy.url}integrity.json`)
    ).json()) as Record<string, string>;
    const pinned = code.replace("sha384-…", digests["picker.js"] ?? "");
    await openDocumented(page, PICKER.replace(SCRIPT, pinned));
    await expect(new Checkout(page).rows.first()).toBeVisible();
  },

  "When something fails 1": async (page, code) => {
    await page.route("**/widget.js", (route) => route.abort());
    await openDocumented(page, PICKER.replace(SCRIPT, ""));
    await page.evaluate(() =>
      Object.assign(window, {
        offerHomeDelivery: () => (document.title = "Home delivery"),
      }),
    );
    await run(page, code, { picker: "service-point-picker" });
    await page.addScriptTag({ url: `${DOCUMENTED_PROXY}/picker.js` });
    await expect(page).toHaveTitle("Home delivery");
  },
  "Migrating from the hosted picker 1": async (page, code) => {
    await openDocumented(page, code);
    await page.evaluate(() => {
      const { sendcloud } = window as unknown as {
        sendcloud: {
          servicePoints: { open(...args: unknown[]): void };
        };
      };
      sendcloud.servicePoints.open(
        { country: "nl", postalCode: "5611 EM" },
        ({ id }: { id: number }) => (document.title = `${id}`),
      );
    });
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("listitem").first().waitFor();
    await dialog.getByRole("button", { name: /^Choose / }).click();
    await expect(page).toHaveTitle(/^\d+$/);
  },

  "Migrating from the hosted picker 2": async (page, code) => {
    await openDocumented(
      page,
      `<form><input name="service_point_token"></form>
       <script src="${DOCUMENTED_PROXY}/sendcloud-compat.js"></script>`,
    );
    await page.evaluate((lines) => {
      const call = new Function("form", "cart", lines);
      call(document.forms[0], { reference: "cart-1" });
    }, code);
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("listitem").first().waitFor();
    await dialog.getByRole("button", { name: /^Choose / }).click();
    await expect(page.locator("[name=service_point_token]")).toHaveValue(
      /^[\w-]+\.[\w-]+\.[\w-]+$/,
    );
  },
};

/** Runs lines of a page's script; `names` are elements that they speak of, by selector. */
async function run(
  page: Page,
  code: string,
  names: Readonly<Record<string, string>>,
): Promise<void> {
  await page.evaluate(
    ([lines, found]) => {
      const elements = Object.values(found).map((selector) =>
        document.querySelector(selector),
      );
      new Function(...Object.keys(found), lines)(...elements);
    },
    [code, names] as const,
  );
}

/** What is of React and Vue is held equal to the apps of `examples/`, which are built and driven. */
const examples = examplesOf("docs/embedding.md").filter(({ language }) =>
  ["html", "css", "js"].includes(language),
);

test("every example of the documentation is run here, and no other", () => {
  const names = examples.map(({ name }) => name).sort();
  expect(Object.keys(RUNS).sort()).toEqual(names);
});

for (const { name, code } of examples) {
  test(`the example works: ${name}`, async ({ page, documented }) => {
    const run = RUNS[name];
    if (!run) throw new Error("it is not run");
    await run(page, code, documented);
  });
}

/** `README.md` gives a page with WASM and one without it a line each. */
test("the lines of the policy in README.md are enough, and the same as in the documentation", async ({
  page,
  documented,
}) => {
  const [snippet, policies] = examplesOf("README.md")
    .filter(({ name }) => name.startsWith("Embed it"))
    .map(({ code }) => code);
  const lines = (policies ?? "").trim().split("\n");
  expect(lines).toHaveLength(2);
  expect(documented.url).toContain("127.0.0.1");
  for (const [index, line] of lines.entries()) {
    await openDocumented(
      page,
      `<form id="checkout">${snippet}</form>`,
      `default-src 'none'; ${line}`,
    );
    const isFramed = index === 1;
    const checkout = isFramed ? Checkout.framed(page) : new Checkout(page);
    await expect(checkout.rows.first()).toBeVisible();
    await expect(checkout.picker.locator("iframe")).toHaveCount(
      isFramed ? 1 : 0,
    );
  }
});
