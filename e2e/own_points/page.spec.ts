// Points that the page brings along: found by name and address, confirmed by the proxy like all others.

import { expect, type Page } from "@playwright/test";
import type { ServicePoint } from "../../embed/index";
import { makePoints } from "../support/made_points.ts";
import { OwnPoints } from "../support/own_points.ts";
import { SEARCHES } from "../support/searches.ts";
import { sentFields } from "../support/selection.ts";
import { openShop } from "../support/shop_page.ts";
import { test } from "../support/watched.ts";

/** Points that the proxy has, as a shop's own server would have got them. */
async function realPoints(page: Page): Promise<ServicePoint[]> {
  const query = "country_code=NL&address=Eindhoven&radius=5000&limit=20";
  const answer = await page.request.get(`/api/v3/service-points?${query}`);
  const json = (await answer.json()) as { data: { results: ServicePoint[] } };
  return json.data.results;
}

function countSearches(page: Page): { count: number } {
  const searches = { count: 0 };
  void page.route(SEARCHES, (route) => {
    searches.count += 1;
    return route.continue();
  });
  return searches;
}

test("no search is sent, and what is chosen is confirmed by the proxy", async ({
  page,
}) => {
  const points = await realPoints(page);
  const searches = countSearches(page);
  const own = await OwnPoints.among(page, points, "");
  await expect(own.radios).toHaveCount(points.length);
  const open = points.find(
    ({ general_shop_type, is_expired }) =>
      general_shop_type === "servicepoint" && !is_expired,
  )!;
  await own.picker
    .getByRole("radio", { name: new RegExp(`^${open.name}`) })
    .first()
    .click();
  await own.picker.getByRole("button", { name: /^Choose / }).click();
  await expect
    .poll(() => sentFields(page))
    .toMatchObject({
      service_point_id: `${open.id}`,
      carrier: open.carrier.code,
    });
  expect(searches.count).toBe(0);
});

test("they are found by name, street, postal code and city, however those are written", async ({
  page,
}) => {
  const points = makePoints(300);
  Object.assign(points[200]!, { name: "Ülkü Market Noord" });
  Object.assign(points[201]!.address, {
    street: "Háágse Dijk",
    postal_code: "5611 EM",
    city: "Veldhoven",
  });
  const own = await OwnPoints.among(page, points);
  for (const [text, found] of [
    ["ulku market noord", 1],
    ["VELDHOVEN haagse", 1],
    ["5611em", 1],
    ["5611 EM", 1],
  ] as const) {
    await own.search(text);
    await expect(own.radios).toHaveCount(found);
    await expect(own.message).toContainText(`for “${text}”`);
  }
  await own.search("Atlantis");
  await expect(own.message).toHaveText(
    "No service point fits “Atlantis”. Check the spelling, or show all.",
  );
  await own.picker.getByRole("button", { name: "Show all" }).click();
  await expect(own.message).toHaveText("300 service points");
  // All of them are there, and the proxy has nothing to do with it.
  await expect(
    own.picker.getByRole("button", { name: "Show up to" }),
  ).toHaveCount(0);
});

test("near a position of the page's they stand by distance, else in the page's order", async ({
  page,
}) => {
  const points = makePoints(40);
  const { latitude, longitude } = points[30]!.position;
  const own = await OwnPoints.among(page, points);
  await expect(own.radios.first()).toHaveAccessibleName(
    new RegExp(`^${points[0]!.name}`),
  );
  await own.picker.evaluate(
    (element, [latitude, longitude]) => {
      element.setAttribute("latitude", `${latitude}`);
      element.setAttribute("longitude", `${longitude}`);
    },
    [latitude, longitude] as const,
  );
  await expect(own.radios.first()).toHaveAccessibleName(
    new RegExp(`^${points[30]!.name}.* 0\\s(m|ft|yd)`),
  );
});

test("near the device they stand by distance, and nothing is asked of the proxy", async ({
  page,
  context,
}) => {
  const points = makePoints(40);
  await context.grantPermissions(["geolocation"]);
  await context.setGeolocation(points[12]!.position);
  const searches = countSearches(page);
  const own = await OwnPoints.among(page, points);
  await own.picker.getByRole("button", { name: "Use my location" }).click();
  await expect(own.message).toHaveText("40 service points near your location");
  await expect(own.radios.first()).toHaveAccessibleName(
    new RegExp(`^${points[12]!.name}`),
  );
  expect(searches.count).toBe(0);
});

test("set before the script came, taken away, and given to open()", async ({
  page,
}) => {
  const points = makePoints(3);
  await openShop(
    page,
    `<service-point-picker country="NL" city="Eindhoven"></service-point-picker>`,
    {
      head: `<script>document.addEventListener("readystatechange", () => {
        const picker = document.querySelector("service-point-picker");
        if (picker && !customElements.get("service-point-picker"))
          picker.servicePoints = ${JSON.stringify(points)};
      });</script>`,
    },
  );
  const own = new OwnPoints(page);
  await expect(own.radios).toHaveCount(3);
  await own.give(null);
  await expect(own.message).toContainText("Eindhoven, Nederland");
  await expect(own.picker.getByLabel("Postal code, city")).toBeVisible();
  await page.evaluate((servicePoints) => {
    void window.ServicePointPicker!.open({ servicePoints });
  }, points);
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("radio", { name: /·/ })).toHaveCount(3);
  // Not by its words alone, which the live region has a moment later.
  await expect(dialog.locator('[part="message"]')).toContainText(
    "3 service points",
  );
});

/** One bad entry was the end of the list. */
test("what is no service point is left out, and the shop's developer is told", async ({
  page,
}) => {
  const points = makePoints(4);
  const own = await OwnPoints.among(page, points);
  const told = own.picker.evaluate(
    (element) =>
      new Promise((resolve) =>
        element.addEventListener(
          "service-point-error",
          (event) => resolve((event as CustomEvent).detail),
          { once: true },
        ),
      ),
  );
  await own.give([
    null,
    "x",
    points[0],
    { ...points[1], position: null },
    points[0],
    points[2],
  ]);
  expect(await told).toMatchObject({
    code: "config",
    message: expect.stringContaining("4 of 6 in `servicePoints`") as unknown,
  });
  await expect(own.radios).toHaveCount(2);
  await own.give([]);
  await expect(own.message).toHaveText("0 service points");
});

/** What a page hangs on its points led to all that the page has, and one error to no points at all. */
test("points with more to them than v3 knows, and lists that throw, cost nothing but themselves", async ({
  page,
}) => {
  const own = await OwnPoints.among(page, makePoints(2));
  const told = await own.picker.evaluate((element, points) => {
    const errors: string[] = [];
    element.addEventListener("service-point-error", (event) =>
      errors.push((event as CustomEvent<{ message: string }>).detail.message),
    );
    const all: Record<string, unknown>[] = points.map((point) => ({
      ...point,
    }));
    for (const point of all) point["marker"] = { map: { layers: { ...all } } };
    Object.defineProperty(all[7]!, "address", {
      enumerable: true,
      get: () => {
        throw new Error("not yet");
      },
    });
    const start = performance.now();
    const picker = element as unknown as { servicePoints: unknown };
    picker.servicePoints = { results: all };
    const { proxy, revoke } = Proxy.revocable([], {});
    revoke();
    picker.servicePoints = proxy;
    picker.servicePoints = all;
    return new Promise<{ errors: string[]; ms: number }>((resolve) => {
      const wait = () =>
        errors.length < 3
          ? setTimeout(wait, 10)
          : resolve({ errors, ms: performance.now() - start });
      wait();
    });
  }, makePoints(300));
  expect(told.errors).toEqual([
    "`servicePoints` is no array",
    "`servicePoints` is no array",
    expect.stringContaining("1 of 300 in `servicePoints`"),
  ]);
  expect(told.ms).toBeLessThan(2_000);
  await expect(own.message).toHaveText("299 service points");
});

/** The page's answer to the error was overwritten by the list that the error was of. */
test("a page that mends its points when it hears of an error is heard", async ({
  page,
}) => {
  const own = await OwnPoints.among(page, makePoints(2));
  await own.picker.evaluate((element, points) => {
    const picker = element as unknown as { servicePoints: unknown };
    element.addEventListener(
      "service-point-error",
      () => (picker.servicePoints = points),
      { once: true },
    );
    picker.servicePoints = [null, points[0]];
  }, makePoints(40));
  await expect(own.message).toHaveText("40 service points");
});

test("without points of its own the page does not disturb the search, nor keep its points", async ({
  page,
}) => {
  const searches = countSearches(page);
  await openShop(
    page,
    '<service-point-picker country="NL" city="Eindhoven"></service-point-picker>',
  );
  const own = new OwnPoints(page);
  await expect(own.rows.first()).toBeVisible();
  await own.picker.getByLabel("Postal code, city").fill("Utrecht");
  await page.keyboard.press("Enter");
  await expect(own.message).toContainText("Utrecht");
  const { count } = searches;
  await own.give(null);
  await page.waitForTimeout(200);
  expect(searches.count).toBe(count);
  await expect(own.message).toContainText("Utrecht");

  await own.picker.evaluate((element) => element.removeAttribute("city"));
  await own.give(makePoints(5));
  await expect(own.radios).toHaveCount(5);
  await own.give(null);
  await expect(own.message).toHaveText("Enter a postal code, city or address.");
  await expect(own.radios).toHaveCount(0);
});

/** It was the end of the reading, and the picker searched for good. */
test("the device's position asked for while points are read is where they are sorted from", async ({
  page,
  context,
}) => {
  const points = makePoints(4_000);
  await context.grantPermissions(["geolocation"]);
  await context.setGeolocation(points[3_210]!.position);
  const own = await OwnPoints.among(page, makePoints(1));
  await own.picker.evaluate((element, servicePoints) => {
    Object.assign(element, { servicePoints });
    element.shadowRoot!.querySelector<HTMLElement>(".location")!.click();
  }, points);
  await expect(own.message).toHaveText(
    "4,000 service points near your location",
  );
  await expect(own.picker.locator("fieldset.list")).toHaveAttribute(
    "aria-busy",
    "false",
  );
});
