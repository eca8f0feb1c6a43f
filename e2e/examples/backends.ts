// The shop backends of examples/, started as their README says, each with orders of its own.

import { createHmac } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "@playwright/test";
import { start, stop } from "../support/process.ts";

const START_DEADLINE_MS = 15_000;

const SIGNING_SECRET = "signs-the-selections-of-the-examples";
/** What the server side of the proxy is opened with. */
export const BACKEND_SECRET = "opens-the-selections-of-the-examples";
/** The header with which the back office asks for a label. */
export const BACK_OFFICE = {
  "Back-Office-Secret": "opens-the-labels-of-the-examples",
};
const SHOP = "examples";

/** What a proxy for an example on `origin` has to be told. */
export function settingsOfProxy(origin: string): Record<string, string> {
  return {
    PICKER_SHOP: SHOP,
    PICKER_ORIGINS: origin,
    PICKER_SIGNING_SECRET: SIGNING_SECRET,
    PICKER_BACKEND_SECRET: BACKEND_SECRET,
  };
}

/** One of the examples. */
export interface Example {
  readonly name: "node" | "php" | "python";
  /** The program that it runs on; none where this machine has none. */
  readonly runtime: string | undefined;
  /** The program's arguments. */
  readonly args: (port: number) => string[];
  /** The parcel that it builds for Erika's order, to a Packstation or, without an id, to her door. */
  readonly parcel: (servicePointId?: number) => unknown;
}

const RECIPIENT = {
  name: "Erika Mustermann",
  house_number: "1",
  postal_code: "10178",
  city: "Berlin",
};
const TO_POST_NUMBER = "00123456";

function parcelV2(to_service_point?: number): unknown {
  const fragment = { to_service_point, to_post_number: TO_POST_NUMBER };
  const recipient = { ...RECIPIENT, address: "Alexanderplatz", country: "DE" };
  const isPickup = to_service_point !== undefined;
  return { parcel: isPickup ? { ...recipient, ...fragment } : recipient };
}

function shipmentV3(servicePointId?: number): unknown {
  const address = { address_line_1: "Alexanderplatz", country_code: "DE" };
  const recipient = { ...RECIPIENT, ...address };
  if (servicePointId === undefined) return { to_address: recipient };
  return {
    to_service_point: { id: `${servicePointId}` },
    to_address: { ...recipient, po_box: TO_POST_NUMBER },
  };
}

const FOLDER = fileURLToPath(new URL("../../examples", import.meta.url));

export const EXAMPLES: readonly Example[] = [
  {
    name: "node",
    runtime: process.execPath,
    args: () => [join(FOLDER, "node/server.js")],
    parcel: parcelV2,
  },
  {
    name: "php",
    runtime: process.env["PICKER_EXAMPLE_PHP"],
    args: (port) => ["-S", `127.0.0.1:${port}`, join(FOLDER, "php/index.php")],
    parcel: parcelV2,
  },
  {
    name: "python",
    runtime: process.env["PICKER_EXAMPLE_PYTHON"],
    args: (port) => [
      ...["-m", "flask", "--app", join(FOLDER, "python/app.py")],
      ...["run", "--port", `${port}`],
    ],
    parcel: shipmentV3,
  },
];

/** A running example. */
export interface Backend {
  /** Ends in `/`. */
  readonly url: string;
  stop(): Promise<void>;
}

/** A port of 127.0.0.1 that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/**
 * Starts an example on `port`, beside the proxy at `proxy`, which need not run.
 *
 * @throws Error where it shows no checkout within 15 seconds.
 */
export async function startBackend(
  { name, runtime, args }: Example,
  port: number,
  proxy: string,
): Promise<Backend> {
  if (runtime === undefined) throw new Error(`there is nothing to run ${name}`);
  const orders = await mkdtemp(join(tmpdir(), "picker-example-"));
  const origin = new URL(proxy).origin;
  const child = start(runtime, args(port), {
    PICKER_PROXY_URL: origin,
    PICKER_ISSUER: origin,
    PICKER_SHOP: SHOP,
    PICKER_SIGNING_SECRET: SIGNING_SECRET,
    PICKER_BACKEND_SECRET: BACKEND_SECRET,
    BACK_OFFICE_SECRET: BACK_OFFICE["Back-Office-Secret"],
    ORDERS: join(orders, "orders"),
    PORT: `${port}`,
    PYTHONDONTWRITEBYTECODE: "1",
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (data) => (said = `${said}${data}`.slice(-4_000)));
  }
  const url = `http://127.0.0.1:${port}/`;
  const end = async (): Promise<void> => {
    await stop(child);
    await rm(orders, { recursive: true });
  };
  const status = async (): Promise<number> =>
    fetch(url).then(
      (answer) => answer.status,
      () => 0,
    );
  try {
    const options = { timeout: START_DEADLINE_MS, message: name };
    await expect.poll(status, options).toBe(200);
  } catch (error) {
    await end();
    throw new Error(`${name} does not start. It said:\n${said}`, {
      cause: error,
    });
  }
  return { url, stop: end };
}

/** A token as the proxy at `issuer` signs it; `claims` and `header` go before its usual ones. */
export function sign(issuer: string, claims: object, header = {}): string {
  const now = Math.floor(Date.now() / 1000);
  const usual = { iss: issuer, aud: SHOP, iat: now, exp: now + 3600 };
  const encode = (part: object): string =>
    Buffer.from(JSON.stringify(part)).toString("base64url");
  const head = encode({ typ: "selection+jwt", alg: "HS256", ...header });
  const text = `${head}.${encode({ ...usual, ...claims })}`;
  const hmac = createHmac("sha256", SIGNING_SECRET).update(text);
  return `${text}.${hmac.digest("base64url")}`;
}

/** What a token says. */
export function claimsOf(token: string): Record<string, unknown> {
  const payload = Buffer.from(token.split(".")[1] ?? "", "base64url");
  return JSON.parse(payload.toString()) as Record<string, unknown>;
}
