// Why the picker cannot be shown. What the shopper does wrong is the widget's to tell, never an error.

import type { PickerError, PickerErrorDetail } from "../index";

/** `wasm_blocked` and `wasm_unavailable` lie in the page and the browser: no retry helps. */
export type LoadErrorCode = "load_failed" | "wasm_blocked" | "wasm_unavailable";

const MESSAGES: Record<LoadErrorCode, string> = {
  load_failed: "The service points could not be loaded.",
  wasm_blocked: "Service points are not available on this page.",
  wasm_unavailable: "Service points are not available in this browser.",
};

export class LoadError extends Error implements PickerError {
  readonly code: LoadErrorCode;
  readonly retryable: boolean;

  constructor(code: LoadErrorCode, cause?: unknown) {
    super(MESSAGES[code], { cause });
    this.name = "LoadError";
    this.code = code;
    this.retryable = code === "load_failed";
  }

  /** The error behind an event, unless the picker was loaded and something else went wrong. */
  static from({ code }: PickerErrorDetail): LoadError | undefined {
    return isLoadErrorCode(code) ? new LoadError(code) : undefined;
  }

  /** As an event carries it. */
  get detail(): PickerErrorDetail {
    return {
      code: this.code,
      message: this.message,
      retryable: this.retryable,
    };
  }
}

function isLoadErrorCode(code: string): code is LoadErrorCode {
  return Object.hasOwn(MESSAGES, code);
}
