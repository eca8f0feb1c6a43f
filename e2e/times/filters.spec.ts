// Filters: they count what they leave, ask nobody, and are never a trap.

import { expect, type Page } from "@playwright/test";
import { Checkout } from "../support/checkout.ts";
import { test } from "../support/proxy.ts";
import {
  changeAnswers,
  SEARCHES,
  type Point,
  type Shift,
} from "../support/searches.ts";

/** A point by what filters ask: its type, its carrier, its hours. */
interface Kind {
  readonly name: string;
  readonly type: string;
  readonly carrier: string;
  /** Closing hours from Monday to Sunday; closed where there is none. It opens at nine. */
  readonly until: readonly (string | null)[];
}

const DAYTIME = "17:00";
const EVENING = "20:00";
const LATE_WEEK = Array(5).fill(EVENING) as string[];
const WEEK = Array(5).fill(DAYTIME) as string[];

const KINDS: readonly Kind[] = [
  {
    name: "A",
    type: "locker",
    carrier: "DHL",
    until: [...LATE_WEEK, EVENING, EVENING],
  },
  {
    name: "B",
    type: "locker",
    carrier: "PostNL",
    until: [...WEEK, DAYTIME, null],
  },
  {
    // Late on three evenings of five.
    name: "C",
    type: "servicepoint",
    carrier: "DHL",
    until: [EVENING, DAYTIME, EVENING, DAYTIME, EVENING, null, null],
  },
  {
    // Late on two, which is not most of them, and to half past six, which is too early.
    name: "D",
    type: "servicepoint",
    carrier: "UPS",
    until: [EVENING, EVENING, "18:29", "18:30", DAYTIME, null, null],
  },
  {
    name: "E",
    type: "post_office",
    carrier: "PostNL",
    until: [...WEEK, DAYTIME, null],
  },
];

const choices: [label: string, names: string][] = [
  ["Parcel locker", "AB"],
  ["Post office", "E"],
  ["Parcel shop", "CD"],
  ["DHL", "AC"],
  ["PostNL", "BE"],
  ["UPS", "D"],
  ["Open after 6:00 PM", "AC"],
  ["Open on Saturday", "ABE"],
  ["Open on Sunday", "A"],
];

/** A count that was another number than the rows it led to made the filter a lottery. */
test("every filter counts the rows that it leaves, and nothing is asked for it", async ({
  page,
}) => {
  const checkout = await openFilters(page);
  let searches = 0;
  await page.route(SEARCHES, (route) => {
    searches += 1;
    return route.fallback();
  });
  const boxes = panel(checkout).getByRole("checkbox");
  await expect(boxes).toHaveCount(choices.length);
  for (const [label, names] of choices) {
    const box = filter(checkout, label, names.length);
    await box.check();
    await expect.soft(checkout.rows, label).toHaveCount(names.length);
    for (const name of names)
      await expect.soft(point(checkout, name), label).toBeVisible();
    await expect(
      checkout.picker.getByRole("button", { name: "Filters (1)" }),
    ).toBeVisible();
    await box.uncheck();
    await expect(checkout.rows).toHaveCount(KINDS.length);
  }
  expect(searches).toBe(0);
});

test("types widen each other, and so do carriers; all else narrows", async ({
  page,
}) => {
  const checkout = await openFilters(page);
  await filter(checkout, "Parcel locker", 2).check();
  await filter(checkout, "Post office", 1).check();
  await expect(checkout.rows).toHaveCount(3);
  await filter(checkout, "PostNL", 2).check();
  await expect(checkout.rows).toHaveCount(2);
  await filter(checkout, "DHL", 2).check();
  await expect(checkout.rows).toHaveCount(3);
  await filter(checkout, "Open on Sunday", 1).check();
  await expect(checkout.rows).toHaveCount(1);
  await expect(point(checkout, "A")).toBeVisible();
});

/** What was checked out of sight could be confirmed, unseen. */
test("a checked point that no longer fits is checked no more", async ({
  page,
}) => {
  const checkout = await openFilters(page);
  await point(checkout, "B").click();
  await filter(checkout, "PostNL", 2).check();
  await expect(point(checkout, "B")).toBeChecked();
  await filter(checkout, "Post office", 1).check();
  await expect(
    checkout.picker.getByRole("button", { name: "Choose a service point" }),
  ).toBeVisible();
  await panel(checkout).getByRole("button", { name: "Clear filters" }).click();
  await expect(checkout.rows).toHaveCount(KINDS.length);
  await expect(point(checkout, "B")).not.toBeChecked();
});

/** "Nothing found" sent shoppers to another town, when they had only asked too much. */
test("filters that leave nothing are said to, and go at one press", async ({
  page,
}) => {
  const checkout = await openFilters(page);
  await filter(checkout, "Post office", 1).check();
  await filter(checkout, "DHL", 2).check();
  await expect(checkout.rows).toHaveCount(0);
  const message = checkout.picker.locator('[part="message"]');
  await expect(message).toContainText(
    "None of the 5 service points found fits these filters.",
  );
  await expect(checkout.message).toHaveRole("alert");
  await message.getByRole("button", { name: "Clear filters" }).click();
  await expect(checkout.rows).toHaveCount(KINDS.length);
  await expect(checkout.message).toContainText("5 service points near");
  await expect(
    checkout.picker.getByRole("button", { name: "Filters", exact: true }),
  ).toBeVisible();
});

test("filters stay for the next search, also where nothing there fits", async ({
  page,
}) => {
  const kinds = [...KINDS];
  const checkout = await openFilters(page, kinds);
  await filter(checkout, "UPS", 1).check();
  await expect(checkout.rows).toHaveCount(1);

  kinds.splice(0, 1, { ...KINDS[3]!, name: "F" });
  await checkout.search("Utrecht");
  await expect(filter(checkout, "UPS", 2)).toBeChecked();
  await expect(checkout.rows).toHaveCount(2);

  kinds.splice(0, kinds.length, KINDS[0]!, KINDS[1]!);
  await checkout.search("Groningen");
  await expect(checkout.message).toHaveText(
    "None of the 2 service points found fits these filters.",
  );
  // By its code: nobody there has told its name.
  await panel(checkout)
    .getByRole("checkbox", { name: /UPS \(0\)/i })
    .click();
  await expect(checkout.rows).toHaveCount(2);

  kinds.splice(1);
  await filter(checkout, "Parcel locker", 2).waitFor({ state: "detached" });
  await checkout.search("Zwolle");
  await expect(checkout.message).toContainText("Zwolle");
  await expect(
    checkout.picker.getByRole("button", { name: /^Filters/ }),
  ).toHaveCount(0);
});

/** Opens the checkout with a point a kind, whatever `kinds` holds at each search, and its filters. */
async function openFilters(page: Page, kinds = KINDS): Promise<Checkout> {
  await changeAnswers(page, (found) => {
    found.results.splice(kinds.length);
    for (const [index, point] of found.results.entries()) {
      const { name, type, carrier, until } = kinds[index] ?? KINDS[0]!;
      Object.assign(point, {
        id: 1_000_900 + name.charCodeAt(0),
        name: `Point ${name}`,
        general_shop_type: type,
        carrier: { code: carrier.toLowerCase(), name: carrier },
        opening_times: openingTimes(until),
      } satisfies Partial<Point>);
    }
  });
  const checkout = await Checkout.open(page);
  await checkout.picker.getByRole("button", { name: "Filters" }).click();
  return checkout;
}

function panel(checkout: Checkout) {
  return checkout.picker.getByRole("group", { name: "Filters", exact: true });
}

function filter(checkout: Checkout, label: string, count: number) {
  // Times have a narrow space.
  const name = label.replaceAll(" ", "\\s");
  return panel(checkout).getByRole("checkbox", {
    name: new RegExp(`^${name}\\s\\(${count}\\)$`),
  });
}

function point(checkout: Checkout, name: string) {
  return checkout.point(new RegExp(`^Point ${name}\\b`));
}

function openingTimes(
  until: readonly (string | null)[],
): Point["opening_times"] {
  const days = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
  ];
  const shifts = (end: string | null | undefined): Shift[] | null =>
    end ? [{ start_time: "09:00", end_time: end }] : null;
  const week = days.map((day, index) => [day, shifts(until[index])]);
  return Object.fromEntries(week) as Point["opening_times"];
}
