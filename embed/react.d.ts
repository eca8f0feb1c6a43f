/** `<service-point-picker>` in the JSX of React 19, which knows custom elements. */

import type { ClassAttributes, HTMLAttributes } from "react";
import type {
  ServicePointPickerAttributes,
  ServicePointPickerElement,
  ServicePointPickerEvent,
  ServicePointPickerEventMap,
} from "./index.js";

/** React adds these to the element itself. */
type Listeners = {
  [Name in keyof ServicePointPickerEventMap as `on${Name}`]?:
    ((event: ServicePointPickerEvent<Name>) => void) | undefined;
};

/**
 * `messages` and `servicePoints` are not among these: until `picker.js` is there, React makes attributes of
 * them. Set them by a `ref`, which is right at any time.
 */
export interface ServicePointPickerProps
  extends
    HTMLAttributes<ServicePointPickerElement>,
    ClassAttributes<ServicePointPickerElement>,
    ServicePointPickerAttributes,
    Listeners {}

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "service-point-picker": ServicePointPickerProps;
    }
  }
}
