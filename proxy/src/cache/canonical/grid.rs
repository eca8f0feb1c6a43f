//! The grid that positions and boxes are moved to, so that two shoppers of a street, or two maps a
//! finger's width apart, ask the same.

use model::{BoundingBox, Position};

/// Steps of the finest grid in a degree.
const STEPS: f64 = 1000.0;
/// A side of the box is at least this many steps of its grid.
const SIDE_STEPS: i64 = 8;

/// The nearest point of the finest grid, at most about 70 m away.
pub(super) fn round(position: Position) -> Position {
    // The sum makes 0 of -0: they are one place.
    let round = |degrees: f64| (degrees * STEPS).round() / STEPS + 0.0;
    Position {
        latitude: round(position.latitude),
        longitude: round(position.longitude),
    }
}

/// A box in whole steps of the finest grid.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Steps {
    north: i64,
    east: i64,
    south: i64,
    west: i64,
}

/// Moves the sides outward to a grid of 0.001°·2^k: the coarsest that is not above an eighth of the
/// shorter side, and by which the diagonal stays within v3's limit. Where the finest does not, or
/// leaves nothing of a box, it stays as it is.
pub(super) fn snap(area: BoundingBox) -> BoundingBox {
    let finest = Steps::around(area);
    let mut coarseness = finest.coarseness();
    loop {
        // A larger box may be worth a coarser grid.
        let coarser = finest.outward(coarseness).coarseness();
        if coarser <= coarseness {
            break;
        }
        coarseness = coarser;
    }
    let mut coarseness = Some(coarseness);
    while let Some(current) = coarseness {
        let snapped = finest.outward(current).to_box();
        let is_box = snapped.north_east.latitude > snapped.south_west.latitude
            && snapped.north_east.longitude > snapped.south_west.longitude;
        if is_box && snapped.diagonal_m() <= BoundingBox::DIAGONAL_MAX_M {
            return snapped;
        }
        coarseness = current.checked_sub(1);
    }
    area
}

impl Steps {
    /// The smallest box of whole steps around another.
    fn around(area: BoundingBox) -> Self {
        let (high, low) = (area.north_east, area.south_west);
        Self {
            north: whole(high.latitude, f64::ceil),
            east: whole(high.longitude, f64::ceil),
            south: whole(low.latitude, f64::floor),
            west: whole(low.longitude, f64::floor),
        }
    }

    /// The power of two of the coarsest grid for the shorter side.
    fn coarseness(self) -> u32 {
        let shorter = (self.north - self.south).min(self.east - self.west);
        (shorter / SIDE_STEPS).checked_ilog2().unwrap_or(0)
    }

    fn outward(self, coarseness: u32) -> Self {
        let step = 1_i64 << coarseness;
        let down = |value: i64| value.div_euclid(step) * step;
        let up = |value: i64| -down(-value);
        Self {
            north: up(self.north),
            east: up(self.east),
            south: down(self.south),
            west: down(self.west),
        }
    }

    /// In degrees, which end at the poles and at the date line.
    fn to_box(self) -> BoundingBox {
        let degrees = |steps: i64, most: f64| (steps as f64 / STEPS).clamp(-most, most);
        BoundingBox {
            north_east: Position {
                latitude: degrees(self.north, 90.0),
                longitude: degrees(self.east, 180.0),
            },
            south_west: Position {
                latitude: degrees(self.south, 90.0),
                longitude: degrees(self.west, 180.0),
            },
        }
    }
}

/// Whole steps; what is one but for the last digits of a float is not moved to the next.
fn whole(degrees: f64, outward: fn(f64) -> f64) -> i64 {
    let steps = degrees * STEPS;
    let nearest = steps.round();
    let whole = if (steps - nearest).abs() < 1e-6 {
        nearest
    } else {
        outward(steps)
    };
    // Degrees are at most 180, so the cast cannot cut.
    whole as i64
}
