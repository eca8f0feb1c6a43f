// Leads a picker from state to state without waiting: every search is answered here.

import { expect, type Locator, type Page, type Route } from "@playwright/test";
import { Locale } from "../support/locales.ts";
import { SEARCHES, type Found, type Point } from "../support/searches.ts";
import { EINDHOVEN, openShop } from "../support/shop_page.ts";

/** The members of a point that make it another one here. */
type WholePoint = Point & { address: { country_code: string } };

/** Stands in for the proxy. */
type Answer = (route: Route) => Promise<void>;

/** Points of the first answer: enough for every state, few enough for a quick analysis. */
const COUNT = 7;
/** Can be chosen; has a telephone number and an e-mail address. */
const FIRST = 0;
/** Its details are out of date. */
const EXPIRED = 2;
/** Asks for a post number. */
const PACKSTATION = 3;
/** A locker that the proxy confirms; not listed, unless the last of the points is it. */
const LOCKER = COUNT - 1;
/** How the searched address is understood. */
const PLACE = "Eindhoven, Nederland";
/** Where a choice is confirmed. */
const SELECTIONS = "**/api/selections";

/** A state with its name, and what leads to it from the one before. */
export interface Scene {
  readonly name: string;
  readonly show: (stage: Stage) => Promise<void>;
  /** Only where list and map take turns. */
  readonly isNarrow?: boolean;
}

export class Stage {
  readonly page: Page;
  readonly picker: Locator;
  readonly #texts: Locale;
  #answer: Answer = (route) => route.abort();
  #points: WholePoint[] = [];
  #release: () => void = () => undefined;

  constructor(page: Page, lang: string) {
    this.page = page;
    this.picker = page.locator("service-point-picker");
    // The right-to-left locale is English between marks, which a part of a name leaves out.
    this.#texts = new Locale(lang === "ar-XB" ? "en" : lang);
  }

  /** Opens a shop whose picker knows a country and no place. */
  static async open(page: Page, lang: string, attributes = ""): Promise<Stage> {
    const stage = new Stage(page, lang);
    const answer = await page.request.get(
      `/api/v3/service-points?${new URLSearchParams({
        country_code: "NL",
        address: "Stadhuisplein 10, 5611 EM Eindhoven",
        radius: "5000",
        limit: `${COUNT}`,
      })}`,
    );
    const { data } = (await answer.json()) as { data: Found };
    stage.#points = data.results as WholePoint[];
    stage.#prepare();
    await page.route(SEARCHES, (route) => stage.#answer(route));
    await openShop(
      page,
      `<main>
        <h1>Checkout</h1>
        <service-point-picker country="NL" ${attributes}></service-point-picker>
      </main>`,
      { lang, head: '<meta name="color-scheme" content="light dark" />' },
    );
    return stage;
  }

  /** A text of the picker, in its language. */
  text(key: string, values?: Readonly<Record<string, string>>): string {
    return this.#texts.get(key, values);
  }

  button(key: string, values?: Readonly<Record<string, string>>): Locator {
    return this.picker.getByRole("button", { name: this.text(key, values) });
  }

  /** The line above the list. */
  get message(): Locator {
    return this.picker.locator('[part="message"]');
  }

  async expectMessage(key: string, values?: Readonly<Record<string, string>>) {
    await expect(this.message).toContainText(this.text(key, values));
  }

  /** Has every search from now on answered so. */
  answerWith(answer: Answer): void {
    this.#answer = answer;
  }

  async search(answer: Answer): Promise<void> {
    this.#answer = answer;
    await this.picker.getByRole("textbox").first().fill("5611 EM");
    await this.button("search").click();
  }

  /** Has the page ask for a place, which is a search. */
  async setPlace(answer: Answer): Promise<void> {
    this.#answer = answer;
    await this.picker.evaluate((picker, attributes) => {
      for (const [, name, value] of attributes.matchAll(/(\S+)="([^"]*)"/g))
        picker.setAttribute(name ?? "", value ?? "");
    }, EINDHOVEN);
  }

  /** An answer with the points, understood as `geocoding` says. */
  found(geocoding: object = {}, count = COUNT): Answer {
    const json = {
      data: {
        results: this.#points.slice(0, count),
        geocoding: {
          status: "matched",
          precision: "street",
          formatted_address: PLACE,
          ...geocoding,
        },
      },
    };
    return (route) => route.fulfill({ json });
  }

  /** The same, once it is released. */
  held(): Answer {
    const isReleased = new Promise<void>((resolve) => {
      this.#release = resolve;
    });
    return async (route) => {
      await isReleased;
      await this.found()(route);
    };
  }

  release(): void {
    this.#release();
  }

  refused(status: number, code: string | null, headers = {}): Answer {
    const json = { errors: [{ status: `${status}`, code, detail: "" }] };
    return (route) => route.fulfill({ status, headers, json });
  }

  /** Where list and map take turns, shows one of them. */
  async view(shown: "list" | "map"): Promise<void> {
    const name = this.text("view_switch");
    const views = this.picker.getByRole("group", { name }).getByRole("radio");
    await views.nth(shown === "list" ? 0 : 1).click();
  }

  /** The radio of a point. */
  radio(at: number): Locator {
    return this.picker.getByRole("listitem").nth(at).getByRole("radio");
  }

  details(at: number): Locator {
    return this.picker
      .getByRole("listitem")
      .nth(at)
      .getByRole("button")
      .first();
  }

  /** Checks a point and presses the button that commits to it. */
  async choose(at: number): Promise<void> {
    await this.radio(at).click();
    await this.button("choose", { name: this.#points[at]?.name ?? "" }).click();
  }

  /** Has the proxy refuse every point, and offer others. */
  async refuse(): Promise<void> {
    const alternatives = this.#points.slice(4, 6);
    const meta = { alternatives };
    const json = {
      errors: [{ status: "409", code: "unavailable", detail: "", meta }],
    };
    await this.page.route(SELECTIONS, (route) =>
      route.fulfill({ status: 409, json }),
    );
  }

  #prepare(): void {
    const [first, expired, packstation] = [FIRST, EXPIRED, PACKSTATION].map(
      (at) => this.#points[at],
    );
    if (!first || !expired || !packstation) throw new Error("too few points");
    first.contact = { phone: "+31 40 123 4567", email: "shop@example.com" };
    expired.is_expired = true;
    packstation.address.country_code = "DE";
    packstation.carrier = { ...packstation.carrier, code: "dhl", name: "DHL" };
    packstation.general_shop_type = "locker";
  }
}

/** All states, in an order in which each is a step from the one before. */
export const SCENES: readonly Scene[] = [
  {
    name: "start",
    show: (stage) => stage.expectMessage("search_start"),
  },
  {
    name: "searching",
    async show(stage) {
      await stage.setPlace(stage.held());
      await stage.expectMessage("searching");
    },
  },
  {
    name: "found",
    async show(stage) {
      stage.release();
      await expect(stage.picker.getByRole("listitem")).toHaveCount(COUNT);
    },
  },
  {
    name: "details unfolded",
    async show(stage) {
      await stage.details(FIRST).click();
      await expect(stage.picker.getByRole("table")).toBeVisible();
      await expect(stage.picker.getByRole("link")).toHaveCount(2);
    },
  },
  {
    name: "filters unfolded",
    async show(stage) {
      await stage.details(FIRST).click();
      await stage.button("filters").click();
      await expect(stage.picker.getByRole("checkbox").first()).toBeVisible();
    },
  },
  {
    name: "filtered out",
    async show(stage) {
      for (const name of [stage.text("type_locker"), "UPS"])
        await stage.picker.getByRole("checkbox", { name }).check();
      await stage.expectMessage("filtered_out", { n: `${COUNT}` });
    },
  },
  {
    name: "filters cleared",
    async show(stage) {
      await stage.button("filters_clear").first().click();
      await expect(stage.picker.getByRole("listitem")).toHaveCount(COUNT);
      await stage.button("filters").click();
    },
  },
  {
    name: "map in place of the list",
    isNarrow: true,
    async show(stage) {
      await stage.radio(FIRST).click();
      await stage.view("map");
      const markers = stage.picker.locator('[part~="marker"]');
      await expect(markers.first()).toBeVisible();
    },
  },
  {
    name: "list again",
    isNarrow: true,
    async show(stage) {
      await stage.view("list");
      await expect(stage.radio(FIRST)).toBeVisible();
    },
  },
  {
    name: "partial",
    async show(stage) {
      await stage.search(stage.found({ status: "partially_matched" }));
      await stage.expectMessage("partial", { place: PLACE });
    },
  },
  {
    name: "coarse",
    async show(stage) {
      await stage.search(stage.found({ precision: "city" }));
      await stage.expectMessage("coarse", { place: PLACE });
    },
  },
  {
    name: "widened",
    async show(stage) {
      await stage.search((route) => {
        const isNear = route.request().url().includes("radius=5000");
        return stage.found({}, isNear ? 0 : COUNT)(route);
      });
      await expect(stage.message).toContainText("20");
    },
  },
  {
    name: "searching anew",
    async show(stage) {
      await stage.search(stage.held());
      await stage.expectMessage("searching");
    },
  },
  {
    name: "empty",
    async show(stage) {
      stage.release();
      await stage.search(stage.found({}, 0));
      await expect(stage.button("other_delivery")).toBeVisible();
    },
  },
  {
    name: "not found",
    async show(stage) {
      const unknown = { status: "not_found", formatted_address: null };
      await stage.search(stage.found(unknown, 0));
      await expect(stage.button("number_look_up")).toBeVisible();
    },
  },
  {
    name: "too many",
    async show(stage) {
      const wait = { "retry-after": "60" };
      await stage.search(stage.refused(429, "rate_limited", wait));
      await stage.expectMessage("rate_limited", { n: "60" });
    },
  },
  {
    name: "geocoder down",
    async show(stage) {
      await stage.search(stage.refused(503, null));
      await stage.expectMessage("geocoder_down");
    },
  },
  {
    name: "unreachable",
    async show(stage) {
      await stage.search((route) => route.abort());
      await stage.expectMessage("unreachable");
    },
  },
  {
    name: "misconfigured",
    async show(stage) {
      await stage.search(stage.refused(403, "forbidden"));
      await stage.expectMessage("misconfigured");
    },
  },
  {
    name: "post number asked for",
    async show(stage) {
      await stage.search(stage.found());
      await stage.radio(PACKSTATION).click();
      await expect(stage.picker.getByRole("textbox").nth(1)).toBeVisible();
    },
  },
  {
    name: "post number wrong",
    async show(stage) {
      await stage.picker.getByRole("textbox").nth(1).fill("12");
      await stage.choose(PACKSTATION);
      await expect(
        stage.picker.getByRole("alert").filter({ hasText: "10" }),
      ).toBeVisible();
    },
  },
  {
    name: "refused, with alternatives",
    async show(stage) {
      await stage.refuse();
      await stage.choose(FIRST);
      await expect(
        stage.picker.getByText(stage.text("alternatives")),
      ).toBeVisible();
    },
  },
  {
    name: "summary card",
    async show(stage) {
      await stage.page.unroute(SELECTIONS);
      await stage.choose(LOCKER);
      await expect(stage.button("change")).toBeVisible();
    },
  },
  {
    name: "dialog open",
    async show(stage) {
      await stage.picker.evaluate((picker) =>
        picker.setAttribute("mode", "dialog"),
      );
      await stage.button("change").click();
      await expect(stage.page.getByRole("dialog")).toBeVisible();
      await expect(stage.radio(FIRST)).toBeVisible();
    },
  },
  {
    name: "dialog closed, nothing chosen",
    async show(stage) {
      await stage.button("close").click();
      await stage.picker.evaluate((picker) =>
        (picker as HTMLElement & { reset(): void }).reset(),
      );
      await expect(stage.button("heading")).toBeVisible();
    },
  },
];
