// Why the picker cannot be shown. What the shopper does wrong is the widget's to tell, never an error.

import type { PickerError } from "../index";

/** `wasm_blocked` and `wasm_unavailable` lie in the page and the browser: no retry helps. */
export type LoadErrorCode = "load_failed" | "wasm_blocked" | "wasm_unavailable";

export class LoadError extends Error implements PickerError {
  readonly code: LoadErrorCode;
  readonly retryable: boolean;

  constructor(code: LoadErrorCode, cause?: unknown) {
    // Whoever shows it puts it into the shopper's language.
    super(code, { cause });
    this.code = code;
    this.retryable = code === "load_failed";
  }
}
