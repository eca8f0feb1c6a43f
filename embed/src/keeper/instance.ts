// The WASM: one instance for all pickers of a page. One that fails says so once and then does nothing
// more, whatever calls it, and a new one can take its place.

import { newGlue } from "glue";
import type { Glue } from "../border";

/** How the glue begins what it says of a callback that came too late, or within itself. */
const REFUSED = "closure invoked";

/** Starts instances of one module. */
export class Instances {
  readonly #broke: (cause: unknown) => void;
  #running: Promise<Glue["mount"]> | undefined;

  /** `broke` is called in a task of its own, when nothing of an instance runs any more. */
  constructor(broke: (cause: unknown) => void) {
    this.#broke = broke;
  }

  /** The running instance, or a new one where there is none. */
  get(module: WebAssembly.Module): Promise<Glue["mount"]> {
    this.#running ??= this.#start(module).catch((error: unknown) => {
      this.#running = undefined;
      throw error;
    });
    return this.#running;
  }

  async #start(module: WebAssembly.Module): Promise<Glue["mount"]> {
    const glue = newGlue();
    const { exports } = await WebAssembly.instantiate(module, glue.imports());
    let isFinished = false;
    const guarded = guard(exports, (cause) => {
      // One that does not even start is no instance.
      if (!isFinished) throw cause;
      this.#running = undefined;
      setTimeout(this.#broke, 0, cause);
    });
    glue.finish({ exports: guarded });
    isFinished = true;
    return glue.mount;
  }
}

/**
 * The exports of an instance, none of which throws. Timers, listeners and answers call them, and what
 * these throw would be the page's: after a panic the instance cannot be used, so each such call would.
 */
function guard(
  exports: WebAssembly.Exports,
  broke: (cause: unknown) => void,
): WebAssembly.Exports {
  let isBroken = false;
  const guarded = Object.entries(exports).map(([name, member]) => [
    name,
    typeof member !== "function"
      ? member
      : (...args: unknown[]): unknown => {
          try {
            if (!isBroken) return member(...args) as unknown;
          } catch (cause) {
            // The glue refuses what a page's own timers or events call too late or within itself, and
            // nothing has run that could have come to harm.
            const isRefused =
              cause instanceof Error && cause.message.includes(REFUSED);
            if (isRefused || isBroken) return 0;
            isBroken = true;
            broke(cause);
          }
          return 0;
        },
  ]);
  return Object.fromEntries(guarded) as WebAssembly.Exports;
}
