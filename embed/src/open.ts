// `ServicePointPicker.open()`: a picker for pages that want a promise and no element.

import type { OpenOptions, Selection } from "../index";
import { PickerElement } from "./element";
import { LoadError } from "./errors";
import { SETTING_ATTRIBUTES } from "./settings";

/** Shows the picker in a dialog, and takes it away when that closes. */
export function open(options: OpenOptions = {}): Promise<Selection | null> {
  const element = PickerElement.bare();
  for (const [option, value] of Object.entries(options)) {
    const attribute = attributeOf(option);
    if (attribute && value !== null && value !== undefined)
      element.setAttribute(attribute, `${value}`);
  }
  element.setAttribute("mode", "dialog");

  const selection = new Promise<Selection | null>((resolve, reject) => {
    element.addEventListener("service-point-change", ({ detail }) =>
      resolve(detail),
    );
    element.addEventListener("service-point-cancel", () => resolve(null));
    element.addEventListener("service-point-error", ({ detail }) => {
      const error = LoadError.from(detail);
      if (error) reject(error);
    });
  });
  document.body.append(element);
  element.open();
  return selection.finally(() => element.remove());
}

/** `postalCode` is `postal-code`; what is no option of ours is none. */
function attributeOf(option: string) {
  const name = option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return SETTING_ATTRIBUTES.find((attribute) => attribute === name);
}
