//! One form for all searches that mean the same: what Sendcloud is asked, so that one answer serves
//! them all, and what of that answer each is shown.

mod grid;

use model::{
    Area, BoundingBox, CarrierScope, Distance, ReferencePoint, Search, ServicePoint,
    StructuredAddress,
};
use unicode_normalization::UnicodeNormalization;

/// Radii that Sendcloud is asked for, in metres.
const RADII_M: [u32; 6] = [1_000, 2_000, 5_000, 10_000, 20_000, 50_000];
/// Limits that Sendcloud is asked for.
const LIMITS: [u16; 3] = [50, 100, 200];
/// How far rounding moves a position at most, in metres: half a thousandth of a degree, both ways.
const ROUNDING_M: u32 = 80;

/// A search in its canonical form.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Canonical {
    /// What Sendcloud is asked. Its answer covers what was searched for, unless it is full.
    pub(crate) search: Search,
    /// What is shown of it.
    pub(crate) cut: Cut,
}

/// The part of an answer that a search is shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Cut {
    limit: u16,
    /// None where the search has no radius, or Sendcloud is asked for just that one.
    radius_m: Option<u32>,
    /// None where the search has no box, or Sendcloud is asked for just that one.
    area: Option<BoundingBox>,
}

/// Which points of an answer are shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Shown {
    /// So many from the front.
    First(usize),
    /// Those at these places, in order.
    At(Box<[usize]>),
}

impl Canonical {
    /// The search as it is, but for the order and the blanks of its parts: for shops that want v3
    /// to the metre.
    pub(crate) fn exact(mut search: Search) -> Self {
        sort(&mut search);
        let cut = Cut {
            limit: search.limit,
            radius_m: None,
            area: None,
        };
        Self { search, cut }
    }

    /// The search moved to the nearest one that others ask too: positions to thousandths of a
    /// degree, boxes outward to a grid, radius and limit up to the next step.
    pub(crate) fn of(mut search: Search) -> Self {
        sort(&mut search);
        let mut cut = Cut {
            limit: search.limit,
            radius_m: None,
            area: None,
        };
        let moved_m = match &mut search.near {
            Some(ReferencePoint::Position(position)) => {
                let rounded = grid::round(*position);
                let is_moved = rounded != *position;
                *position = rounded;
                if is_moved { ROUNDING_M } else { 0 }
            }
            Some(ReferencePoint::Address(_) | ReferencePoint::Structured(_)) | None => 0,
        };
        let is_box = match &mut search.area {
            Some(Area::Radius(radius)) => {
                let wanted = *radius + moved_m;
                *radius = step_up(wanted, &RADII_M);
                cut.radius_m = Some(wanted).filter(|wanted| wanted < radius);
                false
            }
            Some(Area::Box(area)) => {
                cut.area = Some(*area);
                *area = grid::snap(*area);
                true
            }
            None => false,
        };
        search.limit = if is_box {
            LIMITS[LIMITS.len() - 1]
        } else {
            step_up(search.limit, &LIMITS)
        };
        Self { search, cut }
    }
}

impl Cut {
    /// What is shown of a list that is in order of distance, if any of its points has one.
    pub(crate) fn of(self, points: &[ServicePoint]) -> Shown {
        let limit = usize::from(self.limit);
        let within = |point: &ServicePoint| match (point.distance, self.radius_m) {
            (_, None) => true,
            (Distance::Metres(distance), Some(radius)) => distance <= radius,
            (Distance::Unknown | Distance::Absent, Some(_)) => false,
        };
        let count = points.partition_point(within);
        match self.area {
            Some(area) if count > limit => {
                // What lies beside the box must not take the place of what lies in it.
                let is_outside = |at: &usize| !area.contains(points[*at].position);
                let mut places: Vec<usize> = (0..count).collect();
                places.sort_by_key(is_outside);
                places.truncate(limit);
                places.sort_unstable();
                Shown::At(places.into())
            }
            _ => Shown::First(count.min(limit)),
        }
    }
}

impl Shown {
    /// How many points that are.
    pub(crate) fn count(&self) -> usize {
        match self {
            Self::First(count) => *count,
            Self::At(places) => places.len(),
        }
    }

    /// A copy of them.
    pub(crate) fn copy(&self, points: &[ServicePoint]) -> Vec<ServicePoint> {
        match self {
            Self::First(count) => points[..*count].to_vec(),
            Self::At(places) => places.iter().map(|&at| points[at].clone()).collect(),
        }
    }
}

/// The step at or above a value; the last where there is none.
fn step_up<T: Copy + PartialOrd>(value: T, steps: &[T]) -> T {
    let above = steps.iter().copied().find(|step| *step >= value);
    above.unwrap_or(steps[steps.len() - 1])
}

/// Sets in order, once each; texts composed, without needless blanks.
fn sort(search: &mut Search) {
    if let CarrierScope::Codes(codes) = &mut search.carriers {
        codes.sort_unstable();
        codes.dedup();
    }
    search.general_shop_types.sort_unstable();
    search.general_shop_types.dedup();
    search.carrier_service_point_ids.sort_unstable();
    search.carrier_service_point_ids.dedup();
    match &mut search.near {
        Some(ReferencePoint::Address(address)) => *address = compose(address),
        Some(ReferencePoint::Structured(parts)) => compose_parts(parts),
        Some(ReferencePoint::Position(_)) | None => {}
    }
}

fn compose_parts(parts: &mut StructuredAddress) {
    for part in [&mut parts.street, &mut parts.house_number, &mut parts.city] {
        *part = part.take().map(|text| compose(&text));
    }
    let postal_code = parts.postal_code.take();
    parts.postal_code = postal_code.map(|text| compose(&text).to_uppercase());
}

/// Composed characters (NFC), single blanks.
fn compose(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").nfc().collect()
}

#[cfg(test)]
mod tests;
