//! Searching outwards from a place, ring by ring of cells, until enough is found.

use model::{Position, ServicePoint, distance_m};

use super::{Cell, Mercator, cell::WARP, known_cells::look_at};

/// The nearest service points of a country that `accept` takes, with their distances in metres:
/// at most `limit`, none farther than `within_m`.
pub(crate) fn search_around(
    country_code: &str,
    center: Position,
    limit: usize,
    within_m: f64,
    accept: impl Fn(&ServicePoint) -> bool,
) -> Vec<(f64, ServicePoint)> {
    let middle = Cell::at(Mercator::from(center));
    let mut found: Vec<(f64, ServicePoint)> = Vec::new();
    for ring in 0_i64.. {
        // Nothing nearer than this can lie in this ring or beyond: the cells inside it, less
        // what a quarter may stick out of its cell, on the narrowest (northernmost) side.
        let northern = middle.offset(0, -ring);
        let settled_m = (ring as f64 - 1.0 - WARP).max(0.0) * northern.side_m();
        if settled_m > within_m {
            break;
        }
        let settled = found.iter().filter(|(distance, _)| *distance < settled_m);
        if settled.count() >= limit {
            break;
        }
        for cell in ring_cells(middle, ring) {
            let known = look_at(cell);
            if known.country_code != Some(country_code) {
                continue;
            }
            let points = known.points().iter();
            let near = points
                .map(|point| (distance_m(center, point.position), point))
                .filter(|(distance, point)| *distance <= within_m && accept(point))
                .map(|(distance, point)| (distance, point.clone()));
            found.extend(near);
        }
    }
    found.sort_by(|(one, a), (other, b)| one.total_cmp(other).then(a.id.cmp(&b.id)));
    found.truncate(limit);
    found
}

/// The cells whose larger offset from the middle is `ring`.
fn ring_cells(middle: Cell, ring: i64) -> impl Iterator<Item = Cell> {
    let side = -ring..=ring;
    let rows = side.flat_map(move |dx| [(dx, -ring), (dx, ring)]);
    let columns = (1 - ring..ring).flat_map(move |dy| [(-ring, dy), (ring, dy)]);
    let all = rows
        .chain(columns)
        .map(move |(dx, dy)| middle.offset(dx, dy));
    // The innermost ring is a single cell, which the rows name twice.
    all.take(if ring == 0 { 1 } else { usize::MAX })
}
