//! Which service points a search lists.

use model::{Area, BoundingBox, Distance, Position, Search, ServicePoint, distance_m};

use crate::{
    api::documented::{documented_points, magic_points},
    europe::{cities_of, country, find_by_carrier_id, search_around},
    magic::AddressOutcome,
};

/// How far a search without a radius or a box looks, in metres: as far as the largest radius.
const REACH_M: f64 = 50_000.0;

/// The points that a search lists, nearest first, without their outlook.
pub(super) fn search_points(
    search: &Search,
    carriers: &[String],
    near: Option<Position>,
    fixed: Vec<ServicePoint>,
) -> Vec<ServicePoint> {
    // Looking everywhere for points that cannot be there would be the slowest search of all.
    let is_served = country(search.country_code.as_str()).is_some_and(|country| {
        carriers
            .iter()
            .any(|code| country.carriers.contains(&code.as_str()))
    });
    if !is_served {
        return Vec::new();
    }
    let wants = |point: &ServicePoint| wants(search, carriers, point);
    let mut found = if search.carrier_service_point_ids.is_empty() {
        search_area(search, near, fixed, &wants)
    } else {
        find_by_carrier_ids(search, carriers, near, &wants)
    };
    found.truncate(usize::from(search.limit));
    let with_distance = found.into_iter().map(|(distance, mut point)| {
        // Whole metres; Europe is far smaller than what a `u32` holds.
        point.distance = near.map_or(Distance::Unknown, |_| {
            Distance::Metres(distance.round() as u32)
        });
        point
    });
    with_distance.collect()
}

/// Whether the filters let a point through.
fn wants(search: &Search, carriers: &[String], point: &ServicePoint) -> bool {
    let type_matches = match (&search.carrier_shop_type, &point.carrier_shop_type) {
        (None, _) => true,
        (Some(wanted), Some(given)) => wanted.eq_ignore_ascii_case(given),
        (Some(_), None) => false,
    };
    let general = &search.general_shop_types;
    let general_matches = general.is_empty()
        || point
            .general_shop_type
            .as_ref()
            .is_some_and(|kind| general.contains(kind));
    let in_box = match &search.area {
        Some(Area::Box(area)) => area.contains(point.position),
        Some(Area::Radius(_)) | None => true,
    };
    let is_here = point.address.country_code == search.country_code.as_str();
    is_here && carriers.contains(&point.carrier.code) && type_matches && general_matches && in_box
}

/// Fresh points around the reference point, else around the middle of the box, else around the
/// country's largest city; `fixed` ones among them.
fn search_area(
    search: &Search,
    near: Option<Position>,
    fixed: Vec<ServicePoint>,
    wants: &impl Fn(&ServicePoint) -> bool,
) -> Vec<(f64, ServicePoint)> {
    let country_code = search.country_code.as_str();
    let limit = usize::from(search.limit);
    let accept = |point: &ServicePoint| !point.is_expired && wants(point);
    let around = |center, limit, within_m| {
        let mut found = search_around(country_code, center, limit, within_m, accept);
        let fixed = fixed.into_iter().filter(accept);
        let fixed = fixed.map(|point| (distance_m(center, point.position), point));
        found.extend(fixed.filter(|(distance, _)| *distance <= within_m));
        found
    };
    let mut found = match (&search.area, near) {
        (Some(Area::Box(area)), None) => around(middle(area), limit, area.diagonal_m()),
        // The reference point may lie far off, so what is nearest to it is only known at the end.
        (Some(Area::Box(area)), Some(near)) => {
            let mut found = around(middle(area), usize::MAX, area.diagonal_m());
            for (distance, point) in &mut found {
                *distance = distance_m(near, point.position);
            }
            found
        }
        (Some(Area::Radius(radius)), Some(near)) => around(near, limit, f64::from(*radius)),
        (None, Some(near)) => around(near, limit, REACH_M),
        (Some(Area::Radius(_)) | None, None) => match cities_of(country_code).next() {
            Some(largest) => around(largest.position, limit, REACH_M),
            None => Vec::new(),
        },
    };
    found.sort_by(|(one, a), (other, b)| one.total_cmp(other).then(a.id.cmp(&b.id)));
    found
}

/// The points that the carriers call so, expired or not.
fn find_by_carrier_ids(
    search: &Search,
    carriers: &[String],
    near: Option<Position>,
    wants: &impl Fn(&ServicePoint) -> bool,
) -> Vec<(f64, ServicePoint)> {
    let fixed: Vec<ServicePoint> = documented_points()
        .into_iter()
        .chain(magic_points())
        .collect();
    let mut found: Vec<(f64, ServicePoint)> = Vec::new();
    for id in &search.carrier_service_point_ids {
        let fixed = fixed
            .iter()
            .filter(|point| point.carrier_service_point_id == *id)
            .cloned();
        let rolled = carriers
            .iter()
            .filter_map(|carrier| find_by_carrier_id(search.country_code.as_str(), carrier, id));
        for point in fixed.chain(rolled).filter(wants) {
            let distance = near.map_or(0.0, |near| distance_m(near, point.position));
            let in_reach = match search.area {
                Some(Area::Radius(radius)) => distance <= f64::from(radius),
                Some(Area::Box(_)) | None => true,
            };
            if in_reach && !found.iter().any(|(_, known)| known.id == point.id) {
                found.push((distance, point));
            }
        }
    }
    found.sort_by(|(one, _), (other, _)| one.total_cmp(other));
    found
}

fn middle(area: &BoundingBox) -> Position {
    let (low, high) = (area.south_west, area.north_east);
    Position {
        latitude: f64::midpoint(low.latitude, high.latitude),
        longitude: f64::midpoint(low.longitude, high.longitude),
    }
}

/// The points with fixed values that a search may list.
pub(super) fn fixed_points(outcome: Option<AddressOutcome>) -> Vec<ServicePoint> {
    let mut points = Vec::from(documented_points());
    if outcome == Some(AddressOutcome::Confirmation) {
        points.extend(magic_points().into_iter().filter(|point| !point.is_expired));
    }
    points
}
