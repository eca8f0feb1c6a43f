/** The picker in a page: `load`, the element, its events and the global. */

/**
 * Adds the script tag of the proxy at this address, once for all callers, and resolves with the global
 * that it brings. A page that has the tag, or the picker, already gets no other: its first proxy stays.
 *
 * Rejects with a {@link PickerError}, `load_failed`, where the script cannot be loaded or does not come
 * within 30 seconds: the next call tries again. `retryable` is false where that cannot help: on a server,
 * and under Trusted Types, where the tag belongs into the page's HTML.
 */
export function load(
  proxyUrl: string | URL,
  options?: LoadOptions,
): Promise<ServicePointPicker>;

/** Attributes of the script tag. */
export interface LoadOptions {
  /** Digests of `picker.js`: another version of the proxy is then not run. */
  integrity?: string | undefined;
  /** What the page's content security policy knows the tag by. */
  nonce?: string | undefined;
}

/** A confirmed selection, as the proxy signed it. */
export interface Selection {
  id: string;
  /** Sendcloud's id of the point. */
  service_point_id: number;
  /** The shopper's number with the carrier: text, because zeros may lead. */
  to_post_number: string | null;
  /** The carrier's code, as returned; it may differ from the one asked for. */
  carrier: string;
  /** The point as it was when selected. */
  service_point: ServicePoint;
  /** Whether the carrier takes parcels for it now; null where that could not be asked. */
  is_available: boolean | null;
  /** The cart or order, as the element's `reference` named it. */
  reference: string | null;
  /** RFC 3339, UTC. */
  selected_at: string;
  /** Compact JWS: what the shop's backend verifies. */
  token: string;
}

/** A service point, as Sendcloud's API v3 describes it. */
export interface ServicePoint {
  id: number;
  name: string;
  carrier: {
    code: string;
    name: string;
    logo_url: string | null;
    icon_url: string | null;
  };
  /** The carrier's own id. */
  carrier_service_point_id: string;
  /** The carrier's own type. */
  carrier_shop_type: string | null;
  general_shop_type: GeneralShopType | null;
  address: {
    street: string;
    /** May be empty, with the number inside `street`. */
    house_number: string;
    postal_code: string;
    city: string;
    /** ISO 3166-1 alpha-2. */
    country_code: string;
  };
  /** WGS 84 degrees. */
  position: { latitude: number; longitude: number };
  /** Empty where unknown. */
  contact: { email: string; phone: string };
  opening_times: Record<Weekday, OpeningTime[] | null>;
  is_open_tomorrow: boolean;
  /** RFC 3339 with the point's offset. */
  next_open_at: string | null;
  /** Its details are no longer fresh; says nothing about open or closed. */
  is_expired: boolean;
  /** Metres from the place searched for. */
  distance?: number | null;
}

/** Sendcloud may add to these. */
export type GeneralShopType =
  "servicepoint" | "locker" | "post_office" | "carrier_depot" | (string & {});

export type Weekday =
  | "monday"
  | "tuesday"
  | "wednesday"
  | "thursday"
  | "friday"
  | "saturday"
  | "sunday";

/** `HH:mm`, local time at the point, this week. */
export interface OpeningTime {
  start_time: string;
  end_time: string;
}

/** What `ServicePointPicker.open` takes: the element's attributes, in camelCase. */
export interface OpenOptions {
  /** Which shop, where the proxy serves several. */
  shop?: string | null;
  /** ISO 3166-1 alpha-2. */
  country?: string | null;
  postalCode?: string | null;
  city?: string | null;
  street?: string | null;
  houseNumber?: string | null;
  /** A whole address as one text, instead of its parts. */
  address?: string | null;
  /** WGS 84 degrees; with `longitude`, instead of an address. */
  latitude?: number | string | null;
  longitude?: number | string | null;
  /** Carrier codes; without them the shop's configuration names the carriers. */
  carriers?: readonly string[] | string | null;
  shopTypes?: readonly GeneralShopType[] | string | null;
  /** A carrier's own type, such as `packStation`. */
  carrierShopType?: string | null;
  /** The cart that the selection is for: unguessable, the same as long as the cart is. */
  reference?: string | null;
  /** Id of the point to be shown first, for the shopper to confirm or not. */
  value?: number | string | null;
  /** The post number that goes with it. */
  postNumber?: string | null;
  /** `light` or `dark`; without it the page's. */
  theme?: "light" | "dark" | null;
  /** The language, a BCP 47 tag; without it the page's. */
  lang?: string | null;
  /** Texts of the page's own. */
  messages?: Messages | null;
  /** The page's own service points, to be searched instead of the proxy's. */
  servicePoints?: readonly ServicePoint[] | null;
  /** When the map loads: with the list, on a press, never. */
  map?: "auto" | "click" | "off" | null;
}

/** The element's attributes, beside those of every element; null leaves one out. */
export interface ServicePointPickerAttributes {
  /** Which shop, where the proxy serves several. */
  shop?: string | null | undefined;
  /** In the page, or behind a button that opens a dialog. */
  mode?: "inline" | "dialog" | null | undefined;
  /** ISO 3166-1 alpha-2. Another one than the selected point's withdraws the selection. */
  country?: string | null | undefined;
  "postal-code"?: string | null | undefined;
  city?: string | null | undefined;
  street?: string | null | undefined;
  "house-number"?: string | null | undefined;
  /** A whole address as one text, instead of its parts. */
  address?: string | null | undefined;
  /** WGS 84 degrees; with `longitude`, instead of an address. */
  latitude?: number | string | null | undefined;
  longitude?: number | string | null | undefined;
  /** Carrier codes, parted by commas or blanks; without them the shop's configuration names the carriers. */
  carriers?: string | null | undefined;
  /** Any {@link GeneralShopType}, parted by commas or blanks. */
  "shop-types"?: string | null | undefined;
  "carrier-shop-type"?: string | null | undefined;
  /** The cart that the selection is for: unguessable, the same as long as the cart is. */
  reference?: string | null | undefined;
  /** Id of the point of an earlier selection, which is confirmed again. */
  value?: number | string | null | undefined;
  /** The post number of that selection. */
  "post-number"?: string | null | undefined;
  /** The form cannot be sent without a selection. */
  required?: boolean | null | undefined;
  /** When the map loads: with the list, on a press, never. */
  map?: "auto" | "click" | "off" | null | undefined;
  /** `light` or `dark`; without it the page's. */
  theme?: "light" | "dark" | null | undefined;
  /** Names the form's fields as a shop system does. */
  preset?: Preset | null | undefined;
  /** Other names for fields, as `service_point_id=pickup[id]`; an empty one leaves its field out. */
  "field-names"?: string | null | undefined;
  /** Id of the form, where the element does not stand in it. */
  form?: string | null | undefined;
}

/** Shop systems that the form's fields can be named for. */
export type Preset = "magento2" | "woocommerce" | "shopware6" | "lightspeed";

/** Texts in place of the picker's own, by the keys of `assets/locales/en.json`. */
export type Messages = Readonly<
  Record<string, string | Readonly<Record<string, string>>>
>;

/** Closed by the shopper, or left because nothing was found. */
export type CancelReason = "closed" | "none_found";

/** What went wrong; later versions may add to these. */
export type PickerErrorCode =
  | "load_failed"
  | "wasm_blocked"
  | "wasm_unavailable"
  | "offline"
  | "network"
  | "timeout"
  | "unavailable"
  | "rate_limited"
  | "geocoder_down"
  | "config"
  | "point_not_found"
  | "point_unavailable"
  | "already_ordered"
  | "post_number"
  | "confirm_failed"
  | "internal"
  | (string & {});

export interface PickerErrorDetail {
  code: PickerErrorCode;
  message: string;
  /** Whether trying again can help. */
  retryable: boolean;
}

/** What `load` and `ServicePointPicker.open` reject with. */
export interface PickerError extends Error, PickerErrorDetail {}

/** The element's events; all of them bubble and leave shadow roots. */
export interface ServicePointPickerEventMap {
  /** The first search is on the screen, or the selection of an earlier page: see `selection`. */
  "service-point-ready": CustomEvent<null>;
  /** The dialog opened. */
  "service-point-open": CustomEvent<null>;
  /** A selection was confirmed or, with null, withdrawn; never one that was only found again. */
  "service-point-change": CustomEvent<Selection | null>;
  /** The shopper left without selecting: by closing, or because nothing was found. */
  "service-point-cancel": CustomEvent<{ reason: CancelReason }>;
  "service-point-error": CustomEvent<PickerErrorDetail>;
}

/** An event as listeners of the element itself hear it. */
export type ServicePointPickerEvent<
  Name extends keyof ServicePointPickerEventMap,
> = ServicePointPickerEventMap[Name] & {
  readonly currentTarget: ServicePointPickerElement;
};

/** `<service-point-picker>` */
export interface ServicePointPickerElement extends HTMLElement {
  /** What the shopper selected, on this page or an earlier one. */
  readonly selection: Selection | null;
  /** Texts of the page's own. */
  get messages(): Messages;
  set messages(messages: Messages | null);
  /**
   * The page's own service points, at most 20,000: they are searched instead of the proxy's. A list that
   * was changed is to be set again. The proxy still confirms what is chosen, by its id.
   */
  get servicePoints(): readonly ServicePoint[] | null;
  set servicePoints(points: readonly ServicePoint[] | null | undefined);
  /** Shows the picker. */
  open(): void;
  /** Closes the dialog, as the shopper would. */
  close(): void;
  /** Loads the picker without showing it. */
  preload(): void;
  /** Withdraws the selection, here and at the proxy: for shoppers who choose another delivery. */
  reset(): void;
}

/** The one global. */
export interface ServicePointPicker {
  readonly version: string;
  /**
   * Shows the picker in a dialog. Resolves with the selection, or null when the shopper closes it;
   * rejects with a {@link PickerError} where the picker cannot be loaded.
   */
  open(options?: OpenOptions): Promise<Selection | null>;
}

declare global {
  interface HTMLElementTagNameMap {
    "service-point-picker": ServicePointPickerElement;
  }
  interface HTMLElementEventMap extends ServicePointPickerEventMap {}
  interface DocumentEventMap extends ServicePointPickerEventMap {}
  interface WindowEventMap extends ServicePointPickerEventMap {}
  interface Window {
    ServicePointPicker?: ServicePointPicker;
  }
}
