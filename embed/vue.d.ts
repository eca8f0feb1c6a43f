/** `<service-point-picker>` in the templates of Vue 3. */

import type { EmitFn, HTMLAttributes, PublicProps } from "vue";
import type {
  ServicePointPickerAttributes,
  ServicePointPickerElement,
  ServicePointPickerEvent,
  ServicePointPickerEventMap,
} from "./index.js";

/**
 * Bind `messages` and `servicePoints` with `.prop`: until `picker.js` is there, Vue makes attributes of
 * them otherwise.
 */
export interface ServicePointPickerProps
  extends
    Omit<ServicePointPickerAttributes, "required">,
    Partial<Pick<ServicePointPickerElement, "messages" | "servicePoints">> {
  /** Not `false`, of which Vue makes an attribute that is there: leave it out by `undefined` or `null`. */
  required?: true | "" | null | undefined;
}

type Emits = {
  [Name in keyof ServicePointPickerEventMap]: (
    event: ServicePointPickerEvent<Name>,
  ) => void;
};

/** What tools for templates take for a component. */
export interface ServicePointPickerInTemplates {
  new (): ServicePointPickerElement & {
    /** @deprecated For templates alone: the element has no such member. */
    $props: HTMLAttributes & PublicProps & ServicePointPickerProps;
    /** @deprecated For templates alone: the element has no such member. */
    $emit: EmitFn<Emits>;
  };
}

declare module "vue" {
  interface GlobalComponents {
    "service-point-picker": ServicePointPickerInTemplates;
  }
}
