//! The box that a map shows.

use crate::{Position, distance_m};

/// A box between two corners, north-east above and right of south-west, with a diagonal of
/// [`BoundingBox::DIAGONAL_MAX_M`] at most.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BoundingBox {
    /// Upper right corner.
    pub north_east: Position,
    /// Lower left corner.
    pub south_west: Position,
}

impl BoundingBox {
    /// The longest diagonal that v3 takes, in metres.
    pub const DIAGONAL_MAX_M: f64 = 50_000.0;

    /// The length of the diagonal, in metres.
    #[must_use]
    pub fn diagonal_m(&self) -> f64 {
        distance_m(self.south_west, self.north_east)
    }

    /// Whether a position lies in the box, edges included.
    #[must_use]
    pub fn contains(&self, position: Position) -> bool {
        let (low, high) = (self.south_west, self.north_east);
        (low.latitude..=high.latitude).contains(&position.latitude)
            && (low.longitude..=high.longitude).contains(&position.longitude)
    }

    pub(super) fn append_to(&self, pairs: &mut Vec<(&'static str, String)>) {
        pairs.push(("ne_latitude", self.north_east.latitude.to_string()));
        pairs.push(("ne_longitude", self.north_east.longitude.to_string()));
        pairs.push(("sw_latitude", self.south_west.latitude.to_string()));
        pairs.push(("sw_longitude", self.south_west.longitude.to_string()));
    }
}
