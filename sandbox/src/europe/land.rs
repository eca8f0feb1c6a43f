//! Land and sea: coarse coasts, roughened the same way for everybody who asks.

mod coasts;

use std::sync::LazyLock;

use model::Position;

use super::dice::Dice;
use coasts::{SHORES, read};

/// Each edge is halved so often, its middle moved aside each time.
const HALVINGS: u32 = 4;
/// How far a middle moves, as a share of its edge.
const ROUGHNESS: f64 = 0.11;

/// The shores as they are drawn: closed lines.
static LINES: LazyLock<Vec<Vec<Position>>> =
    LazyLock::new(|| SHORES.iter().map(|shore| roughen(shore)).collect());

/// Edges by the bands of latitude that they cross, half a degree each.
static BANDS: LazyLock<Vec<Vec<(Position, Position)>>> = LazyLock::new(|| {
    let mut bands = vec![Vec::new(); BAND_COUNT];
    for line in LINES.iter() {
        let ends = line.iter().cycle().skip(1);
        for (&from, &to) in line.iter().zip(ends) {
            let (south, north) = (
                from.latitude.min(to.latitude),
                from.latitude.max(to.latitude),
            );
            for band in &mut bands[band(south)..=band(north)] {
                band.push((from, to));
            }
        }
    }
    bands
});

const BAND_COUNT: usize = 180;

/// All latitudes have one; Europe is far from the ends.
fn band(latitude: f64) -> usize {
    ((latitude * 2.0).max(0.0) as usize).min(BAND_COUNT - 1)
}

fn roughen(shore: &str) -> Vec<Position> {
    let mut line: Vec<Position> = read(shore)
        .into_iter()
        .map(|(latitude, longitude)| Position {
            latitude,
            longitude,
        })
        .collect();
    for _ in 0..HALVINGS {
        let ends = line.iter().cycle().skip(1);
        line = line
            .iter()
            .zip(ends)
            .flat_map(|(&from, &to)| [from, middle(from, to)])
            .collect();
    }
    line
}

/// The middle of an edge, moved aside by an amount that depends on the edge alone.
fn middle(from: Position, to: Position) -> Position {
    let whole = |degrees: f64| (degrees * 1e6) as i64;
    let sum_latitude = whole(from.latitude) + whole(to.latitude);
    let sum_longitude = whole(from.longitude) + whole(to.longitude);
    let aside = Dice::new(0xc0a5, sum_latitude, sum_longitude).signed() * ROUGHNESS;
    let (north, east) = (to.latitude - from.latitude, to.longitude - from.longitude);
    Position {
        latitude: (from.latitude + to.latitude) / 2.0 + east * aside * 0.6,
        longitude: (from.longitude + to.longitude) / 2.0 - north * aside * 1.6,
    }
}

/// The shores of land and lakes, each a closed line; what lies inside an odd number of them is
/// land.
pub(crate) fn coast_lines() -> &'static [Vec<Position>] {
    &LINES
}

/// Whether a position is on land: an odd number of shores to the west of it.
pub(crate) fn is_land(position: Position) -> bool {
    let crossings = BANDS[band(position.latitude)].iter().filter(|(from, to)| {
        let spans = (from.latitude > position.latitude) != (to.latitude > position.latitude);
        let share = (position.latitude - from.latitude) / (to.latitude - from.latitude);
        spans && from.longitude + share * (to.longitude - from.longitude) < position.longitude
    });
    crossings.count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::is_land;
    use crate::europe::all_cities;

    /// The coasts are coarse; a harbour that drowned would have no service points.
    #[test]
    fn every_city_is_on_land() {
        let drowned: Vec<&str> = all_cities()
            .filter(|city| !is_land(city.position))
            .map(|city| city.name)
            .collect();
        assert_eq!(drowned, Vec::<&str>::new());
    }
}
