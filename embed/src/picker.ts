// The entry of `picker.js`, the one script tag: defines the element and the one global. Nothing is
// loaded before a picker is wanted.

import { PickerElement } from "./element";
import { open } from "./open";

const TAG = "service-point-picker";
const { version } = __MANIFEST__;

if (!customElements.get(TAG)) {
  customElements.define(TAG, PickerElement);
  window.ServicePointPicker = Object.freeze({ version, open });
} else if (window.ServicePointPicker?.version !== version) {
  console.info(
    `${TAG}: ${window.ServicePointPicker?.version} is here, ${version} stays out`,
  );
}
