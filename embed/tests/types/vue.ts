// The element as Vue's tools take it in templates. Compiled, never run.

import type { GlobalComponents } from "vue";
import type { Selection, ServicePointPickerEvent } from "service-point-picker";
import type { ServicePointPickerProps } from "service-point-picker/vue";

type InTemplates = InstanceType<GlobalComponents["service-point-picker"]>;

export function listens(
  { $emit }: InTemplates,
  event: ServicePointPickerEvent<"service-point-change">,
): Selection | null {
  $emit("service-point-change", event);
  // @ts-expect-error: no such event.
  $emit("change", event);
  // @ts-expect-error: it was another event.
  $emit("service-point-cancel", event);
  return event.currentTarget.selection ?? event.detail;
}

export const BOUND: InTemplates["$props"][] = [
  { country: "NL", "postal-code": "5611 EM", required: true, class: "wide" },
  { required: "", key: 1, lang: "nl", messages: { heading: "Where to?" } },
  // @ts-expect-error: no such mode.
  { mode: "modal" },
];

export const PROPS: ServicePointPickerProps[] = [
  { required: undefined, servicePoints: null },
  // @ts-expect-error: Vue makes an attribute of it, which requires a selection.
  { required: false },
  // @ts-expect-error: only the shopper selects.
  { selection: null },
];
