// A shop on an origin of its own, as shops are, and a proxy that knows it.

import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "@playwright/test";
import { test as base } from "./watched.ts";
import { startProxy, type Proxy } from "./proxy.ts";
import type { Settings } from "./process.ts";

/** What the shop's page is made of. */
export interface ShopPage {
  /** In a form with the id `checkout`. */
  readonly markup: string;
  readonly head?: string;
  /** Attributes of the picker's script tag. */
  readonly script?: string;
  /** The address of the page's icon. */
  readonly icon?: string;
  /** Response headers. */
  readonly headers?: Readonly<Record<string, string>>;
}

export class ForeignShop {
  /** Without a slash at its end. */
  readonly origin: string;
  readonly proxy: Proxy;
  readonly #server: Server;
  #page: ShopPage = { markup: "" };

  private constructor(origin: string, proxy: Proxy, server: Server) {
    this.origin = origin;
    this.proxy = proxy;
    this.#server = server;
  }

  /** `settings` are the proxy's, beside the shop's origin; `host` is a name of this machine. */
  static async start(
    settings: Settings = {},
    host = "127.0.0.1",
  ): Promise<ForeignShop> {
    // A server of its own: browsers let no page of an unknown place ask one of this machine.
    const server = createServer((_, response) => {
      for (const [name, value] of Object.entries(shop.#page.headers ?? {}))
        response.setHeader(name, value);
      response.setHeader("content-type", "text/html; charset=utf-8");
      response.end(shop.#html());
    });
    await once(server.listen(0, "127.0.0.1"), "listening");
    const { port } = server.address() as AddressInfo;
    const origin = `http://${host}:${port}`;
    const proxy = await startProxy({ PICKER_ORIGINS: origin, ...settings });
    const shop = new ForeignShop(origin, proxy, server);
    return shop;
  }

  /** Has the shop answer with this page from now on, and opens it. */
  async open(page: Page, shopPage: ShopPage): Promise<void> {
    this.#page = shopPage;
    await page.goto(`${this.origin}/checkout`);
  }

  async stop(): Promise<void> {
    await this.proxy.stop();
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #html(): string {
    const { head = "", script = "async", icon = "data:,", markup } = this.#page;
    return `<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>Shop</title>
          <link rel="icon" href="${icon}" />
          ${head}
          <script src="${this.proxy.url}picker.js" ${script}></script>
        </head>
        <body><form id="checkout" action="/orders">${markup}</form></body>
      </html>`;
  }
}

/** Playwright's `test`, as in `watched.ts`, with a shop on an origin of its own. */
export const test = base.extend<{ shop: ForeignShop }>({
  shop: async ({ watch }, use) => {
    const shop = await ForeignShop.start();
    watch.known.add(shop.origin).add(new URL(shop.proxy.url).origin);
    await use(shop);
    await shop.stop();
  },
});
