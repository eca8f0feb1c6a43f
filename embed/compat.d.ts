/** The public types of `sendcloud-compat.js`: the call of Sendcloud's hosted picker. */

import type { Selection } from "./index";

/** What `sendcloud.servicePoints.open` takes. */
export interface SendcloudConfig {
  /** Sendcloud's public key: not needed, and sent to nobody. */
  apiKey?: string | null;
  /** ISO 3166-1 alpha-2, in either case. */
  country: string;
  /** A BCP 47 tag; without it English. */
  language?: string | null;
  postalCode?: string | null;
  city?: string | null;
  /** Carrier codes, a text parted by commas or a list; without them the shop's. */
  carriers?: string | readonly string[] | null;
  /** Id of the point to be shown first, ready to be confirmed; whatever is no id is none. */
  servicePointId?: number | string | null;
  /** The post number that goes with it. */
  postNumber?: string | null;
  /** A carrier's own type, such as `packStation`. */
  shopType?: string | null;
  /** WGS 84 degrees; with `longitude`, instead of an address. */
  latitude?: number | string | null;
  longitude?: number | string | null;
  /** Ignored. */
  weight?: number | string | null;
  /** Not of the hosted picker: the shop's key, where the proxy needs it. */
  shop?: string | null;
  /** Not of the hosted picker: the cart's name, signed with the selection. */
  reference?: string | null;
}

/** A service point, as Sendcloud's API v2 described it. */
export interface SendcloudServicePoint {
  id: number;
  /** The carrier's own id. */
  code: string;
  is_active: boolean;
  /** The carrier's own type. */
  shop_type: string | null;
  general_shop_type: string | null;
  name: string;
  street: string;
  /** May be empty, with the number inside `street`. */
  house_number: string;
  postal_code: string;
  city: string;
  /** Degrees, with six decimals. */
  latitude: string;
  longitude: string;
  /** Empty where unknown. */
  email: string;
  phone: string;
  /** Always empty. */
  homepage: string;
  /** The carrier's code, as returned. */
  carrier: string;
  /** ISO 3166-1 alpha-2. */
  country: string;
  /** By day, `"0"` is Monday: `["09:00 - 17:00"]`, empty where closed. */
  formatted_opening_times: Record<
    "0" | "1" | "2" | "3" | "4" | "5" | "6",
    string[]
  >;
  open_tomorrow: boolean;
  open_upcoming_week: boolean;
  /** Metres; 0 where unknown. */
  distance: number;
  /** `919 m`, `1.2 km` */
  distanceStr: string;
  /** Always empty. */
  extra_data: Record<string, never>;
}

/**
 * The shopper confirmed a point. `postNumber` is empty where there is none. `selection` is what the
 * proxy signed, for the backend to verify.
 */
export type SendcloudSuccess = (
  servicePoint: SendcloudServicePoint,
  postNumber: string,
  selection: Selection,
) => void;

/** There is no point, and why: `["Closed"]` where the shopper left, once and alone. */
export type SendcloudFailure = (errors: string[]) => void;

export interface SendcloudServicePoints {
  /** Shows the picker in place of one that is open; both callbacks may be left out. */
  open(
    config: SendcloudConfig,
    success?: SendcloudSuccess | null,
    failure?: SendcloudFailure | null,
  ): void;
  /** Takes the picker away, and calls nobody. */
  close(): void;
}

/** A shop's own members stay beside ours. */
export interface Sendcloud {
  servicePoints: SendcloudServicePoints;
}

declare global {
  var sendcloud: Sendcloud;
}
