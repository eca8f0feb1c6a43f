//! A geocoder that knows the table's cities and every country's postal codes; streets are taken
//! as they come, and lie where their name puts them.

mod fixed;
mod names;
mod reading;

use std::f64::consts::TAU;

use model::{GeocodingResult, GeocodingStatus, Position, StructuredAddress, distance_m};

use crate::europe::{
    self, AddressStyle, City, Country, Dice, Mercator, PostalArea, hash_text, in_river, is_land,
    nearest_city, postal_code_at,
};
use fixed::find_fixed;
use names::fold;
use reading::Reading;

/// A city farther than this from the postal code is another place, in multiples of its radius.
const CONTRADICTION: f64 = 4.0;

/// An address that was found.
#[derive(Clone, Debug)]
pub(crate) struct Geocoded {
    pub(crate) position: Position,
    pub(crate) result: GeocodingResult,
}

/// v3's answer where nothing was found.
pub(crate) fn not_found() -> GeocodingResult {
    GeocodingResult {
        status: GeocodingStatus::NotFound,
        precision: None,
        formatted_address: None,
    }
}

/// Finds a free-text address.
pub(crate) fn find_text(country_code: &str, text: &str) -> Option<Geocoded> {
    let country = europe::country(country_code)?;
    find(country, &Reading::of_text(country, text))
}

/// Finds an address in parts.
pub(crate) fn find_parts(country_code: &str, parts: &StructuredAddress) -> Option<Geocoded> {
    let country = europe::country(country_code)?;
    find(country, &Reading::of_parts(country, parts))
}

fn find(country: &'static Country, reading: &Reading) -> Option<Geocoded> {
    let city = match (&reading.area, reading.city) {
        // The name may stand for several districts: the one of the postal code counts.
        (Some(area), _) => area.city,
        (None, Some(city)) => city,
        (None, None) => return None,
    };
    let contradicts = match (&reading.area, reading.city) {
        (Some(area), Some(city)) => {
            city.name != area.city.name
                && distance_m(area.center, city.position) > city.radius_m() * CONTRADICTION
        }
        _ => false,
    };
    let is_complete = reading.unknown.is_empty() && !contradicts;
    // What could not be understood makes the street doubtful too.
    let street = reading.street.as_deref().filter(|_| is_complete);
    let house_number = reading.house_number.as_deref().filter(|_| is_complete);
    if let Some(fixed) = street.and_then(|street| find_fixed(country, city, street, house_number)) {
        return Some(fixed);
    }

    let (center, radius_m) = match &reading.area {
        Some(area) => (area.center, area.radius_m),
        None => (city.position, city.radius_m() * 0.6),
    };
    let (position, precision) = match (street, house_number, &reading.area) {
        (Some(street), Some(number), _) => (
            place_street(city, center, radius_m, street, number),
            "house_number",
        ),
        (Some(street), None, _) => (place_street(city, center, radius_m, street, ""), "street"),
        (None, Some(number), Some(area)) => (
            place_street(city, center, radius_m, &area.code, number),
            "house_number",
        ),
        (None, _, Some(_)) => (center, "postal_code"),
        (None, _, None) => (center, "city"),
    };
    let status = if is_complete {
        GeocodingStatus::Matched
    } else {
        GeocodingStatus::PartiallyMatched
    };
    let code = match (&reading.area, street) {
        (Some(area), _) => Some(area.code.clone()),
        (None, Some(_)) => Some(postal_code_at(city, position)),
        (None, None) => None,
    };
    Some(Geocoded {
        position,
        result: GeocodingResult {
            status,
            precision: Some(precision.to_owned()),
            formatted_address: Some(format_address(
                country,
                street,
                house_number,
                code.as_deref(),
                city.name,
            )),
        },
    })
}

/// A street lies in a direction and a distance that its name decides; its numbers run outwards.
fn place_street(
    city: &City,
    center: Position,
    radius_m: f64,
    street: &str,
    house_number: &str,
) -> Position {
    let digits: String = house_number
        .chars()
        .take_while(char::is_ascii_digit)
        .collect();
    let number: u32 = digits.parse().unwrap_or(0);
    let along_m = f64::from(number.min(200)) * 3.0;
    let mut dice = Dice::new(0x57e, hash_text(&fold(street)), hash_text(city.name));
    let candidates = (0..12).map(|_| {
        let away_m = radius_m * dice.unit().sqrt();
        let angle = dice.unit() * TAU;
        let heading = dice.unit() * TAU;
        let east_m = angle.cos() * away_m + heading.cos() * along_m;
        let north_m = angle.sin() * away_m + heading.sin() * along_m;
        let metres_a_degree = 111_195.0 * center.latitude.to_radians().cos();
        Position {
            latitude: center.latitude + north_m / 111_195.0,
            longitude: center.longitude + east_m / metres_a_degree,
        }
    });
    let is_dry = |position: &Position| {
        let claimed_by = nearest_city(*position).map(|(_, nearest)| nearest.country);
        is_land(*position)
            && !in_river(Mercator::from(*position))
            && claimed_by == Some(city.country)
    };
    candidates.into_iter().find(is_dry).unwrap_or(center)
}

/// The address as a geocoder writes it, ending with the country's own name.
fn format_address(
    country: &Country,
    street: Option<&str>,
    house_number: Option<&str>,
    code: Option<&str>,
    city: &str,
) -> String {
    let line = match (street, house_number) {
        (Some(street), Some(number)) if country.style == AddressStyle::NumberLast => {
            Some(format!("{street} {number}"))
        }
        (Some(street), Some(number)) => Some(format!("{number} {street}")),
        (Some(street), None) => Some(street.to_owned()),
        (None, Some(number)) => Some(number.to_owned()),
        (None, None) => None,
    };
    let place = match code {
        Some(code) if country.style == AddressStyle::British => format!("{city} {code}"),
        Some(code) => format!("{code} {city}"),
        None => city.to_owned(),
    };
    let parts = line.into_iter().chain([place, country.name.to_owned()]);
    parts.collect::<Vec<_>>().join(", ")
}

/// The area of a postal code, its fixed one first.
fn find_area(country: &Country, text: &str) -> Option<PostalArea> {
    let mut area = europe::find_area(country, text)?;
    if let Some(center) = fixed::find_fixed_code(country, &area.code) {
        area.center = center;
        area.radius_m = 120.0;
    }
    Some(area)
}
