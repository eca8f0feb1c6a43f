// A service point of Sendcloud's API v3 in the shape of v2, which shops read.

import type { SendcloudServicePoint } from "../../compat";
import type { OpeningTime, ServicePoint, Weekday } from "../../index";

const WEEKDAYS: readonly Weekday[] = [
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
];
const WEEK_MS = 7 * 24 * 60 * 60 * 1_000;

/** The point as v2 had it; `now` in milliseconds, for what opens within a week. */
export function ofV2(
  { carrier, address, position, contact, ...point }: ServicePoint,
  now: number,
): SendcloudServicePoint {
  const distance = point.distance ?? 0;
  return {
    id: point.id,
    code: point.carrier_service_point_id,
    is_active: !point.is_expired,
    shop_type: point.carrier_shop_type,
    general_shop_type: point.general_shop_type,
    name: point.name,
    street: address.street,
    house_number: address.house_number,
    postal_code: address.postal_code,
    city: address.city,
    latitude: position.latitude.toFixed(6),
    longitude: position.longitude.toFixed(6),
    email: contact.email,
    phone: contact.phone,
    homepage: "",
    carrier: carrier.code,
    country: address.country_code,
    formatted_opening_times: formatted(point.opening_times),
    open_tomorrow: point.is_open_tomorrow,
    open_upcoming_week: opensInAWeek(point, now),
    distance,
    distanceStr:
      distance < 1_000
        ? `${distance} m`
        : `${(distance / 1_000).toFixed(1)} km`,
    extra_data: {},
  };
}

function formatted(times: ServicePoint["opening_times"]) {
  const shift = ({ start_time, end_time }: OpeningTime) =>
    `${start_time} - ${end_time}`;
  const days = WEEKDAYS.map((day, index) => [
    index,
    (times[day] ?? []).map(shift),
  ]);
  return Object.fromEntries(
    days,
  ) as SendcloudServicePoint["formatted_opening_times"];
}

function opensInAWeek(
  {
    next_open_at,
    opening_times,
  }: Pick<ServicePoint, "next_open_at" | "opening_times">,
  now: number,
): boolean {
  const opens = Date.parse(next_open_at ?? "");
  return Number.isNaN(opens)
    ? WEEKDAYS.some((day) => opening_times[day])
    : opens - now <= WEEK_MS;
}
