// What shop systems call the fields of a service point: as Sendcloud's own modules for them store it
// (`docs/handoff.md`), so that a module which reads those finds them.

import type { Selection } from "../../index";

/** Fields of a form, by their names. */
export type Fields = Record<string, string>;

const PRESETS: Readonly<Record<string, (selection: Selection) => Fields>> = {
  magento2({ service_point: { name, address }, ...selection }) {
    const fields = {
      id: `${selection.service_point_id}`,
      name,
      street: address.street,
      house_number: address.house_number,
      zip_code: address.postal_code,
      city: address.city,
      country: address.country_code,
      postnumber: selection.to_post_number ?? "",
    };
    const named = Object.entries(fields).map(([field, value]) => [
      `sendcloud_service_point_${field}`,
      value,
    ]);
    return { ...Object.fromEntries(named), carrier: selection.carrier };
  },

  woocommerce({ service_point: { name, address }, ...selection }) {
    // The plugin stores nothing where one of these is missing or null.
    const point = {
      id: `${selection.service_point_id}`,
      // The post number: the plugin calls it so.
      toPostalCode: selection.to_post_number ?? "",
      name,
      street: address.street,
      city: address.city,
      postal_code: address.postal_code,
      house_number: address.house_number,
    };
    return {
      sendcloudshipping_service_point_extra_v2: JSON.stringify(point),
      carrier: selection.carrier,
    };
  },

  shopware6: (selection) => ({
    sendcloud_service_point: `${selection.service_point_id}`,
    to_post_number: selection.to_post_number ?? "",
    carrier: selection.carrier,
  }),

  lightspeed: (selection) => ({
    "shipmentData[location]": `${selection.service_point_id}`,
    to_post_number: selection.to_post_number ?? "",
    carrier: selection.carrier,
  }),
};

/** The fields of a preset; none where there is no such preset. */
export function presetFields(
  preset: string,
  selection: Selection,
): Fields | undefined {
  return Object.hasOwn(PRESETS, preset)
    ? PRESETS[preset]?.(selection)
    : undefined;
}
