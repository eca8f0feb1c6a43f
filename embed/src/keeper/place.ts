// Where the widget is rendered: two boxes in the element's shadow root.

import { mount } from "glue";
import type { Host, MountedPicker, Shell } from "../border";
import type { Browser } from "../browser";

export class Place {
  /** The widget, while it is there. */
  mounted: MountedPicker | undefined;
  /** The language that it speaks, or spoke last. */
  browser: Browser | undefined;
  /** The selected point. */
  readonly summary = newBox("summary");
  #picker = newBox("picker");
  readonly #shell: Shell;

  constructor(shell: Shell) {
    this.#shell = shell;
    this.summary.tabIndex = -1;
    this.summary.hidden = true;
    shell.box.append(this.summary);
  }

  mount(
    sheet: CSSStyleSheet,
    browser: Browser,
    host: Host,
    settings: string,
  ): MountedPicker {
    const { root, frame } = this.#shell;
    const [skeleton] = root.adoptedStyleSheets;
    root.adoptedStyleSheets = [skeleton!, sheet];
    frame.append(this.#picker);
    this.browser = browser;
    this.mounted = mount(this.#picker, this.summary, host, browser, settings);
    return this.mounted;
  }

  /** Nothing of the old picker's box is used again. */
  unmount() {
    this.mounted?.free();
    this.mounted = undefined;
    this.#picker.remove();
    this.#picker = newBox("picker");
    this.summary.replaceChildren();
    this.#shell.showLoading();
  }

  /** Leads to the summary's button, once the widget has rendered it. */
  focusSummary() {
    setTimeout(() => {
      const target = this.summary.querySelector("button") ?? this.summary;
      target.focus();
    });
  }
}

function newBox(className: string): HTMLElement {
  const element = document.createElement("div");
  element.className = className;
  return element;
}
