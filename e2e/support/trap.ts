// A widget that fails inside, as one that panics does: what runs in the WASM stays where it was.

import type { Locator, Page } from "@playwright/test";

interface Trapped {
  trap(): void;
}

/** In every page and frame opened from now on, the next call out of the WASM fails after `trap()`. */
export async function setTraps(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const { instantiate } = WebAssembly;
    let isSet = false;
    Object.assign(window, { trap: () => (isSet = true) });
    const trapped =
      (call: (...args: unknown[]) => unknown) =>
      (...args: unknown[]) => {
        if (!isSet) return call(...args);
        isSet = false;
        throw new WebAssembly.RuntimeError("unreachable");
      };
    type Module = Record<string, (...args: unknown[]) => unknown>;
    const setIn = (module: Module) =>
      Object.entries(module).map(([name, call]) => [name, trapped(call)]);
    WebAssembly.instantiate = ((
      module: WebAssembly.Module,
      imports: Record<string, Module>,
    ) => {
      const all = Object.entries(imports).map(([from, calls]) => [
        from,
        Object.fromEntries(setIn(calls)) as Module,
      ]);
      return instantiate.call(
        WebAssembly,
        module,
        Object.fromEntries(all) as WebAssembly.Imports,
      );
    }) as typeof WebAssembly.instantiate;
  });
}

/** Has the widget of the page fail at what it does next. */
export function trap(page: Page): Promise<void> {
  return page.evaluate(() => (window as unknown as Trapped).trap());
}

/** Presses something of a picker, wherever it is, with a widget that fails under it. */
export function pressTrapped(control: Locator): Promise<void> {
  return control.evaluate((element) => {
    (window as unknown as Trapped).trap();
    (element as HTMLElement).click();
  });
}
