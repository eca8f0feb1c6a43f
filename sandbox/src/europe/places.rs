//! Cities from the table and villages rolled from the map, and how built-up they make a place.

use std::sync::LazyLock;

use model::Position;

use super::{
    Country, Mercator,
    cities::{City, all_cities},
    countries::country,
    dice::{Dice, noise},
    land::is_land,
};

/// One bucket of cities a degree: every place looks at the buckets around it.
const BUCKET_COLUMNS: i64 = 90;
const BUCKET_ROWS: i64 = 50;
const FIRST_LONGITUDE: i64 = -35;
const FIRST_LATITUDE: i64 = 25;

/// Cities farther away than this do not claim a place: it is open sea, steppe or ice.
pub(crate) const CLAIM_MAX_M: f64 = 110_000.0;
/// Service points a square kilometre in the open country.
const COUNTRYSIDE: f64 = 0.02;
/// And in the centre of the largest cities, whose districts add up.
const CENTER: f64 = 9.0;

/// What makes the edges of towns ragged is some kilometres wide.
const RAGGED_HILLS: f64 = 9_000.0;

/// Side of a square that may have one village, in units of the Mercator map: 6 km at Eindhoven.
const VILLAGE_SQUARE: f64 = 1.0 / 4096.0;

static BUCKETS: LazyLock<Vec<Vec<&'static City>>> = LazyLock::new(|| {
    let mut buckets = vec![Vec::new(); (BUCKET_COLUMNS * BUCKET_ROWS) as usize];
    for city in all_cities() {
        if let Some(bucket) = bucket(bucket_of(city.position)) {
            buckets[bucket].push(city);
        }
    }
    buckets
});

fn bucket_of(position: Position) -> (i64, i64) {
    (
        position.longitude.floor() as i64 - FIRST_LONGITUDE,
        position.latitude.floor() as i64 - FIRST_LATITUDE,
    )
}

fn bucket((column, row): (i64, i64)) -> Option<usize> {
    let is_inside = (0..BUCKET_COLUMNS).contains(&column) && (0..BUCKET_ROWS).contains(&row);
    is_inside.then_some((row * BUCKET_COLUMNS + column) as usize)
}

/// Distance on a plane: near enough for "which one is next", and ten times as quick.
fn flat_distance_m(from: Position, to: Position) -> f64 {
    let north = (to.latitude - from.latitude) * 111_195.0;
    let east = (to.longitude - from.longitude) * 111_195.0 * from.latitude.to_radians().cos();
    north.hypot(east)
}

/// The cities at most `within_degrees` of longitude and latitude away, with their distances.
pub(crate) fn cities_near(
    position: Position,
    within_degrees: i64,
) -> impl Iterator<Item = (f64, &'static City)> {
    let (column, row) = bucket_of(position);
    let reach = -within_degrees..=within_degrees;
    reach
        .clone()
        .flat_map(move |dx| reach.clone().map(move |dy| (column + dx, row + dy)))
        .filter_map(bucket)
        .flat_map(|bucket| &BUCKETS[bucket])
        .map(move |&city| (flat_distance_m(position, city.position), city))
}

/// The city that claims a place, and its distance in metres. Its country is the place's country;
/// the smallest countries reach no farther than their borders.
pub(crate) fn nearest_city(position: Position) -> Option<(f64, &'static City)> {
    let nearest = |reaches: &dyn Fn(&(f64, &City)) -> bool| {
        cities_near(position, 2)
            .filter(reaches)
            .min_by(|(one, _), (other, _)| one.total_cmp(other))
    };
    let reaches = |(distance_m, city): &(f64, &City)| {
        let reach_m = country(city.country).and_then(|country| country.reach_m);
        *distance_m <= reach_m.unwrap_or(CLAIM_MAX_M)
    };
    // Nearly always the first one does; asking all of them is what a search would wait for.
    let first = nearest(&|_| true)?;
    if reaches(&first) {
        Some(first)
    } else {
        nearest(&reaches)
    }
}

/// A small place that stands in no table.
#[derive(Clone, Debug)]
pub(crate) struct Village {
    pub(crate) position: Position,
    radius_m: f64,
    country: &'static Country,
    dice: Dice,
}

impl Village {
    /// An invented name in the country's language.
    pub(crate) fn name(&self) -> String {
        let mut dice = self.dice.clone();
        let (starts, ends) = self.country.locale.villages;
        format!("{}{}", dice.pick(starts), dice.pick(ends))
    }
}

/// The villages in the nine squares around a place.
pub(crate) fn villages_near(position: Position) -> impl Iterator<Item = (f64, Village)> {
    let place = Mercator::from(position);
    let column = (place.x / VILLAGE_SQUARE).floor() as i64;
    let row = (place.y / VILLAGE_SQUARE).floor() as i64;
    (0..9)
        .filter_map(move |index| village(column + index % 3 - 1, row + index / 3 - 1))
        .map(move |village| (flat_distance_m(position, village.position), village))
}

fn village(column: i64, row: i64) -> Option<Village> {
    let mut dice = Dice::new(0x71, column, row);
    let center = Mercator {
        x: (column as f64 + 0.15 + dice.unit() * 0.7) * VILLAGE_SQUARE,
        y: (row as f64 + 0.15 + dice.unit() * 0.7) * VILLAGE_SQUARE,
    };
    let radius_m = 450.0 + dice.unit() * 900.0;
    if !dice.chance(0.7) {
        return None;
    }
    let position = Position::from(center);
    let (city_m, city) = nearest_city(position)?;
    // Close to a city there are suburbs, and they are the city.
    if city_m < city.radius_m() || !is_land(position) {
        return None;
    }
    Some(Village {
        position,
        radius_m,
        country: country(city.country)?,
        dice,
    })
}

/// Service points a square kilometre at a place: what also decides how built-up it is.
pub(crate) fn density(position: Position) -> f64 {
    // Towns are no discs: they reach farther here and less far there.
    let place = Mercator::from(position);
    let ragged = 1.0 + 0.45 * noise(0x2a6, place.x * RAGGED_HILLS, place.y * RAGGED_HILLS);
    let cities: f64 = cities_near(position, 1)
        .map(|(distance_m, city)| {
            let relative = distance_m * ragged / city.radius_m();
            city.core_density() * (-relative * relative * 1.6).exp()
        })
        .sum::<f64>()
        .min(CENTER);
    // In a city its suburbs are what a village would be.
    let villages: f64 = if cities > 1.0 {
        0.0
    } else {
        villages_near(position)
            .map(|(distance_m, village)| {
                let relative = distance_m * ragged / village.radius_m;
                (-relative * relative).exp()
            })
            .sum()
    };
    COUNTRYSIDE + cities + villages
}
