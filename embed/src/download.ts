// Fetches files of the build: checked, without credentials, within a deadline, and with no memory
// of a failure, so that trying again is worth something.

import type { FileReference } from "./files";

const DEADLINE_MS = 30_000;

/** Runs `start` once for all callers; after a failure, the next call runs it again. */
export function forgetful<T>(
  start: (attempt: number) => Promise<T>,
): () => Promise<T> {
  let attempts = 0;
  let running: Promise<T> | undefined;
  return () =>
    (running ??= withDeadline(start(++attempts)).catch((error: unknown) => {
      running = undefined;
      throw error;
    }));
}

/** Fetches a file; anything but success is an error. */
export async function fetchFile({
  address,
  integrity,
}: FileReference): Promise<Response> {
  const response = await fetch(address, { credentials: "omit", integrity });
  if (!response.ok) throw new Error(`${response.status} ${address}`);
  return response;
}

/** Fetches a WASM module. */
export async function compile(
  file: FileReference,
): Promise<WebAssembly.Module> {
  const response = await fetchFile(file);
  // A page may have replaced `fetch` by one whose answers are no Response.
  return response instanceof Response && isWasm(response)
    ? WebAssembly.compileStreaming(response)
    : WebAssembly.compile(await response.arrayBuffer());
}

/** Fetches a style sheet. */
export async function style(file: FileReference): Promise<CSSStyleSheet> {
  const response = await fetchFile(file);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(await response.text());
  return sheet;
}

/** Imports a module. A browser may remember a failed import, so a later attempt changes the address. */
export async function importFile(
  file: FileReference,
  attempt: number,
): Promise<unknown> {
  const address = attempt > 1 ? `${file.address}?n=${attempt}` : file.address;
  if (file.integrity) await check({ address, integrity: file.integrity });
  return import(address);
}

/**
 * Has the browser hold a checked copy of a module. `import` itself checks nothing, and would fetch
 * again what failed here, so it may follow success alone.
 */
async function check({ address, integrity }: FileReference): Promise<void> {
  const link = document.createElement("link");
  if (!link.relList.supports("modulepreload")) {
    await fetchFile({ address, integrity });
    return;
  }
  link.rel = "modulepreload";
  link.crossOrigin = "";
  link.integrity = integrity;
  link.href = address;
  const checked = new Promise((resolve, reject) => {
    link.onload = resolve;
    link.onerror = reject;
    document.head.append(link);
  });
  await checked.finally(() => link.remove());
}

function isWasm(response: Response): boolean {
  return response.headers.get("content-type") === "application/wasm";
}

function withDeadline<T>(work: Promise<T>): Promise<T> {
  const tooLate = new Promise<never>((_, reject) => {
    setTimeout(reject, DEADLINE_MS, "timed out");
  });
  return Promise.race([work, tooLate]);
}
