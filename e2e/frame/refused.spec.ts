// Frames that are not to be: by the page's policy, by the proxy's list of origins, and by the frame,
// which speaks to the page that made it and to nobody else.

import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { expect } from "@playwright/test";
import { ForeignShop, test } from "../support/foreign_shop.ts";
import { listenForDetails, toldErrors } from "../support/page_events.ts";
import { EINDHOVEN } from "../support/shop_page.ts";
import { framePolicy } from "./stage.ts";

const WITH_FALLBACK = `<service-point-picker ${EINDHOVEN}><p>Please choose home delivery.</p></service-point-picker>`;

test("a page that forbids the frame too shows the shop's own words, and says what to add", async ({
  page,
  shop,
}) => {
  const lines: string[] = [];
  page.on("console", (message) => lines.push(message.text()));
  await listenForDetails(page);
  await shop.open(page, {
    headers: framePolicy(shop, "'none'"),
    markup: WITH_FALLBACK,
  });
  await expect(page.getByText("Please choose home delivery.")).toBeVisible();
  expect(await toldErrors(page)).toMatchObject([
    { code: "wasm_blocked", retryable: false },
  ]);
  const said = lines.filter((line) => line.startsWith("service-point-picker:"));
  const origin = new URL(shop.proxy.url).origin;
  expect(said).toHaveLength(1);
  expect(said[0]).toContain("script-src 'wasm-unsafe-eval'");
  expect(said[0]).toContain(`frame-src ${origin}`);
});

/** It was told as the page's policy, and where the proxy was only away nothing could be tried again. */
test("a shop that the proxy does not know gets no frame, and a line that says what to look at", async ({
  page,
  watch,
}) => {
  const shop = await ForeignShop.start({
    PICKER_ORIGINS: "https://other.example",
  });
  watch.known.add(shop.origin).add(new URL(shop.proxy.url).origin);
  try {
    const lines: string[] = [];
    page.on("console", (message) => lines.push(message.text()));
    await listenForDetails(page);
    await shop.open(page, {
      headers: framePolicy(shop),
      markup: WITH_FALLBACK,
    });
    await expect(page.getByText("Please choose home delivery.")).toBeVisible();
    expect(await toldErrors(page)).toMatchObject([
      { code: "load_failed", retryable: true },
    ]);
    expect(lines.join()).toContain("is this page's origin among the shop's?");
  } finally {
    await shop.stop();
  }
});

/** Whoever speaks to the frame could choose for the shopper, or read what was chosen. */
test("a frame gives itself into no hands but those of the page that it was made for", async ({
  page,
  shop,
  watch,
}) => {
  await shop.open(page, {
    headers: framePolicy(shop),
    markup: WITH_FALLBACK,
  });
  const address = await page
    .locator("service-point-picker iframe")
    .getAttribute("src");
  // Framed by the proxy's own origin, which may, under a name that is not this page's.
  await page.goto(`${shop.proxy.url}`);
  const answers = await page.evaluate(async (src) => {
    const heard: unknown[] = [];
    addEventListener("message", ({ data }) => heard.push(data));
    const iframe = document.createElement("iframe");
    iframe.src = src;
    document.body.append(iframe);
    await new Promise((resolve) => (iframe.onload = resolve));
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => heard.push(data);
    const look = { properties: {}, isAutoHeight: false };
    iframe.contentWindow?.postMessage(["greet", "en", {}, look], "*", [port2]);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    return heard;
  }, address ?? "");
  expect(answers).toEqual([]);
  expect(watch.errors).toEqual([]);
});

/** A frame of somebody else in the page once could have greeted in the place of ours. */
test("what another frame says to the page is not heard", async ({
  page,
  shop,
  watch,
}) => {
  const stranger = createServer((_, response) => {
    response.setHeader("content-type", "text/html");
    response.end(
      `<script>for (let n = 0; n < 20; n++) setTimeout(() => parent.postMessage("service-point-picker", "*"), n * 100)</script>`,
    );
  });
  await once(stranger.listen(0, "127.0.0.1"), "listening");
  const { port } = stranger.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  watch.known.add(origin);
  try {
    const own = new URL(shop.proxy.url).origin;
    await shop.open(page, {
      headers: framePolicy(shop, `${own} ${origin}`),
      markup: `${WITH_FALLBACK}<iframe id="stranger" src="${origin}/"></iframe>`,
    });
    const inside = page
      .locator("service-point-picker iframe")
      .contentFrame()
      .getByRole("listitem");
    await expect(inside.first()).toBeVisible();
    // The stranger has spoken all of its lines by then, and nothing began anew.
    await page.waitForFunction(() => performance.now() > 3_000);
    await expect(inside.first()).toBeVisible();
  } finally {
    stranger.close();
    stranger.closeAllConnections();
  }
});
