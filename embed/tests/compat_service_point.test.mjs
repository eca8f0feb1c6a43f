import assert from "node:assert/strict";
import { test } from "node:test";
import { ofV2 } from "../src/compat/service_point";

const NOW = Date.parse("2026-03-02T12:00:00Z");
const DAY_MS = 24 * 60 * 60 * 1_000;
const CLOSED = {
  monday: null,
  tuesday: null,
  wednesday: null,
  thursday: null,
  friday: null,
  saturday: null,
  sunday: null,
};
const SHIFT = { start_time: "09:00", end_time: "17:00" };

const POINT = {
  id: 1000777,
  name: "Packstation 101",
  carrier: { code: "dhl_de", name: "DHL", logo_url: null, icon_url: null },
  carrier_service_point_id: "DE-0101",
  carrier_shop_type: "packStation",
  general_shop_type: "locker",
  address: {
    street: "Alexanderplatz",
    house_number: "1",
    postal_code: "10178",
    city: "Berlin",
    country_code: "DE",
  },
  position: { latitude: 52.5219184, longitude: 13.4 },
  contact: { email: "", phone: "+49 30 1234" },
  opening_times: {
    ...CLOSED,
    monday: [SHIFT],
    friday: [
      { start_time: "08:00", end_time: "14:00" },
      { start_time: "17:00", end_time: "20:30" },
    ],
  },
  is_open_tomorrow: false,
  next_open_at: "2026-03-06T08:00:00+01:00",
  is_expired: false,
  distance: 919,
};

test("every field has v2's name and type", () => {
  assert.deepEqual(ofV2(POINT, NOW), {
    id: 1000777,
    code: "DE-0101",
    is_active: true,
    shop_type: "packStation",
    general_shop_type: "locker",
    name: "Packstation 101",
    street: "Alexanderplatz",
    house_number: "1",
    postal_code: "10178",
    city: "Berlin",
    latitude: "52.521918",
    longitude: "13.400000",
    email: "",
    phone: "+49 30 1234",
    homepage: "",
    carrier: "dhl_de",
    country: "DE",
    formatted_opening_times: {
      0: ["09:00 - 17:00"],
      1: [],
      2: [],
      3: [],
      4: ["08:00 - 14:00", "17:00 - 20:30"],
      5: [],
      6: [],
    },
    open_tomorrow: false,
    open_upcoming_week: true,
    distance: 919,
    distanceStr: "919 m",
    extra_data: {},
  });
});

test("what v3 does not know has v2's type all the same", () => {
  const { distance, ...unmeasured } = {
    ...POINT,
    carrier_shop_type: null,
    general_shop_type: null,
    is_expired: true,
  };
  for (const point of [unmeasured, { ...unmeasured, distance: null }]) {
    const found = ofV2(point, NOW);
    assert.deepEqual([found.distance, found.distanceStr], [0, "0 m"]);
    assert.deepEqual(
      [found.shop_type, found.general_shop_type, found.is_active],
      [null, null, false],
    );
  }
});

test("from a kilometre on distances are written in kilometres", () => {
  const written = (distance) => ofV2({ ...POINT, distance }, NOW).distanceStr;
  assert.equal(written(999), "999 m");
  assert.equal(written(1_000), "1.0 km");
  assert.equal(written(1_240), "1.2 km");
  assert.equal(written(49_960), "50.0 km");
});

test("the upcoming week is seven days, or what the week's times say", () => {
  const opens = (next_open_at, opening_times = CLOSED) =>
    ofV2({ ...POINT, next_open_at, opening_times }, NOW).open_upcoming_week;
  const after = (days) => new Date(NOW + days * DAY_MS).toISOString();
  assert.equal(opens(after(6.9)), true);
  assert.equal(opens(after(7.1)), false);
  assert.equal(opens(null), false);
  assert.equal(opens(null, { ...CLOSED, sunday: [SHIFT] }), true);
  assert.equal(opens("soon", { ...CLOSED, sunday: [SHIFT] }), true);
});
