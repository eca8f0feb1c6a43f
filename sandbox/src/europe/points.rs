//! Service points: rolled from their cell and slot, which is also what their id says.

use model::{
    Address, Carrier, Contact, Distance, Position, ServicePoint, ServicePointId, distance_m,
};

use super::{
    Cell, Country, Mercator,
    carriers::{Branch, carrier},
    cell::place_in,
    cities::City,
    countries::country,
    dice::Dice,
    is_land, names, nearest_city,
    opening_times::roll_week,
    places::{density, villages_near},
    postal_codes::postal_code_at,
    terrain::in_river,
};

/// Procedural ids start here, so that documented and magic ones lie below.
const FIRST_ID: u64 = 10_000_000;
/// Most service points a cell.
const SLOTS: u64 = 32;

/// The service point with an id, expired or not, without its outlook.
pub(crate) fn find_point(id: ServicePointId) -> Option<ServicePoint> {
    let number = id.get().checked_sub(FIRST_ID)?;
    let cell = Cell::from_number(number / SLOTS)?;
    let slot = number % SLOTS;
    (slot < slots_used(cell))
        .then(|| roll(cell, slot))
        .flatten()
}

/// The service point that a carrier calls so in a country.
pub(crate) fn find_by_carrier_id(
    country_code: &str,
    carrier_code: &str,
    carrier_id: &str,
) -> Option<ServicePoint> {
    let number = carrier(carrier_code)?.read_id(country_code, carrier_id)?;
    let point = find_point(ServicePointId::new(number.checked_add(FIRST_ID)?)?)?;
    // The number alone names a point; only the whole text names this carrier's.
    let is_meant = point.carrier_service_point_id == carrier_id
        && point.carrier.code == carrier_code
        && point.address.country_code == country_code;
    is_meant.then_some(point)
}

/// The service points of a cell.
pub(super) fn points_in(cell: Cell) -> impl Iterator<Item = ServicePoint> {
    (0..slots_used(cell)).filter_map(move |slot| roll(cell, slot))
}

/// The country that a cell belongs to; open sea has none.
pub(super) fn country_of(cell: Cell) -> Option<&'static str> {
    Some(city_of(cell)?.country)
}

/// The city that claims a cell: by its middle, so that all its points have one country.
fn city_of(cell: Cell) -> Option<&'static City> {
    nearest_city(Position::from(cell.center())).map(|(_, city)| city)
}

fn slots_used(cell: Cell) -> u64 {
    if !cell.is_in_europe() {
        return 0;
    }
    let side_km = cell.side_m() / 1_000.0;
    let expected = density(Position::from(cell.center())) * side_km * side_km;
    let mut dice = Dice::new(0x51, cell.column, cell.row);
    let mut slots = expected.floor();
    if dice.chance(expected - slots) {
        slots += 1.0;
    }
    // Not negative, and cut to the slots there are.
    (slots as u64).min(SLOTS)
}

/// Some slots are empty: they would stand in a river or the sea.
fn roll(cell: Cell, slot: u64) -> Option<ServicePoint> {
    let mut dice = Dice::new(0x90 + slot, cell.column, cell.row);
    let position = roll_position(cell, &mut dice)?;
    let city = city_of(cell)?;
    let country = country(city.country)?;
    let code: &str = dice.pick::<&str>(country.carriers);
    let carrier = carrier(code).expect("countries name known carriers");
    let branch = carrier.roll_branch(&mut dice);
    let number = cell.number() * SLOTS + slot;
    let address = roll_address(country, city, position, cell, &mut dice);
    let name = names::roll_name(country, carrier, branch, &address, &mut dice);
    let contact = roll_contact(country, &name, branch, &mut dice);
    Some(ServicePoint {
        id: ServicePointId::new(FIRST_ID + number).expect("Europe's ids are far below 2^53"),
        carrier: Carrier::from(carrier),
        carrier_service_point_id: carrier.write_id(country.code, number),
        carrier_shop_type: branch.carrier_shop_type.map(str::to_owned),
        general_shop_type: branch
            .general_shop_type
            .clone()
            .filter(|_| !dice.chance(0.03)),
        opening_times: roll_week(country, branch, &mut dice),
        is_expired: dice.chance(0.03),
        position,
        name,
        address,
        contact,
        is_open_tomorrow: false,
        next_open_at: None,
        distance: Distance::Absent,
    })
}

/// On one of the side streets of the quarter, in whole millionths of a degree.
fn roll_position(cell: Cell, dice: &mut Dice) -> Option<Position> {
    let (across, down) = cell.blocks();
    let along = 0.06 + dice.unit() * 0.88;
    let (u, v) = if dice.chance(0.5) {
        (
            f64::from(1 + dice.below(across - 1)) / f64::from(across),
            along,
        )
    } else {
        (along, f64::from(1 + dice.below(down - 1)) / f64::from(down))
    };
    let place: Mercator = place_in(&cell.corners(), u, v);
    let exact = Position::from(place);
    let round = |degrees: f64| (degrees * 1e6).round() / 1e6;
    let position = Position {
        latitude: round(exact.latitude),
        longitude: round(exact.longitude),
    };
    (is_land(position) && !in_river(place)).then_some(position)
}

fn roll_address(
    country: &Country,
    city: &City,
    position: Position,
    cell: Cell,
    dice: &mut Dice,
) -> Address {
    // A street is shared by what stands in the same quarter.
    let mut quarter = Dice::new(0x57, cell.column, cell.row);
    let first = quarter.below(country.locale.streets.len() as u32);
    let street = first + dice.below(4);
    let street = country.locale.streets[street as usize % country.locale.streets.len()];
    let number = 1 + dice.below(dice.clone().below(150) + 4);
    let letter = if dice.chance(0.08) { "A" } else { "" };
    let is_outside = distance_m(position, city.position) > city.radius_m() * 1.2;
    let village = villages_near(position)
        .filter(|_| is_outside)
        .min_by(|(one, _), (other, _)| one.total_cmp(other));
    Address {
        street: street.to_owned(),
        house_number: format!("{number}{letter}"),
        postal_code: postal_code_at(city, position),
        city: village.map_or_else(|| city.name.to_owned(), |(_, village)| village.name()),
        country_code: country.code.to_owned(),
    }
}

/// Addresses of a reserved domain, and numbers of an area code that no country has.
fn roll_contact(country: &Country, name: &str, branch: &Branch, dice: &mut Dice) -> Contact {
    if branch.is_locker() || dice.chance(0.3) {
        return Contact::default();
    }
    let slug: String = name
        .to_lowercase()
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("-");
    let email = if slug.is_empty() || dice.chance(0.4) {
        String::new()
    } else {
        format!("{slug}@example.com")
    };
    let phone = format!(
        "{} 00 {:03} {:04}",
        country.phone_prefix,
        dice.below(1000),
        dice.below(10_000)
    );
    Contact { email, phone }
}
