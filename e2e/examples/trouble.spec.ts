// What the shop backends of examples/ do where the proxy has bad news, or none. A stand-in for its
// server side gives them, since the sandbox closes no service point between two questions.

import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import {
  expect,
  test,
  type APIRequestContext,
  type APIResponse,
} from "@playwright/test";
import * as backends from "./backends.ts";

const SELECTION = {
  id: "sel_of-the-stand-in",
  service_point_id: 1_000_777,
  to_post_number: "00123456",
  carrier: "dhl_de",
};
const FORM = {
  name: "Erika Mustermann",
  street: "Alexanderplatz",
  house_number: "1",
  postal_code: "10178",
  city: "Berlin",
  country: "DE",
  delivery_method: "service_point",
};

/** What has become of the selection. */
type Fate = "closed" | "unclear" | "half erased" | "erased";

/** Knows one selection, until its fate is asked for by binding it or checking it again. */
function standIn(fate: Fate): Server {
  return createServer((request, response) => {
    request.resume();
    const { headers, method, url = "" } = request;
    const isKnown = headers.authorization?.endsWith(backends.BACKEND_SECRET);
    const isHandedOn = url.includes("/handoff/");
    response.statusCode = isKnown ? 200 : 401;
    if (fate === "erased" && method === "PATCH") response.statusCode = 404;
    if (fate === "half erased" && isHandedOn) response.statusCode = 409;
    const checked = { closed: false, unclear: null };
    const is_available = fate in checked ? checked[fate as "closed"] : true;
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ ...SELECTION, is_available }));
  });
}

/** Opens the checkout; answers with the reference of its cart. */
async function cart(request: APIRequestContext, url: string): Promise<string> {
  const page = await (await request.get(url)).text();
  return /reference="([^"]+)"/.exec(page)?.[1] ?? "";
}

for (const example of backends.EXAMPLES) {
  test.describe(`examples/${example.name}`, () => {
    test.skip(example.runtime === undefined, "xtask says at its end why");

    let shop: backends.Backend;
    let proxy: Server | undefined;
    test.afterEach(async () => {
      await shop.stop();
      proxy?.close();
    });

    /** Places an order before a proxy whose selection has this fate, and asks for its label. */
    async function label(
      request: APIRequestContext,
      fate: Fate,
      name = FORM.name,
    ): Promise<APIResponse> {
      proxy = standIn(fate);
      await once(proxy.listen(0, "127.0.0.1"), "listening");
      const { port } = proxy.address() as AddressInfo;
      shop = await backends.startBackend(
        example,
        await backends.freePort(),
        `http://127.0.0.1:${port}/`,
      );
      await cart(request, shop.url);
      const form = { ...FORM, name };
      const order = await request.post(`${shop.url}orders`, { form });
      expect(order.status()).toBe(200);
      expect(order.headers()["cache-control"]).toBe("no-store");
      const text = await order.text();
      expect(text).toContain("1000777");
      expect(text).not.toContain("<b>");
      const headers = backends.BACK_OFFICE;
      return request.post(`${order.url()}/label`, { headers });
    }

    test("no parcel is built for a point that has closed since", async ({
      request,
    }) => {
      const answer = await label(request, "closed", "Erika <b>Mustermann");
      expect(answer.status()).toBe(409);
    });

    test("no parcel is built for a point that nobody could look at", async ({
      request,
    }) => {
      expect((await label(request, "unclear")).status()).toBe(503);
    });

    for (const fate of ["half erased", "erased"] as const) {
      test(`what the proxy has ${fate} stands on the order`, async ({
        request,
      }) => {
        const answer = await label(request, fate);
        expect(answer.status()).toBe(200);
        expect(await answer.json()).toEqual(example.parcel(1_000_777));
      });
    }

    test("a proxy that does not answer loses no order with a token", async ({
      request,
    }) => {
      const issuer = `http://127.0.0.1:${await backends.freePort()}`;
      shop = await backends.startBackend(
        example,
        await backends.freePort(),
        issuer,
      );
      const reference = await cart(request, shop.url);
      const lost = await request.post(`${shop.url}orders`, { form: FORM });
      expect(lost.status()).toBe(503);

      const { id: jti, ...fields } = SELECTION;
      const token = backends.sign(issuer, { jti, reference, ...fields });
      const form = { ...FORM, service_point_token: token };
      const order = await request.post(`${shop.url}orders`, { form });
      expect(order.status()).toBe(200);
      expect(order.url()).toContain("/orders/");
      // The same cart once more, as after a second press: the same order.
      const again = await request.post(`${shop.url}orders`, {
        form,
        headers: { cookie: `cart=${reference}` },
      });
      expect(again.url()).toBe(order.url());

      const headers = backends.BACK_OFFICE;
      const label = await request.post(`${order.url()}/label`, { headers });
      expect(label.status()).toBe(503);
    });
  });
}
