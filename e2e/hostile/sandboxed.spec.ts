// Frames of content builders that have no origin, and so are no shop that the proxy knows.

import { expect } from "@playwright/test";
import { test } from "../support/foreign_shop.ts";
import { EINDHOVEN } from "../support/shop_page.ts";

/** Storage, history and the parent's document throw there, and the proxy refuses every request. */
test("in a frame without an origin the shopper is told that nothing comes, and nothing breaks", async ({
  page,
  shop,
}) => {
  const step = `<!doctype html><html lang='en'><title>Step</title>
    <script src='${shop.proxy.url}picker.js'></script>
    <script>
      const told = [];
      addEventListener('service-point-error', ({ detail }) => told.push(detail.code));
    </script>
    <form><service-point-picker ${EINDHOVEN.replaceAll('"', "'")} reference='cart-1' required>
      <p>Please choose home delivery.</p></service-point-picker></form></html>`;
  await shop.open(page, {
    markup: `<iframe sandbox="allow-scripts" srcdoc="${step}" title="Step" width="900" height="700"></iframe>`,
  });
  const frame = page.frameLocator("iframe");
  const alert = frame.getByRole("alert").filter({ hasText: "Service points" });
  const failure = frame.getByText("The service points could not be loaded.");
  await expect(failure.or(alert).first()).toBeVisible();
  const body = frame.locator("body");
  expect(await body.evaluate(() => origin)).toBe("null");
  expect(await body.evaluate("told")).toEqual(["config"]);
  await frame.getByRole("textbox").fill("Utrecht");
  await frame.getByRole("button", { name: "Search" }).click();
  await expect(failure.or(alert).first()).toBeVisible();
});
