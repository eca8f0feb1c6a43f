// What pages may write in TypeScript, and what they may not. Compiled, never run.

import {
  load,
  type PickerError,
  type Selection,
  type ServicePoint,
  type ServicePointPicker,
  type ServicePointPickerAttributes,
} from "service-point-picker";

declare const point: ServicePoint;

export async function loads(): Promise<Selection | null> {
  const picker: ServicePointPicker = await load("https://pickup.example");
  await load(new URL("https://pickup.example"), { nonce: undefined });
  // @ts-expect-error: an address is needed.
  await load();
  // @ts-expect-error: no such option.
  await load("https://pickup.example", { async: true });
  // @ts-expect-error: nobody writes it.
  picker.version = "1";
  // @ts-expect-error: attributes are in camel case here.
  await picker.open({ "postal-code": "5611 EM" });
  return picker.open({ country: "NL", postalCode: "5611 EM", map: "off" });
}

export function reads(selection: Selection): string {
  // @ts-expect-error: it is text, because zeros may lead.
  const digits: number | null = selection.to_post_number;
  // @ts-expect-error: without one it is null.
  selection.to_post_number.trim();
  return `${digits} ${selection.service_point.opening_times.monday?.[0]?.start_time}`;
}

export function uses(): void {
  const picker = document.createElement("service-point-picker");
  picker.open();
  picker.messages = null;
  picker.messages = { heading: "Where to?", found: { other: "{n} points" } };
  picker.servicePoints = [point];
  // @ts-expect-error: what was selected, only the shopper changes.
  picker.selection = null;
  // @ts-expect-error: points are in the shape of the API.
  picker.servicePoints = [{ id: 1 }];
  // @ts-expect-error: nor are they changed in place.
  picker.servicePoints?.push(point);
  // @ts-expect-error: no such method.
  picker.show();
}

export function listens(picker: HTMLElement): void {
  picker.addEventListener("service-point-change", ({ detail }) => {
    // @ts-expect-error: it is null where the selection was withdrawn.
    detail.token.trim();
    detail?.token.trim();
  });
  picker.addEventListener("service-point-ready", ({ detail }) => {
    // @ts-expect-error: the selection is the element's.
    detail.token.trim();
  });
  // They bubble.
  document.addEventListener("service-point-cancel", ({ detail }) => {
    // @ts-expect-error: no such reason.
    if (detail.reason === "none") return;
  });
  window.addEventListener("service-point-error", ({ detail }) => {
    const { code, retryable }: Pick<PickerError, "code" | "retryable"> = detail;
    console.log(code === "load_failed", retryable);
  });
}

export const ATTRIBUTES: ServicePointPickerAttributes[] = [
  { country: "NL", "postal-code": "5611 EM", latitude: 51.4, value: 1000777 },
  { required: true, mode: "dialog", preset: "magento2", theme: null },
  // @ts-expect-error: in markup names have hyphens.
  { postalCode: "5611 EM" },
  // @ts-expect-error: no such mode.
  { mode: "modal" },
];
