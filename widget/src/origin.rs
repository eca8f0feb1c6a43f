//! Where a search started: for an address v3 tells how far away its points are, not where it looked.

use model::Position;

/// Metres of a degree of latitude on v3's sphere, whose radius is 6,371,008.8 m.
const DEGREE_M: f64 = 6_371_008.8 * std::f64::consts::PI / 180.0;
/// Points that are asked; further ones add work, not precision.
const MOST: usize = 8;
/// Two circles meet at two places; the third tells which.
const LEAST: usize = 3;
/// How well distances must agree, as their standard error in metres. Rounded to whole metres, true
/// ones come to 0.3.
const TOLERANCE_M: f64 = 5.0;
/// Solutions this close are one, in metres.
const SAME_M: f64 = 1.0;
/// How much the directions to the points must differ: the least mean squared sine of their angles to
/// any line, here that of 6 degrees. With less, rounded distances move the solution too far.
const SPREAD: f64 = 0.01;
/// How often a better place is looked for: enough from any start that leads to one.
const STEPS: usize = 30;

/// How well a place fits the distances, and what leads to a better one.
struct Fit {
    at: Position,
    /// The sum of the squared errors, in square metres.
    error: f64,
    /// The normal equations: (`xx` `xy`, `xy` `yy`) times the step in metres makes (`x`, `y`).
    xx: f64,
    xy: f64,
    yy: f64,
    x: f64,
    y: f64,
}

/// The one place that lies at the given whole metres from points, which come nearest first; none
/// where no place does, or two do because the points are on a line.
pub(crate) fn solve(points: &[(Position, u32)]) -> Option<Position> {
    let on_earth = points.iter().filter(|(point, _)| point.is_on_earth());
    let points: Vec<&(Position, u32)> = on_earth.take(MOST).collect();
    if points.len() < LEAST {
        return None;
    }
    // Least squares fit two numbers, so as many errors say nothing.
    let most = TOLERANCE_M * TOLERANCE_M * (points.len() - 2) as f64;
    let (nearest, radius) = *points[0];
    let radius = f64::from(radius);
    let mut found: Option<Fit> = None;
    // All solutions are near the circle around the nearest point: one of these starts leads to each.
    for (east, north) in [(radius, 0.0), (0.0, radius), (-radius, 0.0), (0.0, -radius)] {
        let fit = descend(&points, shifted(nearest, (east, north)));
        if fit.error > most {
            continue;
        }
        if let Some(other) = &found
            && flat_m(offset(other.at, fit.at)) > SAME_M
        {
            return None;
        }
        found = Some(fit);
    }
    let found = found?;
    (found.spread() >= SPREAD * points.len() as f64).then_some(found.at)
}

/// Whole metres between two positions: [`model::distance_m`] within 0.5 % up to 50 km, but not across
/// the 180th meridian. Trigonometry would cost kilobytes.
pub(crate) fn distance_m(from: Position, to: Position) -> u32 {
    (flat_m(offset(from, to)) + 0.5) as u32
}

/// Metres eastward and northward, on a plane that touches the Earth halfway.
fn offset(from: Position, to: Position) -> (f64, f64) {
    let halfway = (from.latitude + to.latitude) / 2.0;
    let east = (to.longitude - from.longitude) * DEGREE_M * cosine(halfway);
    (east, (to.latitude - from.latitude) * DEGREE_M)
}

/// The position some metres eastward and northward.
fn shifted(from: Position, (east, north): (f64, f64)) -> Position {
    Position {
        latitude: from.latitude + north / DEGREE_M,
        longitude: from.longitude + east / (DEGREE_M * cosine(from.latitude)),
    }
}

fn flat_m((east, north): (f64, f64)) -> f64 {
    (east * east + north * north).sqrt()
}

/// The cosine of degrees from -90 to 90: the Taylor series up to its 14th power.
///
/// Its terms alternate and shrink, so the error is below the next: (π/2)^16 / 16! < 7e-11.
fn cosine(degrees: f64) -> f64 {
    let angle = degrees.to_radians();
    let mut sum = 1.0;
    let mut power = 14.0;
    while power > 0.0 {
        sum = 1.0 - sum * angle * angle / (power * (power - 1.0));
        power -= 2.0;
    }
    sum
}

/// The place near `start` that fits best, by the method of Gauss and Newton with Levenberg's damping: a
/// step to a worse place is not made, and the next one is shorter.
fn descend(points: &[&(Position, u32)], start: Position) -> Fit {
    let mut best = Fit::new(points, start);
    let mut damping = 0.1;
    for _ in 0..STEPS {
        let next = Fit::new(points, best.better(damping));
        if next.error < best.error {
            best = next;
            damping /= 8.0;
        } else {
            damping *= 8.0;
        }
    }
    best
}

impl Fit {
    fn new(points: &[&(Position, u32)], at: Position) -> Self {
        let mut fit = Self {
            at,
            error: 0.0,
            xx: 0.0,
            xy: 0.0,
            yy: 0.0,
            x: 0.0,
            y: 0.0,
        };
        for (point, distance) in points {
            let (east, north) = offset(at, *point);
            let flat = flat_m((east, north));
            let excess = flat - f64::from(*distance);
            // At the point itself there is no direction.
            let length = flat.max(1.0);
            let (east, north) = (east / length, north / length);
            fit.error += excess * excess;
            fit.xx += east * east;
            fit.xy += east * north;
            fit.yy += north * north;
            fit.x += east * excess;
            fit.y += north * excess;
        }
        fit
    }

    fn better(&self, damping: f64) -> Position {
        let (xx, xy, yy) = (self.xx + damping, self.xy, self.yy + damping);
        let determinant = xx * yy - xy * xy;
        let east = (yy * self.x - xy * self.y) / determinant;
        let north = (xx * self.y - xy * self.x) / determinant;
        shifted(self.at, (east, north))
    }

    /// The sum of squared sines of the angles to the line where it is least: the smaller eigenvalue.
    fn spread(&self) -> f64 {
        (self.xx + self.yy - flat_m((self.xx - self.yy, 2.0 * self.xy))) / 2.0
    }
}

#[cfg(test)]
mod tests;
