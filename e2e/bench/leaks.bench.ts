// What stays behind of pickers that are gone: listeners, nodes, memory, before and after many rounds.

import { expect, type CDPSession, type Page } from "@playwright/test";
import { startProxy, test } from "../support/proxy.ts";
import { table } from "./figures.ts";
import { serve } from "./page.ts";

const ROUNDS = 200;
/** Those that find the caches empty, and are not counted. */
const WARM_UP = 20;
/** An element that was removed is dropped by then. */
const DROPPED_MS = 1_500;
/** So many rounds before that is waited for: more pickers at a time need more memory. */
const AT_A_TIME = 10;

/** What a page holds. */
interface Held {
  readonly listeners: number;
  readonly nodes: number;
  /** JavaScript's, in MB. */
  readonly heap: number;
  /** The WASM's, in MB: it never shrinks, so what is used again does not make it grow. */
  readonly wasm: number;
}

const KINDS: [
  name: string,
  attributes: string,
  round: (page: Page) => Promise<void>,
][] = [
  ["opened and closed", 'mode="dialog"', openAndClose],
  ["put in and removed", "", putInAndRemove],
];

test("leaks", async ({ browser }) => {
  test.setTimeout(10 * 60_000);
  const proxy = await startProxy();
  try {
    const rows: string[][] = [];
    for (const [name, attributes, round] of KINDS) {
      const context = await browser.newContext({ baseURL: proxy.url });
      const page = await context.newPage();
      await serve(page, attributes);
      await page.goto("/");
      const session = await context.newCDPSession(page);
      await repeat(page, WARM_UP, round);
      const before = await held(page, session);
      await repeat(page, ROUNDS, round);
      const after = await held(page, session);
      await context.close();
      const cell = (value: (held: Held) => number, digits = 0) =>
        `${value(before).toFixed(digits)} → ${value(after).toFixed(digits)}`;
      rows.push([
        name,
        cell(({ listeners }) => listeners),
        cell(({ nodes }) => nodes),
        cell(({ heap }) => heap, 2),
        cell(({ wasm }) => wasm, 2),
      ]);
    }
    console.log(
      [
        `\nBefore and after ${ROUNDS} rounds of a picker with list and map:\n`,
        table(["rounds", "listeners", "nodes", "heap, MB", "WASM, MB"], rows),
      ].join("\n"),
    );
  } finally {
    await proxy.stop();
  }
});

async function repeat(
  page: Page,
  rounds: number,
  round: (page: Page) => Promise<void>,
): Promise<void> {
  for (let done = 1; done <= rounds; done += 1) {
    await round(page);
    if (done % AT_A_TIME === 0) await page.waitForTimeout(DROPPED_MS);
  }
}

async function openAndClose(page: Page): Promise<void> {
  const picker = page.locator("service-point-picker");
  await picker.evaluate((element) =>
    (element as HTMLElement & { open(): void }).open(),
  );
  await expect(page.getByRole("radio", { name: /·/ }).first()).toBeVisible();
  await picker.evaluate((element) =>
    (element as HTMLElement & { close(): void }).close(),
  );
}

async function putInAndRemove(page: Page): Promise<void> {
  await page.evaluate(() => {
    const old = document.querySelector("service-point-picker")!;
    const fresh = old.cloneNode() as HTMLElement;
    old.replaceWith(fresh);
  });
  await expect(page.getByRole("radio", { name: /·/ }).first()).toBeVisible();
}

async function held(page: Page, session: CDPSession): Promise<Held> {
  await page.waitForTimeout(DROPPED_MS);
  await session.send("HeapProfiler.enable");
  for (let time = 0; time < 3; time += 1)
    await session.send("HeapProfiler.collectGarbage");
  await session.send("Performance.enable");
  const { metrics } = await session.send("Performance.getMetrics");
  const metric = (name: string) =>
    metrics.find((metric) => metric.name === name)?.value ?? NaN;
  const { result } = await session.send("Runtime.evaluate", {
    expression: "WebAssembly.Memory.prototype",
  });
  const { objects } = await session.send("Runtime.queryObjects", {
    prototypeObjectId: result.objectId!,
  });
  const memories = await session.send("Runtime.callFunctionOn", {
    objectId: objects.objectId!,
    returnByValue: true,
    functionDeclaration:
      "function () { return this.reduce((sum, { buffer }) => sum + buffer.byteLength, 0) }",
  });
  return {
    listeners: metric("JSEventListeners"),
    nodes: metric("Nodes"),
    heap: metric("JSHeapUsedSize") / 1e6,
    wasm: (memories.result.value as number) / 1e6,
  };
}
