// The map's background comes from the shop's source, and the source never learns who looks at it.

import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "@playwright/test";
import { Checkout } from "../support/checkout.ts";
import { startProxy, test } from "../support/proxy.ts";

/** A transparent pixel: the smallest PNG there is. */
const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

test("a source is asked by the proxy, told nothing of the shopper, and named with its link", async ({
  page,
}) => {
  const asked: { url: string; headers: IncomingHttpHeaders }[] = [];
  const source = createServer(({ url = "", headers }, response) => {
    asked.push({ url, headers });
    response.setHeader("content-type", "image/png").end(PNG);
  });
  await new Promise<void>((resolve) =>
    source.listen(0, "127.0.0.1", () => resolve()),
  );
  const { port } = source.address() as AddressInfo;
  const proxy = await startProxy({
    PICKER_TILES_URL: `http://127.0.0.1:${port}/{z}/{x}/{y}.png?key={key}`,
    PICKER_TILES_KEY: "secret-map-key",
    PICKER_TILES_ATTRIBUTION:
      "© [Example maps](https://maps.example/terms) and others",
  });
  try {
    const requests: string[] = [];
    page.on("request", (request) => requests.push(request.url()));
    const { picker } = await Checkout.open(page, proxy.url);
    await expect(picker.locator(".leaflet-tile-loaded").first()).toBeAttached();
    const link = picker.getByRole("link", { name: "Example maps" });
    await expect(link).toHaveAttribute("href", "https://maps.example/terms");
    await expect(link).toHaveAttribute("rel", "noopener");
    await expect(picker.locator(".attribution")).toHaveText(
      "© Example maps and others",
    );

    expect(asked.length).toBeGreaterThan(0);
    for (const { url, headers } of asked) {
      expect(url).toMatch(/^\/\d+\/\d+\/\d+\.png\?key=secret-map-key$/);
      expect(headers["user-agent"]).toMatch(/^picker-proxy\//);
      for (const name of ["cookie", "accept-language", "x-forwarded-for"])
        expect(headers, name).not.toHaveProperty(name);
    }
    const told = requests.filter(
      (url) => url.includes(`:${port}/`) || url.includes("secret-map-key"),
    );
    expect(told).toEqual([]);
  } finally {
    await proxy.stop();
    source.close();
  }
});
