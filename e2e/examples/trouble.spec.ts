// What the shop backends of examples/ do where the proxy has bad news, or none. A stand-in for its
// server side gives them, since the sandbox closes no service point between two questions.

import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test, type APIRequestContext } from "@playwright/test";
import * as backends from "./backends.ts";

const SELECTION = {
  id: "sel_of-the-stand-in",
  service_point_id: 1_000_002,
  to_post_number: null,
  carrier: "postnl",
};
const FORM = {
  name: "Erika <b>Mustermann",
  street: "Alexanderplatz",
  house_number: "1",
  postal_code: "10178",
  city: "Berlin",
  country: "DE",
  delivery_method: "service_point",
};

/** Knows one selection, of which a check says this. */
function standIn(checked: () => boolean | null): Server {
  return createServer((request, response) => {
    request.resume();
    const isKnown = request.headers.authorization?.endsWith(
      backends.BACKEND_SECRET,
    );
    const isChecked = request.url?.includes("/recheck");
    response.statusCode = isKnown ? 200 : 401;
    response.setHeader("content-type", "application/json");
    const is_available = isChecked ? checked() : true;
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
    let checked: boolean | null = false;
    const proxy = standIn(() => checked);
    test.afterEach(async () => {
      await shop.stop();
      proxy.close();
    });

    test("no parcel is built for a point that has closed since", async ({
      request,
    }) => {
      await once(proxy.listen(0, "127.0.0.1"), "listening");
      const { port } = proxy.address() as AddressInfo;
      shop = await backends.startBackend(
        example,
        await backends.freePort(),
        `http://127.0.0.1:${port}/`,
      );
      await cart(request, shop.url);
      const order = await request.post(`${shop.url}orders`, { form: FORM });
      expect(order.status()).toBe(200);
      const text = await order.text();
      expect(text).toContain("1000002");
      expect(text).not.toContain("<b>");

      checked = false;
      const label = await request.post(`${order.url()}/label`);
      expect(label.status()).toBe(409);
      // Labels were bought where nobody could tell.
      checked = null;
      const untold = await request.post(`${order.url()}/label`);
      expect(untold.status()).toBe(503);
      checked = true;
      expect((await request.post(`${order.url()}/label`)).status()).toBe(200);
    });

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

      expect((await request.post(`${order.url()}/label`)).status()).toBe(503);
    });
  });
}
