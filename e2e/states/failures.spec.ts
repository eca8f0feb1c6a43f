// A search that fails keeps what was there, says what happened to the shopper and by its code to the
// page, and goes on as soon as it can.

import { expect, type Page, type Route } from "@playwright/test";
import { Checkout } from "../support/checkout.ts";
import { installClock } from "../support/clock.ts";
import {
  listenForDetails,
  toldErrors,
  toldReasons,
} from "../support/page_events.ts";
import { test } from "../support/proxy.ts";
import { SEARCHES } from "../support/searches.ts";

test("without a connection the picker waits, and goes on by itself", async ({
  page,
  context,
}) => {
  const checkout = await openListening(page);
  const before = await checkout.rows.count();
  await context.setOffline(true);
  await checkout.search("Utrecht");
  await expect(checkout.message).toHaveText(
    "You are offline. We go on when you are back.",
  );
  await expect(checkout.message).toHaveRole("alert");
  expect(await codes(page)).toEqual(["offline"]);
  expect(await checkout.rows.count()).toBe(before);

  await context.setOffline(false);
  await expect(checkout.message).toContainText("Utrecht");
});

test("a proxy that cannot be reached is asked twice, and then on a press", async ({
  page,
}) => {
  const checkout = await openListening(page);
  let requests = 0;
  await page.route(SEARCHES, (route) => {
    requests += 1;
    return route.abort();
  });
  await checkout.search("Utrecht");
  await expect(checkout.message).toContainText("Check your connection.");
  expect(requests).toBe(2);
  expect(await toldErrors(page)).toMatchObject([
    { code: "network", retryable: true },
  ]);
  await page.unroute(SEARCHES);
  await tryAgain(checkout);
  await expect(checkout.message).toContainText("Utrecht");
});

test("a proxy that does not answer is given up after twelve seconds", async ({
  page,
}) => {
  await installClock(page);
  const checkout = await openListening(page);
  const before = await checkout.rows.count();
  const isAsked = page.waitForRequest(SEARCHES);
  const held: Route[] = [];
  await page.route(SEARCHES, (route) => void held.push(route));
  await checkout.search("Utrecht");
  await isAsked;
  await page.clock.fastForward(12_000);
  await expect(checkout.message).toHaveText(
    "The service points could not be loaded.",
  );
  expect(await codes(page)).toEqual(["timeout"]);
  expect(await checkout.rows.count()).toBe(before);
  await page.unroute(SEARCHES);
  await tryAgain(checkout);
  await expect(checkout.message).toContainText("Utrecht");
});

const passing: [
  what: string,
  code: string | null,
  told: string,
  text: RegExp,
][] = [
  [
    "a proxy that cannot reach Sendcloud",
    "upstream_unavailable",
    "unavailable",
    /^The service points could not be loaded\.$/,
  ],
  [
    "a geocoder that is down",
    null,
    "geocoder_down",
    /^Addresses cannot be looked up right now\./,
  ],
];
for (const [what, code, told, text] of passing) {
  /** Once without being asked: a shop full of pickers must not keep a weak service down. */
  test(`${what} is asked once more by itself, when it said so`, async ({
    page,
  }) => {
    await installClock(page);
    const checkout = await openListening(page);
    const before = await checkout.rows.count();
    let failures = 0;
    await page.route(SEARCHES, (route) => {
      failures += 1;
      return refuse(route, 503, code, { "retry-after": "3" });
    });
    await checkout.search("Utrecht");
    await expect(checkout.message).toHaveText(text);
    await expect(checkout.message).toHaveRole("alert");
    await expect(
      checkout.picker.getByRole("button", { name: "Try again" }),
    ).toBeVisible();
    expect(await checkout.rows.count()).toBe(before);

    await page.clock.fastForward(3_000);
    await expect.poll(() => failures).toBe(2);
    await expect.poll(() => codes(page)).toEqual([told, told]);
    await page.clock.fastForward(10_000);
    await expect(checkout.message).toHaveText(text);
    expect(failures).toBe(2);

    await page.unroute(SEARCHES);
    await tryAgain(checkout);
    await expect(checkout.message).toContainText("Utrecht");
    await page.route(SEARCHES, (route) =>
      failures++ < 3
        ? refuse(route, 503, code, { "retry-after": "3" })
        : route.continue(),
    );
    // An answer in between makes it a new trouble.
    await checkout.search("Groningen");
    await expect(checkout.message).toHaveText(text);
    await page.clock.fastForward(3_000);
    await expect(checkout.message).toContainText("Groningen");
  });
}

test("after too many searches the button waits as long as the proxy said", async ({
  page,
}) => {
  await installClock(page);
  const checkout = await openListening(page);
  let requests = 0;
  await page.route(SEARCHES, (route) => {
    requests += 1;
    return requests === 1
      ? refuse(route, 429, "rate_limited", { "retry-after": "7" })
      : route.continue();
  });
  await checkout.search("Utrecht");
  await expect(checkout.message).toHaveText(
    "Too many searches. Try again in 7 s.",
  );
  expect(await codes(page)).toEqual(["rate_limited"]);
  const button = checkout.picker.getByRole("button", { name: "Try again" });
  await expect(button).toHaveAttribute("aria-disabled", "true");
  await button.click({ force: true });
  expect(requests).toBe(1);

  await page.clock.fastForward(7_000);
  await expect(checkout.message).toHaveText(
    "Too many searches. You can try again now.",
  );
  await expect(button).toBeEnabled();
  await button.click();
  await expect(checkout.message).toContainText("Utrecht");
});

/** A shopper cannot mend a wrong key; whoever can looks into the console. */
test("what only the shop can mend is told to its developer, and the shopper goes elsewhere", async ({
  page,
}) => {
  const logged: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" && message.text().includes("picker"))
      logged.push(message.text());
  });
  const checkout = await openListening(page);
  await page.route(SEARCHES, (route) => refuse(route, 400, "validation_error"));
  await checkout.search("Utrecht");
  await expect(checkout.message).toHaveText(
    "Service points are not available in this shop right now. Please choose another delivery method.",
  );
  await expect(checkout.message).toHaveRole("alert");
  expect(await toldErrors(page)).toEqual([
    { code: "config", message: "the proxy's own words", retryable: false },
  ]);
  expect(logged).toEqual(["service-point-picker: the proxy's own words"]);
  const buttons = checkout.picker.locator('[part="message"]');
  await expect(buttons.getByRole("button", { name: "Try again" })).toBeHidden();
  await buttons
    .getByRole("button", { name: "Another delivery method" })
    .click();
  expect(await toldReasons(page)).toEqual(["none_found"]);
});

/** A second press once needed a second choice. */
test("a choice that could not be saved is saved at the next press", async ({
  page,
}) => {
  const checkout = await openListening(page);
  await page.route("**/api/selections", (route) =>
    refuse(route, 503, "overloaded"),
  );
  await checkout.point(/^Stationsplein Parcel Locker/).click();
  await checkout.choose();
  await expect(
    checkout.picker
      .getByRole("alert")
      .filter({ hasText: "Your selection could not be saved." }),
  ).toBeVisible();
  expect(await codes(page)).toEqual(["confirm_failed"]);
  await page.unroute("**/api/selections");
  await checkout.choose();
  await expect(checkout.summary).toContainText("Stationsplein Parcel Locker");
});

test("a map without its background says so, and keeps its markers", async ({
  page,
}) => {
  await page.route("**/tiles/**", (route) => route.abort());
  const checkout = await Checkout.open(page);
  await expect(
    checkout.picker.getByText("Map background unavailable."),
  ).toBeVisible();
  await expect(
    checkout.picker
      .getByRole("region", { name: "Map" })
      .getByRole("button")
      .first(),
  ).toBeVisible();
});

async function openListening(page: Page): Promise<Checkout> {
  await listenForDetails(page);
  return Checkout.open(page);
}

async function codes(page: Page): Promise<string[]> {
  return (await toldErrors(page)).map(({ code }) => code);
}

async function tryAgain(checkout: Checkout): Promise<void> {
  await checkout.picker.getByRole("button", { name: "Try again" }).click();
}

/** Answers as the proxy refuses. */
function refuse(
  route: Route,
  status: number,
  code: string | null,
  headers: Readonly<Record<string, string>> = {},
): Promise<void> {
  const error = { status: `${status}`, code, detail: "the proxy's own words" };
  return route.fulfill({ status, headers, json: { errors: [error] } });
}
