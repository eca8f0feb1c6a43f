// Whom the shopper's browser talks to: the shop and the shop's proxy, and nobody else.

import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, type Request } from "@playwright/test";
import { Checkout } from "../support/checkout.ts";
import { startProxy } from "../support/proxy.ts";
import { EINDHOVEN, openShop } from "../support/shop_page.ts";
import { test } from "../support/watched.ts";

/** Section 8: a library came from a public CDN, and addresses went to somebody's geocoder. */
test("of a shop on an origin of its own, shop and proxy alone are asked, and the proxy without cookies", async ({
  page,
  watch,
}) => {
  // A server of its own: browsers let no page of an unknown place ask one of this machine.
  let markup = "";
  const server = createServer((_, response) => {
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end(markup);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const shop = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const proxy = await startProxy({ PICKER_ORIGINS: shop });
  markup = `<!doctype html><html lang="en"><title>Shop</title><link rel="icon" href="data:," />
    <form><service-point-picker ${EINDHOVEN}></service-point-picker></form>
    <script src="${proxy.url}picker.js"></script></html>`;
  const origin = new URL(proxy.url).origin;
  watch.known.add(shop).add(origin);
  try {
    const asked: Request[] = [];
    page.on("request", (request) => asked.push(request));
    const cookie = { name: "session", value: "of-the-shopper" };
    await page.context().addCookies([
      { ...cookie, url: shop, sameSite: "Lax" },
      { ...cookie, url: proxy.url, sameSite: "Lax" },
    ]);
    await page.goto(`${shop}/checkout`);
    const checkout = new Checkout(page);
    const map = checkout.picker.getByRole("region", { name: "Map" });
    await expect(map.locator(".leaflet-tile-loaded").first()).toBeAttached();
    await checkout.search("Stationsplein 17, 5611 AC Eindhoven");
    await expect(checkout.message).toContainText("nearest to Stationsplein");
    await checkout.chooseLocker();

    const pathsOf = (wanted: string) =>
      asked
        .map((request) => new URL(request.url()))
        .filter((url) => url.origin === wanted)
        .map(({ pathname }) => pathname);
    expect(pathsOf(shop)).toEqual(["/checkout"]);
    expect(pathsOf(origin)).toContain("/api/selections");
    const cookies = asked
      .filter((request) => request.url().startsWith(`${origin}/api/`))
      .map((request) => request.headerValue("cookie"));
    expect((await Promise.all(cookies)).filter(Boolean)).toEqual([]);
  } finally {
    await proxy.stop();
    server.close();
  }
});
