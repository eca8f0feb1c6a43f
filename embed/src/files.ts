// Where the picker's other files lie: everything is found from the script's own address.

export type FileName = "widget.js" | "widget_bg.wasm" | "widget.css";

/** What `picker.js` knows of the build that it belongs to. */
export interface Manifest {
  readonly version: string;
  /** Their folder, relative to `picker.js`. */
  readonly base: string;
  /** A subresource integrity digest a file; empty in development, where nothing is checked. */
  readonly files: Readonly<Record<FileName, string>>;
}

/** A file and what it must hash to. */
export interface FileReference {
  readonly address: string;
  readonly integrity: string;
}

/** The folder of `picker.js`, which is the proxy's address, with a slash at its end. */
export function folderOf(scriptAddress: string): string {
  return new URL(".", scriptAddress).href;
}

/** Finds a file of the build. */
export function locate(
  manifest: Manifest,
  proxy: string,
  name: FileName,
): FileReference {
  const address = new URL(manifest.base + name, proxy).href;
  return { address, integrity: manifest.files[name] };
}

/** The address that this script came from. Only right while the script runs for the first time. */
export function ownAddress(): string {
  // A page element named "currentScript" would stand in its place.
  const { currentScript } = document;
  if (currentScript instanceof HTMLScriptElement && currentScript.src)
    return currentScript.src;
  // Loaded as a module there is no current script.
  const scripts = document.querySelectorAll<HTMLScriptElement>(
    `script[src*="/${__SCRIPT__}"]`,
  );
  return [...scripts].at(-1)?.src ?? document.baseURI;
}
