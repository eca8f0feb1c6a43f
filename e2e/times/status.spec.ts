// Open or closed: one line a point, by the clock on the point's own wall. The shopper is in Athens, an
// hour ahead of all points.

import { expect, type Page } from "@playwright/test";
import { Checkout } from "../support/checkout.ts";
import { installClock } from "../support/clock.ts";
import { test } from "../support/proxy.ts";
import { changeAnswers, type Point, type Shift } from "../support/searches.ts";

test.use({ timezoneId: "Europe/Athens" });

type Days = Readonly<Record<string, readonly string[] | null>>;

const WEEK = [
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
];

/** A day's times, such as `09:00-17:00`, on every day of the week, but for `others`. */
function daily(times: readonly string[], others: Days = {}): Days {
  return { ...Object.fromEntries(WEEK.map((day) => [day, times])), ...others };
}

interface Case {
  readonly what: string;
  readonly days: Days;
  readonly nextOpenAt?: string;
  readonly says: RegExp;
}

/** Wednesday, 12:30 in the Netherlands. */
const NOON = new Date("2027-01-13T11:30:00Z");

const atNoon: Case[] = [
  {
    what: "open",
    days: daily(["09:00-21:00"]),
    says: /Open until 9:00\sPM/,
  },
  {
    what: "open for 61 minutes more",
    days: daily(["09:00-13:31"]),
    says: /Open until 1:31\sPM/,
  },
  {
    what: "open for 60 minutes more",
    days: daily(["09:00-13:30"]),
    says: /Closes soon, 1:30\sPM/,
  },
  {
    what: "opens in the afternoon",
    days: daily(["14:00-18:00"]),
    says: /Opens 2:00\sPM/,
  },
  {
    what: "closed over lunch",
    days: daily(["09:00-12:00", "13:30-18:00"]),
    says: /Opens 1:30\sPM/,
  },
  {
    what: "closed since noon",
    days: daily(["09:00-12:00"]),
    says: /Closed, opens tomorrow 9:00\sAM/,
  },
  {
    what: "on holiday this Wednesday",
    days: daily(["09:00-17:00"], { wednesday: null }),
    says: /Closed, opens tomorrow 9:00\sAM/,
  },
  {
    what: "open on Saturdays alone",
    days: { saturday: ["10:00-16:00"] },
    says: /Closed, opens Saturday 10:00\sAM/,
  },
  {
    what: "closed for longer than its week says",
    days: daily(["09:00-12:00"]),
    nextOpenAt: "2027-01-15T09:00:00+01:00",
    says: /Closed, opens Friday 9:00\sAM/,
  },
  {
    what: "closed for two weeks",
    days: daily(["09:00-12:00"]),
    nextOpenAt: "2027-01-27T09:00:00+01:00",
    says: /Closed, opens January 27 9:00\sAM/,
  },
  { what: "midnight", days: daily(["00:00-00:00"]), says: /Open 24\/7/ },
  { what: "to 23:59", days: daily(["00:00-23:59"]), says: /Open 24\/7/ },
  { what: "to 24:00", days: daily(["00:00-24:00"]), says: /Open 24\/7/ },
  {
    what: "two shifts that touch",
    days: daily(["00:00-12:00", "12:00-24:00"]),
    says: /Open 24\/7/,
  },
  { what: "without times", days: {}, says: /Opening times not known/ },
  {
    what: "with times that cannot be read",
    days: daily(["09:00-17:00"], { wednesday: ["nine-five"] }),
    says: /Opening times not known/,
  },
];

/** Wednesday, 00:30 in the Netherlands. */
const AFTER_MIDNIGHT = new Date("2027-01-12T23:30:00Z");

const afterMidnight: Case[] = [
  {
    what: "open since Tuesday evening",
    days: { tuesday: ["18:00-03:00"] },
    says: /Open until 3:00\sAM/,
  },
  {
    what: "about to close since Tuesday evening",
    days: { tuesday: ["18:00-01:00"], friday: ["18:00-01:00"] },
    says: /Closes soon, 1:00\sAM/,
  },
  {
    what: "closed at midnight",
    days: daily(["18:00-00:00"]),
    says: /Opens 6:00\sPM/,
  },
  {
    what: "open over midnight until Wednesday noon",
    days: { tuesday: ["18:00-00:00"], wednesday: ["00:00-12:00"] },
    says: /Open until 12:00\sPM/,
  },
];

/** In the shopper's zone each would be an hour off, and some lines of another day. */
for (const [moment, now, cases] of [
  ["at noon", NOON, atNoon],
  ["after midnight", AFTER_MIDNIGHT, afterMidnight],
] as const) {
  test(`${moment} each point says when it closes or opens`, async ({
    page,
  }) => {
    await page.clock.setFixedTime(now);
    await openWith(page, cases);
    const { rows } = new Checkout(page);
    await expect(rows).toHaveCount(cases.length);
    for (const { what, says } of cases)
      await expect
        .soft(rows.filter({ hasText: nameOf(what) }), what)
        .toContainText(says);
  });
}

/** A shopper an hour ahead came at half past five, and the shop's clock had known it. */
test("the point's own time stands in its details, where it is another", async ({
  page,
  browser,
  baseURL,
}) => {
  // Thursday, 00:30 in Athens; Wednesday still at the point.
  const now = new Date("2027-01-13T22:30:00Z");
  const cases = [
    { what: "shop", days: daily(["09:00-23:45"]), says: /Closes soon/ },
  ];
  const details = async (shopper: Page) => {
    await shopper.clock.setFixedTime(now);
    await openWith(shopper, cases, baseURL);
    const { picker, rows } = new Checkout(shopper);
    await picker.getByRole("button", { name: /^Details of/ }).click();
    await expect(rows).toContainText(/Closes soon, 11:45\sPM/);
    await expect(rows.getByRole("rowheader").first()).toHaveText(
      "Wednesday (Today)",
    );
    return rows;
  };
  await expect(await details(page)).toContainText(
    /Local time there: 11:30\sPM/,
  );

  const context = await browser.newContext({ timezoneId: "Europe/Brussels" });
  const near = await details(await context.newPage());
  await expect(near).not.toContainText("Local time there");
  await context.close();
});

/** A checkout stands open for an hour while somebody looks for a card. */
test("the line changes with the minute, on the card and on the row", async ({
  page,
}) => {
  // The shop's own times: Monday to Friday from nine to five.
  await installClock(page, new Date("2027-01-13T15:58:50Z"));
  const checkout = await Checkout.open(page);
  const row = checkout.rows.filter({ hasText: "Stadhuisplein Parcel Shop" });
  await expect(row).toContainText(/Closes soon, 5:00\sPM/);
  await checkout.point(/^Stadhuisplein Parcel Shop/).click();
  await checkout.choose();
  await expect(checkout.summary).toContainText(/Closes soon, 5:00\sPM/);

  await page.clock.fastForward(90_000);
  const closed = /Closed, opens tomorrow 9:00\sAM/;
  await expect(checkout.summary).toContainText(closed);
  await checkout.picker.getByRole("button", { name: "Change" }).click();
  await expect(row).toContainText(closed);
});

/** Opens the checkout with one point a case. */
async function openWith(
  page: Page,
  cases: readonly Case[],
  baseURL = "/",
): Promise<void> {
  await changeAnswers(page, (found) => {
    found.results.splice(cases.length);
    for (const [index, point] of found.results.entries()) {
      const { what, days, nextOpenAt = null } = cases[index] ?? cases[0]!;
      Object.assign(point, {
        name: nameOf(what),
        opening_times: openingTimes(days),
        next_open_at: nextOpenAt,
        is_open_tomorrow: true,
      } satisfies Partial<Point>);
    }
  });
  await Checkout.open(page, baseURL);
}

/** No name of a point contains another's. */
function nameOf(what: string): string {
  return `Point: ${what}.`;
}

function openingTimes(days: Days): Point["opening_times"] {
  const shift = (times: string): Shift => {
    const [start_time = "", end_time = ""] = times.split("-");
    return { start_time, end_time };
  };
  const week = WEEK.map((day) => [day, days[day]?.map(shift) ?? null]);
  return Object.fromEntries(week) as Point["opening_times"];
}
