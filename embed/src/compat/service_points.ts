// `sendcloud.servicePoints`: one dialog at a time, and what became of it for whoever opened it.

import type {
  SendcloudConfig,
  SendcloudFailure,
  SendcloudSuccess,
} from "../../compat";
import type { ServicePointPickerElement } from "../../index";
import { attributesOf, problemsOf } from "./config";
import { ofV2 } from "./service_point";

/** Integrations look for this very text. */
const CLOSED = "Closed";

/** The dialog that is open. */
let opened: ServicePointPickerElement | undefined;

export function open(
  config: SendcloudConfig,
  success?: SendcloudSuccess | null,
  failure?: SendcloudFailure | null,
) {
  const problems = problemsOf(config);
  if (problems.length) return call(failure, problems);
  close();
  const picker = newPicker();
  opened = picker;
  for (const [name, value] of Object.entries(attributesOf(config)))
    picker.setAttribute(name, value);
  // Whatever a callback does, the picker is gone by then, and calls nobody again.
  const isOver = () => {
    const isOurs = opened === picker;
    if (isOurs) close();
    return isOurs;
  };
  picker.addEventListener("service-point-change", ({ detail }) => {
    if (!detail || !isOver()) return;
    const point = ofV2(detail.service_point, Date.now());
    call(success, point, detail.to_post_number ?? "", detail);
  });
  picker.addEventListener("service-point-cancel", () => {
    if (isOver()) call(failure, [CLOSED]);
  });
  picker.addEventListener("service-point-error", ({ detail }) => {
    // All else the shopper can mend, or close.
    if (detail instanceof Error && isOver()) call(failure, [detail.message]);
  });
  // A script in the head may ask before there is a body.
  (document.body ?? document.documentElement).append(picker);
  picker.open();
}

export function close() {
  const picker = opened;
  opened = undefined;
  picker?.close();
  picker?.remove();
}

/** A dialog that shows nothing in the page, by whichever script has defined the element. */
function newPicker(): ServicePointPickerElement {
  const Picker = customElements.get("service-point-picker") as new (
    isBare: boolean,
  ) => ServicePointPickerElement;
  return new Picker(true);
}

/** Shops leave callbacks out, or pass something else in their place. */
function call<Arguments extends unknown[]>(
  callback: ((...given: Arguments) => void) | null | undefined,
  ...given: Arguments
) {
  if (typeof callback === "function") callback(...given);
}
