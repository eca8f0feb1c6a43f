//! Distances on the Earth, the same on both sides.

use crate::Position;

/// Mean radius of the Earth in metres (IUGG).
const EARTH_RADIUS_M: f64 = 6_371_008.8;

/// Great-circle distance in metres.
#[must_use]
pub fn distance_m(from: Position, to: Position) -> f64 {
    let (from_latitude, to_latitude) = (from.latitude.to_radians(), to.latitude.to_radians());
    let half_latitude = (to_latitude - from_latitude) / 2.0;
    let half_longitude = (to.longitude - from.longitude).to_radians() / 2.0;
    let haversine = half_latitude.sin().powi(2)
        + from_latitude.cos() * to_latitude.cos() * half_longitude.sin().powi(2);
    // Rounding may carry antipodes a hair above 1, where `asin` is not defined.
    2.0 * EARTH_RADIUS_M * haversine.sqrt().min(1.0).asin()
}

#[cfg(test)]
mod tests {
    use super::distance_m;
    use crate::Position;

    fn at(latitude: f64, longitude: f64) -> Position {
        Position {
            latitude,
            longitude,
        }
    }

    #[test]
    fn a_degree_of_latitude_is_111_km() {
        let metres = distance_m(at(51.0, 5.0), at(52.0, 5.0));
        assert!((metres - 111_195.0).abs() < 10.0, "{metres}");
    }

    #[test]
    fn a_degree_of_longitude_shrinks_northwards() {
        let metres = distance_m(at(60.0, 5.0), at(60.0, 6.0));
        assert!((metres - 55_597.0).abs() < 20.0, "{metres}");
    }

    #[test]
    fn antipodes_are_half_the_circumference() {
        let metres = distance_m(at(0.0, 0.0), at(0.0, 180.0));
        assert!((metres - 20_015_114.0).abs() < 10.0, "{metres}");
    }
}
