// `ServicePointPicker.open()`: a picker for pages that want a promise and no element.

import type { OpenOptions, Selection } from "../index";
import { PickerElement } from "./element";
import { LoadError } from "./errors";
import { SETTING_ATTRIBUTES } from "./settings";

/** Shows the picker in a dialog, and takes it away when that closes. */
export function open(options: OpenOptions = {}): Promise<Selection | null> {
  const element = new PickerElement(true);
  const selection = new Promise<Selection | null>((resolve, reject) => {
    element.addEventListener("service-point-change", ({ detail }) =>
      resolve(detail),
    );
    element.addEventListener("service-point-cancel", () => resolve(null));
    element.addEventListener("service-point-error", ({ detail }) => {
      // All else the shopper can mend, or close.
      if (detail instanceof LoadError) reject(detail);
    });
  });
  element.messages = options.messages ?? null;
  element.servicePoints = options.servicePoints;
  for (const name of [...SETTING_ATTRIBUTES, "lang", "theme"]) {
    const option = name.replace(/-./g, ([, letter]) => letter!.toUpperCase());
    const value = options[option as keyof OpenOptions];
    if (value !== null && value !== undefined)
      element.setAttribute(name, `${value}`);
  }
  element.setAttribute("mode", "dialog");
  document.body.append(element);
  element.open();
  return selection.finally(() => element.remove());
}
