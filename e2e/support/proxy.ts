// Starts the proxy on its sandbox, as a shop's developer would: the real program, a free port.

import type { ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { test as base } from "@playwright/test";
import { fromXtask } from "./environment.ts";
import { start, stop, type Settings } from "./process.ts";

const START_DEADLINE_MS = 15_000;
/** Enough of what it said to explain why it did not start. */
const KEPT_CHARACTERS = 4_000;

/** A running `picker-proxy demo`. */
export class Proxy {
  /** Where the demo checkout is; ends in `/`. */
  readonly url: string;
  readonly #process: ChildProcess;

  constructor(url: string, process: ChildProcess) {
    this.url = url;
    this.#process = process;
  }

  /** Ends it; resolves when its port is closed. A second call does nothing. */
  async stop(): Promise<void> {
    await stop(this.#process);
  }
}

/**
 * Starts a proxy of a test's own, for tests that stop it or need `settings`.
 *
 * @throws Error where it prints no address within 15 seconds.
 */
export async function startProxy(settings: Settings = {}): Promise<Proxy> {
  const assets = fromXtask("PICKER_ASSETS");
  const listen = ["--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0"];
  const child = start(
    fromXtask("PICKER_PROXY"),
    ["demo", ...listen, "--assets", assets],
    settings,
  );
  try {
    return new Proxy(await printedAddress(child), child);
  } catch (error) {
    await stop(child);
    throw error;
  }
}

/**
 * Playwright's `test` with a proxy running: `page.goto("/")` is its demo checkout. One proxy
 * serves all tests of a worker, so no test may depend on what another left behind.
 */
export const test = base.extend<object, { pickerProxy: Proxy }>({
  pickerProxy: [
    // Playwright reads the names of the fixtures it needs from this pattern: here none.
    async ({}, use) => {
      const proxy = await startProxy();
      await use(proxy);
      await proxy.stop();
    },
    { scope: "worker" },
  ],
  baseURL: async ({ pickerProxy }, use) => use(pickerProxy.url),
});

/** The first address of ours that it prints. Goes on reading, so that its pipes never fill. */
async function printedAddress(child: ChildProcess): Promise<string> {
  let said = "";
  let deadline: NodeJS.Timeout | undefined;
  const address = new Promise<string>((resolve, reject) => {
    const fail = (reason: string): void =>
      reject(new Error(`picker-proxy ${reason}. It said:\n${said}`));
    deadline = setTimeout(
      fail,
      START_DEADLINE_MS,
      "printed no address in time",
    );
    for (const stream of [child.stdout, child.stderr]) {
      if (stream === null) continue;
      createInterface(stream).on("line", (line) => {
        said = `${said}${line}\n`.slice(-KEPT_CHARACTERS);
        const found = /http:\/\/127\.0\.0\.1:\d+\//.exec(line)?.[0];
        if (stream === child.stdout && found !== undefined) resolve(found);
      });
    }
    child.once("error", (error) => fail(`cannot be started: ${error.message}`));
    child.once("exit", (status) => fail(`ended with ${status ?? "a signal"}`));
  });
  return address.finally(() => clearTimeout(deadline));
}
