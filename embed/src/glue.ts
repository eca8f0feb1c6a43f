// The border to the WASM: what wasm-bindgen's module exports, and what the widget asks of us.

/** The module `widget.js`. */
export interface Glue {
  default(options: { module_or_path: WebAssembly.Module }): Promise<unknown>;
  /** Renders the picker and the summary card into two empty elements of one shadow root. */
  mount(
    picker: HTMLElement,
    summary: HTMLElement,
    host: Host,
    settings: string,
  ): MountedPicker;
}

/** A picker on the screen. */
export interface MountedPicker {
  /** The attributes changed. */
  update(settings: string): void;
  /** Forgets the selection. */
  reset(): void;
  /** Unmounts it. */
  free(): void;
}

/** What the element offers to the widget. */
export interface Host {
  /** Resolves to the module `map.js`. */
  loadMap(): Promise<unknown>;
  /** The proxy was asked to confirm a selection, or has answered. */
  committing(isCommitting: boolean): void;
  /** The proxy confirmed a selection. */
  select(selectionJson: string): void;
  /** The shopper wants another point than the selected one. */
  change(): void;
  /** The shopper leaves without a selection. */
  cancel(): void;
  error(code: string, message: string, retryable: boolean): void;
  /** The first search is on the screen. */
  ready(): void;
}

/** Checks what an import gave. */
export function isGlue(module: unknown): module is Glue {
  return (
    typeof module === "object" &&
    module !== null &&
    "default" in module &&
    typeof module.default === "function" &&
    "mount" in module &&
    typeof module.mount === "function"
  );
}
