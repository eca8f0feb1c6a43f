// Where the widget is rendered: two boxes in the element's shadow root.

import type { Host, MountedPicker, Shell } from "../border";
import type { Stage } from "./stage";

export class Place {
  /** The widget, while it is there. */
  mounted: MountedPicker | undefined;
  /** What it is mounted by, or was last. */
  stage: Stage | undefined;
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

  /** The picker's box, in its place. */
  get box(): HTMLElement {
    // Put there once more, a frame in it would be loaded anew.
    if (!this.#picker.isConnected) this.#shell.frame.append(this.#picker);
    return this.#picker;
  }

  mount(stage: Stage, host: Host, settings: string): MountedPicker {
    const { root } = this.#shell;
    const [skeleton] = root.adoptedStyleSheets;
    root.adoptedStyleSheets = [skeleton!, stage.sheet];
    this.stage = stage;
    this.mounted = stage.mount(this.box, this.summary, host, settings);
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
