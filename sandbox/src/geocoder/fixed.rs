//! Addresses with fixed positions: those of v3's documentation, and the magic one whose service
//! points fail at confirmation.

use model::{GeocodingResult, GeocodingStatus, Position};

use super::{Geocoded, fold};
use crate::europe::{City, Country};

/// 85 m from the documented parcel shop. The documentation also puts it 919 m from the parcel
/// locker, which no place is: the two are 615 m apart. It is 700 m from here.
const STADHUISPLEIN: Position = Position {
    latitude: 51.437_304,
    longitude: 5.478_121,
};
/// At the documented parcel locker.
const STATIONSPLEIN: Position = Position {
    latitude: 51.443_2,
    longitude: 5.481_4,
};
/// Where the magic points stand.
const MAGIC_CONFIRMATION: Position = Position {
    latitude: 51.436_4,
    longitude: 5.477_2,
};

/// A street of Eindhoven: folded name, number, as it is written, position.
const STREETS: [(&str, Option<&str>, &str, Position); 2] = [
    (
        "stadhuisplein",
        Some("10"),
        "Stadhuisplein 10, 5611 EM Eindhoven, Nederland",
        STADHUISPLEIN,
    ),
    (
        "magic confirmation",
        None,
        "Magic Confirmation, 5611 EM Eindhoven, Nederland",
        MAGIC_CONFIRMATION,
    ),
];

/// A street whose position and wording are fixed. Its precision is the documented one, although
/// a house number was given.
pub(super) fn find_fixed(
    country: &Country,
    city: &City,
    street: &str,
    house_number: Option<&str>,
) -> Option<Geocoded> {
    if country.code != "NL" || city.name != "Eindhoven" {
        return None;
    }
    let folded = fold(street);
    let (_, _, address, position) = STREETS.into_iter().find(|(name, number, _, _)| {
        *name == folded && (number.is_none() || *number == house_number)
    })?;
    Some(Geocoded {
        position,
        result: GeocodingResult {
            status: GeocodingStatus::Matched,
            precision: Some("street".to_owned()),
            formatted_address: Some(address.to_owned()),
        },
    })
}

/// Where a documented postal code lies.
pub(super) fn find_fixed_code(country: &Country, code: &str) -> Option<Position> {
    match (country.code, code) {
        ("NL", "5611 EM") => Some(STADHUISPLEIN),
        ("NL", "5611 AC") => Some(STATIONSPLEIN),
        _ => None,
    }
}
