// What shops and shoppers complain about in lists: what a row says, which one is selected, where it ends.

import { expect, type Locator, type Page } from "@playwright/test";
import { Checkout } from "../support/checkout.ts";
import { countDifferences } from "../support/pixels.ts";
import { changeAnswers, type Point, type Shift } from "../support/searches.ts";
import { EINDHOVEN, openShop } from "../support/shop_page.ts";
import { test } from "../support/watched.ts";

const WEEK = [
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
];
/** 11:00 in Eindhoven, on the Monday of a week without holidays; the other days follow. */
const MONDAY = Date.UTC(2026, 2, 9, 10);
const DAY_MS = 24 * 60 * 60 * 1_000;

/** A point with where it is. */
interface Addressed extends Point {
  address: Record<"street" | "house_number" | "postal_code" | "city", string>;
}

const BERLIN =
  'country="DE" street="Alexanderplatz" house-number="1" postal-code="10178" city="Berlin"';

async function openList(
  page: Page,
  attributes = `${EINDHOVEN} map="off"`,
): Promise<Checkout> {
  await openShop(
    page,
    `<service-point-picker ${attributes}></service-point-picker>`,
  );
  const checkout = new Checkout(page);
  await checkout.rows.first().waitFor();
  return checkout;
}

/** Gives a point these times and nothing else to go by. */
function setTimes(point: Point, times: Record<string, Shift[] | null>): void {
  point.opening_times = times;
  point.next_open_at = null;
}

function shift(start_time: string, end_time: string): Shift {
  return { start_time, end_time };
}

/** Unfolds a row; its table by weekday, in English. */
async function tableOf(row: Locator): Promise<[day: string, times: string][]> {
  await row.getByRole("button", { name: /^Details of / }).click();
  const table = row.getByRole("table", { name: "Opening times" });
  const lines = await table
    .getByRole("row")
    .evaluateAll((rows) =>
      rows.map((line) =>
        Array.from(line.querySelectorAll("th, td"), (cell) =>
          `${cell.textContent}`.replace(/\s/g, " "),
        ),
      ),
    );
  return lines.map(([day = "", times = ""]) => [
    (day.split(" ")[0] ?? "").toLowerCase(),
    times,
  ]);
}

/** Complaint 9: a shop on holiday was offered as open, as the usual week says. */
test("a weekday closed this week reads closed, whichever it is", async ({
  page,
}) => {
  const open = [shift("09:00", "17:00")];
  await changeAnswers(page, (found) => {
    found.results.splice(7);
    for (const [closed, point] of found.results.entries()) {
      const days = WEEK.map((day, index) => [
        day,
        index === closed ? null : open,
      ]);
      setTimes(point, Object.fromEntries(days));
    }
  });
  for (const [today] of WEEK.entries()) {
    await page.clock.setFixedTime(MONDAY + today * DAY_MS);
    const { rows } = await openList(page);
    await expect(rows).toHaveCount(7);
    for (const [closed, day] of WEEK.entries())
      await expect(rows.nth(closed), `${day}, on ${WEEK[today]}`).toContainText(
        closed === today
          ? /Closed, opens tomorrow 9:00\sAM/
          : /Open until 5:00\sPM/,
      );
  }
  const { rows } = new Checkout(page);
  for (const [closed, day] of WEEK.entries()) {
    const times = await tableOf(rows.nth(closed));
    const isClosed = times.filter(([, text]) => text === "Closed");
    expect(isClosed).toEqual([[day, "Closed"]]);
  }
});

/** Section 8: weekdays were taken from their position, Monday shown as Sunday, closed days moved the rest. */
test("the seven days stand under their own names, in any order and with closed days", async ({
  page,
}) => {
  // Each day opens at an hour of its own.
  const hours = new Map(WEEK.map((day, index) => [day, index + 5]));
  const closedDays = [[], ["sunday"], ["monday", "thursday"], ["saturday"]];
  const orders = [
    WEEK,
    [...WEEK].reverse(),
    [...WEEK.slice(6), ...WEEK.slice(0, 6)],
    [...WEEK].sort(),
  ];
  await changeAnswers(page, (found) => {
    found.results.splice(orders.length * 2);
    for (const [index, point] of found.results.entries()) {
      const closed = closedDays[(index + (index >> 2)) % 4] ?? [];
      const days = (orders[index % 4] ?? []).map((day) => {
        const hour = `0${hours.get(day)}`.slice(-2);
        const isClosed = closed.includes(day);
        return [day, isClosed ? null : [shift(`${hour}:00`, `${hour}:30`)]];
      });
      setTimes(point, Object.fromEntries(days));
    }
  });
  await page.clock.setFixedTime(MONDAY + 3 * DAY_MS);
  const { rows } = await openList(page);
  for (let index = 0; index < orders.length * 2; index += 1) {
    const closed = closedDays[(index + (index >> 2)) % 4] ?? [];
    const lines = await tableOf(rows.nth(index));
    // Thursday is today, and leads.
    expect(lines.map(([day]) => day)).toEqual([
      ...WEEK.slice(3),
      ...WEEK.slice(0, 3),
    ]);
    for (const [day, times] of lines) {
      const hour = hours.get(day);
      const text = closed.includes(day)
        ? "Closed"
        : `${hour}:00 – ${hour}:30 AM`;
      expect(times, `${day} of row ${index}`).toBe(text);
    }
  }
});

/** Section 8: only the first shift of a day was shown, and the lunch break was lost. */
test("split shifts stand whole in the table, and the status knows each", async ({
  page,
}) => {
  const shifts = [
    [shift("08:00", "12:30"), shift("13:30", "17:00"), shift("19:00", "21:00")],
    [shift("08:00", "10:30"), shift("13:30", "17:00")],
    [shift("08:00", "10:00"), shift("10:30", "11:30"), shift("14:00", "17:00")],
  ];
  await changeAnswers(page, (found) => {
    found.results.splice(shifts.length);
    for (const [index, point] of found.results.entries())
      setTimes(
        point,
        Object.fromEntries(WEEK.map((day) => [day, shifts[index] ?? null])),
      );
  });
  await page.clock.setFixedTime(MONDAY);
  const { rows } = await openList(page);
  await expect(rows.nth(0)).toContainText(/Open until 12:30\sPM/);
  await expect(rows.nth(1)).toContainText(/Opens 1:30\sPM/);
  await expect(rows.nth(2)).toContainText(/Closes soon, 11:30\sAM/);
  for (const [day, times] of await tableOf(rows.nth(0)))
    expect(times, day).toBe(
      "8:00 AM – 12:30 PM, 1:30 – 5:00 PM, 7:00 – 9:00 PM",
    );
});

/** What tells a checked row: its radio, its edges and the letters of its name. */
async function looks(page: Page, row: Locator, name: string) {
  await page.mouse.move(0, 0);
  const box = await row.boundingBox();
  if (!box) throw new Error("no row");
  const edge = { y: box.y + 8, width: 3, height: EDGE_PX };
  return {
    mark: await row.getByRole("radio").screenshot(),
    start: await page.screenshot({ clip: { x: box.x, ...edge } }),
    end: await page.screenshot({
      clip: { x: box.x + box.width - edge.width, ...edge },
    }),
    letters: await row.getByText(name, { exact: true }).screenshot(),
  };
}

/** Of an edge that is looked at: less than a row is high. */
const EDGE_PX = 60;
/** A difference that nobody overlooks, of 255. */
const PLAIN = 60;

for (const [what, forcedColors] of [
  ["without colours", "none"],
  ["in forced colours", "active"],
] as const) {
  /** Complaint 13: the selected row could not be told from the others, or by its colour alone. */
  test(`${what} the checked row is told by its mark and its border`, async ({
    page,
  }) => {
    await page.emulateMedia({ forcedColors });
    const checkout = await openList(page);
    const name = "Avondwinkel De Uil";
    const row = checkout.rows.filter({ hasText: name }).first();
    await checkout.point(/^Stadhuisplein Parcel Shop/).click();
    const unchecked = await looks(page, row, name);
    await checkout.point(/^Avondwinkel De Uil/).click();
    const checked = await looks(page, row, name);
    const count = (part: keyof typeof checked) =>
      countDifferences(page, unchecked[part], checked[part], PLAIN);
    expect(await count("mark")).toBeGreaterThan(40);
    const edges = Math.max(await count("start"), await count("end"));
    expect(edges).toBeGreaterThan(2 * EDGE_PX);
  });

  /** A row that grows as it is checked moves what the shopper is about to press. */
  test(`${what} checking a row moves nothing`, async ({ page }) => {
    await page.emulateMedia({ forcedColors });
    const checkout = await openList(page);
    const places = () =>
      checkout.rows.evaluateAll((rows) =>
        rows.slice(0, 4).map((row) => {
          const { top, height } = row.getBoundingClientRect();
          const text = row.querySelector("label")?.getBoundingClientRect();
          return [top, height, text?.left, text?.top];
        }),
      );
    const before = await places();
    await checkout.point(/^Avondwinkel De Uil/).click();
    expect(await places()).toEqual(before);
  });
}

/** Complaint 13. Few fonts have a weight between normal and bold: what was semi-bold was bold before. */
test("the checked row's name is set in heavier letters, in any font", async ({
  page,
}) => {
  const checkout = await openList(page);
  const name = "Avondwinkel De Uil";
  const row = checkout.rows.filter({ hasText: name }).first();
  const unchecked = await looks(page, row, name);
  await checkout.point(/^Avondwinkel De Uil/).click();
  const checked = await looks(page, row, name);
  expect(
    await countDifferences(page, unchecked.letters, checked.letters, PLAIN),
  ).toBeGreaterThan(40);
});

/** Complaint 15: rows without a street, in no order that anybody understood. */
test("each row holds its whole address, and rows stand by distance", async ({
  page,
}) => {
  let points: Addressed[] = [];
  await changeAnswers(page, (found) => {
    points = [...found.results] as Addressed[];
    found.results.reverse();
  });
  const { rows } = await openList(page);
  points.sort((one, other) => (one.distance ?? 0) - (other.distance ?? 0));
  expect(points.length).toBe(50);
  const texts = await rows.allInnerTexts();
  const metres = texts.map((text) => {
    const [, number, unit] = /([\d.]+)\s(m|km)\b/.exec(text) ?? [];
    return Number(number) * (unit === "km" ? 1_000 : 1);
  });
  for (const [index, { name, address }] of points.entries()) {
    const { street, house_number, postal_code, city } = address;
    expect(texts[index]).toContain(name);
    expect(texts[index]).toContain(
      `${street} ${house_number}, ${postal_code} ${city}`,
    );
    expect(metres[index]).toBeGreaterThanOrEqual(metres[index - 1] ?? 0);
  }
});

/** Complaint 21: lists were cut at 10 or 40, and nobody said so. */
test("the end of the list says how many there are, and brings up to 200", async ({
  page,
}) => {
  const checkout = await openList(page, `${BERLIN} map="off"`);
  await expect(checkout.rows).toHaveCount(50);
  const end = checkout.picker
    .getByRole("paragraph")
    .filter({ hasText: "The 50 service points nearest to Alexanderplatz 1" })
    .last();
  const more = checkout.picker.getByRole("button", { name: "Show up to 200" });
  await end.scrollIntoViewIfNeeded();
  const isBelow = await end.evaluate(
    (text, row) =>
      row !== null &&
      text.getBoundingClientRect().top >= row.getBoundingClientRect().bottom,
    await checkout.rows.last().elementHandle(),
  );
  expect(isBelow).toBe(true);

  const nextId = checkout.rows.nth(50).getByRole("radio");
  await more.click();
  await expect(checkout.rows).toHaveCount(200);
  await expect(nextId).toBeFocused();
  await expect(nextId).toBeInViewport();
  await expect(
    checkout.picker.getByText("The 200 service points nearest to").first(),
  ).toBeVisible();
  await expect(more).toHaveCount(0);
});

/** Section 8: a list was built twice, and a marker was a handful of nodes: 200 points are 200 rows. */
test("200 points are 200 rows, and few nodes else", async ({ page }) => {
  const checkout = await openList(page, BERLIN);
  await checkout.picker.getByRole("button", { name: "Show up to 200" }).click();
  await expect(checkout.rows).toHaveCount(200);
  const map = checkout.picker.getByRole("region", { name: "Map" });
  await expect(map.locator('[part~="marker"]').first()).toBeVisible();
  await expect(checkout.picker.getByRole("radio", { name: /·/ })).toHaveCount(
    200,
  );
  const nodes = await checkout.picker.evaluate(
    (host) => host.shadowRoot?.querySelectorAll("*").length ?? 0,
  );
  expect(nodes).toBeLessThan(200 * 11 + 200);
});

/** Complaint 21: whoever had a point's number from the carrier's app found nothing by it. */
test("an unknown place can be looked up as a point's number", async ({
  page,
}) => {
  const checkout = await openList(page);
  await checkout.search("NL-00002");
  await expect(checkout.message).toContainText("“NL-00002” was not found");
  await checkout.picker
    .getByRole("button", { name: "Look it up as a point’s number" })
    .click();
  await expect(checkout.rows).toHaveCount(1);
  await expect(checkout.rows).toContainText("Stationsplein Parcel Locker");
  await expect(checkout.message).not.toContainText("was not found");
  await checkout.chooseLocker();

  await checkout.picker.getByRole("button", { name: "Change" }).click();
  await checkout.search("NL-99999999");
  await checkout.picker
    .getByRole("button", { name: "Look it up as a point’s number" })
    .click();
  await expect(checkout.message).toHaveText(
    "No service point in Netherlands has the number “NL-99999999”.",
  );
});
