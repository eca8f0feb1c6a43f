//! Rivers and parks: contours of smooth noise, so that they cross tile and cell borders unseen.

use super::{Mercator, noise};

/// Hills of the river noise, in units of the Mercator map: about 40 km at Eindhoven.
const RIVER_HILLS: f64 = 700.0;
/// Parks are some hundred metres wide.
const PARK_HILLS: f64 = 34_000.0;
/// Woods are some kilometres wide.
const WOOD_HILLS: f64 = 4_800.0;
/// Half the width of a river, in metres.
pub(crate) const RIVER_HALF_WIDTH_M: f64 = 45.0;

/// Zero along the middle of rivers.
pub(crate) fn river_level(place: Mercator) -> f64 {
    noise(0x817, place.x * RIVER_HILLS, place.y * RIVER_HILLS)
        // Small bends, which a hill 40 km wide has not.
        + noise(0x818, place.x * RIVER_HILLS * 14.0, place.y * RIVER_HILLS * 14.0) * 0.035
}

/// Whether a block of a town is a park: the more built-up the quarter, the fewer.
pub(crate) fn is_park(place: Mercator, density: f64) -> bool {
    noise(0xba, place.x * PARK_HILLS, place.y * PARK_HILLS) > 0.42 + density * 0.02
}

/// Above zero in woods, which keep away from towns.
pub(crate) fn wood_level(place: Mercator, density: f64) -> f64 {
    noise(0xbb, place.x * WOOD_HILLS, place.y * WOOD_HILLS) - 0.16 - density * 0.9
}

/// Whether a place lies in a river or at its very bank.
pub(crate) fn in_river(place: Mercator) -> bool {
    let unit_m = place.unit_m();
    let step = 20.0 / unit_m;
    let level = river_level(place);
    let east = river_level(Mercator {
        x: place.x + step,
        ..place
    });
    let south = river_level(Mercator {
        y: place.y + step,
        ..place
    });
    let slope_per_m = (east - level).hypot(south - level) / 20.0;
    level.abs() < slope_per_m * (RIVER_HALF_WIDTH_M + 25.0)
}
