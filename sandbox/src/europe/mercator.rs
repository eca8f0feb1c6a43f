//! Places on the square Mercator map that web maps use: 0/0 is its north-west corner, 1/1 its
//! south-east one.

use std::f64::consts::PI;

use model::Position;

/// Circumference of the sphere that web maps draw, in metres.
const CIRCUMFERENCE_M: f64 = 40_075_016.686;

/// A place on the Mercator map.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Mercator {
    pub(crate) x: f64,
    pub(crate) y: f64,
}

impl From<Position> for Mercator {
    fn from(position: Position) -> Self {
        // The map ends where it is square.
        let latitude = position.latitude.clamp(-85.05, 85.05).to_radians();
        Self {
            x: (position.longitude + 180.0) / 360.0,
            y: 0.5 - (PI / 4.0 + latitude / 2.0).tan().ln() / (2.0 * PI),
        }
    }
}

impl From<Mercator> for Position {
    fn from(place: Mercator) -> Self {
        Self {
            latitude: ((0.5 - place.y) * 2.0 * PI).sinh().atan().to_degrees(),
            longitude: place.x * 360.0 - 180.0,
        }
    }
}

impl Mercator {
    /// How many metres one unit of the map is here.
    pub(crate) fn unit_m(self) -> f64 {
        let latitude = Position::from(self).latitude.to_radians();
        CIRCUMFERENCE_M * latitude.cos()
    }
}
