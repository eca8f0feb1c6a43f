//! Cells: squares of the Mercator map as wide as a map tile of zoom 15 (750 m at Eindhoven),
//! each with a warped quarter of town in it. Main streets run along its sides, side streets
//! across; service points stand on the side streets.

use super::{Mercator, dice::Dice};

/// Cells along each side of the whole map.
const PER_MAP: f64 = 32_768.0;
/// Where Europe begins: 32° west, 72° north.
const FIRST_COLUMN: i64 = 13_471;
const FIRST_ROW: i64 = 6_760;
/// Europe's extent, to 46° east and 27° north.
const COLUMNS: i64 = 7_100;
const ROWS: i64 = 7_100;

/// How far a corner of a quarter may lie from its cell's corner, in cells.
pub(super) const WARP: f64 = 0.30;

/// A square of the map, by column and row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Cell {
    pub(crate) column: i64,
    pub(crate) row: i64,
}

impl Cell {
    /// The cell that a place lies in.
    pub(crate) fn at(place: Mercator) -> Self {
        Self {
            column: (place.x * PER_MAP).floor() as i64,
            row: (place.y * PER_MAP).floor() as i64,
        }
    }

    /// Whether it belongs to Europe, and so has a number.
    pub(super) fn is_in_europe(self) -> bool {
        (0..COLUMNS).contains(&(self.column - FIRST_COLUMN))
            && (0..ROWS).contains(&(self.row - FIRST_ROW))
    }

    /// The number of a European cell.
    pub(super) fn number(self) -> u64 {
        // In Europe both differences are small and positive, by the check above.
        ((self.row - FIRST_ROW) * COLUMNS + (self.column - FIRST_COLUMN)) as u64
    }

    /// The cell with a number, where there is one.
    pub(super) fn from_number(number: u64) -> Option<Self> {
        let number = i64::try_from(number).ok()?;
        (number < COLUMNS * ROWS).then_some(Self {
            column: FIRST_COLUMN + number % COLUMNS,
            row: FIRST_ROW + number / COLUMNS,
        })
    }

    pub(crate) fn center(self) -> Mercator {
        Mercator {
            x: (self.column as f64 + 0.5) / PER_MAP,
            y: (self.row as f64 + 0.5) / PER_MAP,
        }
    }

    /// Length of a side in metres.
    pub(crate) fn side_m(self) -> f64 {
        self.center().unit_m() / PER_MAP
    }

    /// The crossing at its north-west corner, moved off the grid as towns are.
    pub(crate) fn crossing(self) -> Mercator {
        let mut dice = Dice::new(0xc0, self.column, self.row);
        Mercator {
            x: (self.column as f64 + dice.signed() * WARP) / PER_MAP,
            y: (self.row as f64 + dice.signed() * WARP) / PER_MAP,
        }
    }

    /// A neighbour.
    pub(crate) fn offset(self, columns: i64, rows: i64) -> Self {
        Self {
            column: self.column + columns,
            row: self.row + rows,
        }
    }

    /// The four crossings around its quarter: north-west, north-east, south-west, south-east.
    pub(crate) fn corners(self) -> [Mercator; 4] {
        [(0, 0), (1, 0), (0, 1), (1, 1)].map(|(x, y)| self.offset(x, y).crossing())
    }

    /// How many blocks the quarter has along its two directions.
    pub(crate) fn blocks(self) -> (u32, u32) {
        let mut dice = Dice::new(0xb1, self.column, self.row);
        (4 + dice.below(3), 4 + dice.below(3))
    }
}

/// A place in a quarter: `u` and `v` run from 0 to 1, west to east and north to south.
pub(crate) fn place_in(corners: &[Mercator; 4], u: f64, v: f64) -> Mercator {
    let blend = |a: f64, b: f64, c: f64, d: f64| {
        (a * (1.0 - u) + b * u) * (1.0 - v) + (c * (1.0 - u) + d * u) * v
    };
    let [nw, ne, sw, se] = corners;
    Mercator {
        x: blend(nw.x, ne.x, sw.x, se.x),
        y: blend(nw.y, ne.y, sw.y, se.y),
    }
}
