// Service points by the thousand, in v3's shape: the same in each run, around towns of a country.

import type { ServicePoint } from "../../embed/index";

const NAMES = [
  "Albert Heijn",
  "Bruna",
  "Jumbo",
  "Primera",
  "Tabakshop De Hoek",
  "Ülkü Market",
];
const CITIES = ["Eindhoven", "’s-Hertogenbosch", "Utrecht", "Zwolle"];
const CARRIERS = [
  ["dhl", "DHL"],
  ["dpd", "DPD"],
  ["postnl", "PostNL"],
] as const;
const TYPES = ["servicepoint", "locker", "post_office", null] as const;
/** So many points stand in one town. */
const TOWN = 40;

/** So many points; their ids begin with 100001. */
export function makePoints(count: number): ServicePoint[] {
  let seed = 42;
  const random = () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return seed / 2 ** 31;
  };
  const one = <T>(of: readonly T[]): T =>
    of[Math.floor(random() * of.length)] as T;
  let town = { latitude: 0, longitude: 0 };
  return Array.from({ length: count }, (_, index) => {
    if (index % TOWN === 0)
      town = { latitude: 51.2 + random() * 2, longitude: 3.6 + random() * 3.2 };
    const [code, name] = one(CARRIERS);
    const day = [
      { start_time: "09:00", end_time: random() < 0.4 ? "21:00" : "18:00" },
    ];
    return {
      id: 100_001 + index,
      name: `${one(NAMES)} ${index + 1}`,
      carrier: { code, name, logo_url: null, icon_url: null },
      carrier_service_point_id: `NL-${index + 1}`,
      carrier_shop_type: null,
      general_shop_type: one(TYPES),
      address: {
        street: "Dorpsstraat",
        house_number: `${1 + Math.floor(random() * 200)}`,
        postal_code: `${1000 + Math.floor(random() * 8999)} AB`,
        city: one(CITIES),
        country_code: "NL",
      },
      position: {
        latitude: town.latitude + (random() - 0.5) * 0.15,
        longitude: town.longitude + (random() - 0.5) * 0.2,
      },
      contact: { email: "point@example.nl", phone: "+31 40 123 45 67" },
      opening_times: {
        monday: day,
        tuesday: day,
        wednesday: day,
        thursday: day,
        friday: day,
        saturday:
          random() < 0.7 ? [{ start_time: "10:00", end_time: "17:00" }] : null,
        sunday: null,
      },
      is_open_tomorrow: true,
      next_open_at: null,
      is_expired: false,
    };
  });
}
