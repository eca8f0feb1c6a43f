//! Service points with fixed values: the two of v3's own documentation, and the magic ones.

use model::{
    Address, Carrier, Contact, DayTimes, Distance, GeneralShopType, OpeningTime, OpeningTimes,
    Position, ServicePoint, ServicePointId, TimeOfDay, Weekday,
};

use crate::{
    europe::carrier,
    magic::{MAGIC_POINTS, MagicPoint, PointOutcome},
};

/// 1000001, the Stadhuisplein Parcel Shop.
fn parcel_shop() -> ServicePoint {
    let mut point = fixed(1_000_001, "Stadhuisplein Parcel Shop", "dhl", "NL-00001");
    point.carrier_shop_type = Some("paketshop".to_owned());
    point.general_shop_type = Some(GeneralShopType::ServicePoint);
    point.address = address("Stadhuisplein", "1", "5611 EM");
    point.position = at(51.438_022, 5.478_543);
    let weekdays = &Weekday::ALL[..5];
    point.opening_times = week(weekdays, (9, 17));
    point
}

/// 1000002, the Stationsplein Parcel Locker.
fn parcel_locker() -> ServicePoint {
    let mut point = fixed(
        1_000_002,
        "Stationsplein Parcel Locker",
        "postnl",
        "NL-00002",
    );
    point.carrier_shop_type = Some("pakketautomaat".to_owned());
    point.general_shop_type = Some(GeneralShopType::Locker);
    point.address = address("Stationsplein", "1", "5611 AC");
    point.position = at(51.443_218, 5.4816);
    let days = [
        Weekday::Monday,
        Weekday::Tuesday,
        Weekday::Wednesday,
        Weekday::Friday,
        Weekday::Saturday,
    ];
    point.opening_times = week(&days, (10, 21));
    point
}

/// A magic point: one of a row along a street in Eindhoven.
fn magic_point(index: usize, magic: &MagicPoint) -> ServicePoint {
    let id = format!("NL-{:05}", magic.id % 100_000);
    let mut point = fixed(magic.id, magic.name, "dhl", &id);
    point.carrier_shop_type = Some("parcelShop".to_owned());
    point.general_shop_type = Some(GeneralShopType::ServicePoint);
    point.address = address("Magic Confirmation", &(index + 1).to_string(), "5611 EM");
    point.position = at(
        51.4364 - index as f64 * 0.0004,
        5.4772 + index as f64 * 0.0002,
    );
    point.opening_times = week(&Weekday::ALL, (8, 20));
    point.is_expired = magic.outcome == PointOutcome::OnlyExpired;
    point
}

/// The documented points.
pub(super) fn documented_points() -> [ServicePoint; 2] {
    [parcel_shop(), parcel_locker()]
}

/// More points than any search may give: 10,000, each valid, all on one square.
pub(crate) fn many_points() -> Vec<ServicePoint> {
    let ids = 2_000_001..=2_010_000;
    let numbered = ids.map(|id| ServicePoint {
        id: ServicePointId::new(id).expect("seven digits"),
        carrier_service_point_id: format!("NL-{id}"),
        ..parcel_locker()
    });
    numbered.collect()
}

/// The magic points as a list shows them.
pub(super) fn magic_points() -> Vec<ServicePoint> {
    let points = MAGIC_POINTS.iter().enumerate();
    points
        .map(|(index, magic)| magic_point(index, magic))
        .collect()
}

fn fixed(id: u64, name: &str, carrier_code: &str, carrier_id: &str) -> ServicePoint {
    ServicePoint {
        id: ServicePointId::new(id).expect("fixed ids have seven digits"),
        name: name.to_owned(),
        carrier: Carrier::from(carrier(carrier_code).expect("fixed points name known carriers")),
        carrier_service_point_id: carrier_id.to_owned(),
        carrier_shop_type: None,
        general_shop_type: None,
        address: Address::default(),
        position: at(0.0, 0.0),
        contact: Contact::default(),
        opening_times: OpeningTimes::default(),
        is_open_tomorrow: false,
        next_open_at: None,
        is_expired: false,
        distance: Distance::Absent,
    }
}

fn address(street: &str, house_number: &str, postal_code: &str) -> Address {
    Address {
        street: street.to_owned(),
        house_number: house_number.to_owned(),
        postal_code: postal_code.to_owned(),
        city: "Eindhoven".to_owned(),
        country_code: "NL".to_owned(),
    }
}

fn at(latitude: f64, longitude: f64) -> Position {
    Position {
        latitude,
        longitude,
    }
}

/// The same hours on some days, closed on the others.
fn week(open: &[Weekday], (from_hour, to_hour): (u16, u16)) -> OpeningTimes {
    let time = |hour| TimeOfDay::from_minutes(hour * 60).expect("hours of a day");
    let range = OpeningTime {
        start_time: time(from_hour),
        end_time: time(to_hour),
    };
    let mut week = OpeningTimes::default();
    for day in Weekday::ALL {
        *week.day_mut(day) = if open.contains(&day) {
            DayTimes::Open(vec![range])
        } else {
            DayTimes::Closed
        };
    }
    week
}
