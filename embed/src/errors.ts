// Why the picker cannot be shown. What the shopper does wrong is the widget's to tell, never an error.

import type { PickerError } from "../index";

/** `wasm_blocked` and `wasm_unavailable` lie in the page and the browser: no retry helps. */
export type LoadErrorCode = "load_failed" | "wasm_blocked" | "wasm_unavailable";

const FAILED = "The service points could not be loaded.";
const IMPOSSIBLE = "Service points are not available here.";

export class LoadError extends Error implements PickerError {
  readonly code: LoadErrorCode;
  readonly retryable: boolean;

  constructor(code: LoadErrorCode, cause?: unknown) {
    const retryable = code === "load_failed";
    super(retryable ? FAILED : IMPOSSIBLE, { cause });
    this.code = code;
    this.retryable = retryable;
  }
}
