// Scripts that tidy up what they do not know: consent tools, renderers that bring a page back to what
// the server sent.

import { expect, type Page } from "@playwright/test";
import { Checkout } from "../support/checkout.ts";
import { sentFields } from "../support/selection.ts";
import { EINDHOVEN, openShop } from "../support/shop_page.ts";
import { test } from "../support/watched.ts";

const PICKER = `<service-point-picker ${EINDHOVEN} map="off"></service-point-picker>`;
const NAMES = [
  "service_point_id",
  "to_post_number",
  "carrier",
  "service_point_token",
];

async function openSelected(page: Page, head = ""): Promise<Checkout> {
  await openShop(page, PICKER, { head });
  const checkout = new Checkout(page);
  await checkout.chooseLocker();
  return checkout;
}

/** The order left without the point that the page still showed. */
test("fields that a renderer takes away are back before anything can be sent", async ({
  page,
}) => {
  const { picker, summary } = await openSelected(page);
  const rounds = await picker.evaluate(async (element) => {
    const names = () => [
      ...new FormData(document.querySelector("form")!).keys(),
    ];
    const seen: string[][] = [];
    for (let round = 0; round < 30; round += 1) {
      // What a morphing renderer does: the server's markup has no children here.
      element.replaceChildren();
      // A checkout is sent in a later task at the earliest.
      await new Promise((resolve) => setTimeout(resolve));
      seen.push(names());
    }
    element.querySelector("input")?.remove();
    await Promise.resolve();
    seen.push(names());
    return seen;
  });
  expect(rounds).toEqual(Array.from({ length: 31 }, () => NAMES));
  await expect(summary).toContainText("Stationsplein Parcel Locker");

  await picker.evaluate((element) =>
    (element as HTMLElementTagNameMap["service-point-picker"]).reset(),
  );
  expect(await sentFields(page)).toEqual({});
});

/** Both put back and taken away in turn, a page would stand still. */
test("a script that takes every hidden field away at once is given way to", async ({
  page,
}) => {
  const checkout = await openSelected(
    page,
    `<script>
      new MutationObserver((records) => {
        for (const { addedNodes } of records)
          for (const node of addedNodes)
            if (node.type === "hidden") node.remove();
      }).observe(document, { childList: true, subtree: true });
    </script>`,
  );
  expect(await sentFields(page)).toEqual({});
  const selected = await checkout.picker.evaluate(
    (element) =>
      (element as HTMLElementTagNameMap["service-point-picker"]).selection
        ?.service_point_id,
  );
  expect(selected).toBe(1000002);
  await checkout.picker.getByRole("button", { name: "Change" }).click();
  await expect(checkout.rows.first()).toBeVisible();
});

test("a script that takes every unknown element out and puts it back costs nothing", async ({
  page,
}) => {
  await openShop(page, PICKER, {
    head: `<script>
      const seen = new WeakSet();
      new MutationObserver((records) => {
        for (const { addedNodes } of records)
          for (const node of addedNodes) {
            if (!node.localName?.includes("-") || seen.has(node)) continue;
            seen.add(node);
            const place = document.createComment("checked");
            node.replaceWith(place);
            setTimeout(() => place.replaceWith(node), 200);
          }
      }).observe(document, { childList: true, subtree: true });
    </script>`,
  });
  const checkout = new Checkout(page);
  await checkout.chooseLocker();
  expect(Object.keys(await sentFields(page))).toEqual(NAMES);
});
