// What it takes to put a picker on the screen: here, where the page lets WASM run, and in a frame
// otherwise (`framed.ts`).

import type { Host, MountedPicker, Runtime } from "../border";
import { type Browser, loadBrowser } from "../browser";
import type { Messages } from "../../index";
import type { Instances } from "./instance";

/** Ready to mount one picker. */
export interface Stage {
  /** What the picker and the summary look like. */
  readonly sheet: CSSStyleSheet;
  /** A text of the widget's, by its key. */
  say(key: string): string;
  /** Renders the picker and the summary into two empty elements of one shadow root. */
  mount(
    picker: HTMLElement,
    summary: HTMLElement,
    host: Host,
    settings: string,
  ): MountedPicker;
  /** Nothing will be mounted on it. */
  drop(): void;
}

/** In the page itself, in the language of a tag. */
export async function stageHere(
  instances: Instances,
  runtime: Promise<Runtime>,
  tag: string,
  messages: Messages,
): Promise<Stage> {
  const [[module, sheet], browser]: [Runtime, Browser] = await Promise.all([
    runtime,
    loadBrowser(tag, messages),
  ]);
  const mount = await instances.get(module);
  return {
    sheet,
    say: (key) => browser.say(key),
    mount: (picker, summary, host, settings) =>
      mount(picker, summary, host, browser, settings),
    // There is nothing but what all pickers share.
    drop() {},
  };
}
