//! A search, once its parameters are known to be valid: whose points, around which place, and
//! what the magic streets make of it.

use std::time::Duration;

use axum::{
    Json,
    response::{Html, IntoResponse, Response},
};
use model::{
    Area, BoundingBox, CarrierScope, Data, Distance, ErrorObject, GeocodingResult, GeocodingStatus,
    Position, ReferencePoint, Search, SearchResults, ServicePoint, code, distance_m,
};
use serde_json::{Value, json};

use super::{
    Refusal, Sandbox,
    documented::{documented_points, magic_points},
};
use crate::{
    europe::{
        answering_codes, cities_of, country, find_by_carrier_id, is_known_carrier, search_around,
        set_outlook,
    },
    geocoder::{self, Geocoded},
    magic::{self, AddressOutcome},
};

/// How far a search without a radius or a box looks, in metres: as far as the largest radius.
const REACH_M: f64 = 50_000.0;
/// What `Magic Slow` takes: longer than a browser is made to wait for a search.
const SLOW_ANSWER: Duration = Duration::from_secs(6);

/// Answers a valid search.
pub(super) async fn answer_search(sandbox: &Sandbox, search: &Search) -> Result<Response, Refusal> {
    let carriers = carriers_of(sandbox, search)?;
    let outcome = address_of(search).and_then(|address| magic::find_outcome(&address));
    let near = match &search.near {
        Some(ReferencePoint::Position(position)) => Near::Position(*position),
        Some(ReferencePoint::Address(address)) => {
            Near::Address(geocoder::find_text(search.country_code.as_str(), address))
        }
        Some(ReferencePoint::Structured(parts)) => {
            Near::Address(geocoder::find_parts(search.country_code.as_str(), parts))
        }
        None => Near::Nothing,
    };
    let mut results = match &near {
        Near::Address(None) => Vec::new(),
        _ => search_points(search, &carriers, near.position(), fixed_points(outcome)),
    };
    let mut geocoding = near.into_geocoding();
    match outcome {
        None
        | Some(
            AddressOutcome::MalformedPoints
            | AddressOutcome::PartiallyMatched
            | AddressOutcome::Confirmation,
        ) => {}
        Some(AddressOutcome::NotFound) => {
            results.clear();
            geocoding = Some(geocoder::not_found());
        }
        Some(AddressOutcome::NoneNearby) => results.clear(),
        Some(AddressOutcome::GeocoderDown) => {
            let detail = "The address could not be resolved at this time. Try again later.";
            return Err(Refusal::unavailable(detail));
        }
        Some(AddressOutcome::TooManyRequests) => return Err(Refusal::TooManyRequests),
        Some(AddressOutcome::Slow) => tokio::time::sleep(SLOW_ANSWER).await,
        Some(AddressOutcome::NoJson) => {
            return Ok(Html("<html><body>Down for maintenance</body></html>").into_response());
        }
        Some(AddressOutcome::ServerError) => return Err(Refusal::GatewayPage),
    }
    if let Some(geocoding) = &mut geocoding
        && outcome == Some(AddressOutcome::PartiallyMatched)
    {
        geocoding.status = GeocodingStatus::PartiallyMatched;
    }
    let now = sandbox.clock.timestamp();
    for point in &mut results {
        set_outlook(point, now);
    }
    let answer = Data {
        data: SearchResults { results, geocoding },
    };
    if outcome == Some(AddressOutcome::MalformedPoints) {
        return Ok(Json(with_malformed_points(&answer)).into_response());
    }
    Ok(Json(answer).into_response())
}

/// Whose points are searched for.
fn carriers_of(sandbox: &Sandbox, search: &Search) -> Result<Vec<String>, Refusal> {
    let codes = match &search.carriers {
        CarrierScope::Unspecified => {
            let detail =
                "Exactly one of carrier_code and use_integration_carriers must be provided";
            let error = ErrorObject::parameter("carrier_code", code::VALIDATION_ERROR, detail);
            return Err(Refusal::invalid(vec![error]));
        }
        CarrierScope::Integration => &sandbox.integration_carriers,
        CarrierScope::Codes(codes) => codes,
    };
    let unknown = codes.iter().filter(|code| !is_known_carrier(code));
    let unknown: Vec<&str> = unknown.map(String::as_str).collect();
    if !unknown.is_empty() {
        let unknown = unknown.join(", ");
        return Err(Refusal::unsupported(format!(
            "Service points are not supported for the requested carriers: {unknown}."
        )));
    }
    let country_code = search.country_code.as_str();
    let answering = codes.iter().map(|code| answering_codes(code, country_code));
    Ok(answering.map(str::to_owned).collect())
}

/// The address in one line, where the search has one.
fn address_of(search: &Search) -> Option<String> {
    match search.near.as_ref()? {
        ReferencePoint::Address(address) => Some(address.clone()),
        ReferencePoint::Structured(parts) => {
            let parts = [
                &parts.street,
                &parts.house_number,
                &parts.postal_code,
                &parts.city,
            ];
            let given: Vec<&str> = parts.into_iter().filter_map(Option::as_deref).collect();
            Some(given.join(" "))
        }
        ReferencePoint::Position(_) => None,
    }
}

/// The reference point, once looked up.
enum Near {
    Nothing,
    Position(Position),
    /// None where the address was not found.
    Address(Option<Geocoded>),
}

impl Near {
    fn position(&self) -> Option<Position> {
        match self {
            Self::Position(position) => Some(*position),
            Self::Address(found) => found.as_ref().map(|found| found.position),
            Self::Nothing => None,
        }
    }

    /// Only addresses are geocoded.
    fn into_geocoding(self) -> Option<GeocodingResult> {
        match self {
            Self::Address(Some(found)) => Some(found.result),
            Self::Address(None) => Some(geocoder::not_found()),
            Self::Nothing | Self::Position(_) => None,
        }
    }
}

fn search_points(
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
fn fixed_points(outcome: Option<AddressOutcome>) -> Vec<ServicePoint> {
    let mut points = Vec::from(documented_points());
    if outcome == Some(AddressOutcome::Confirmation) {
        points.extend(magic_points().into_iter().filter(|point| !point.is_expired));
    }
    points
}

/// The same answer with a point of each kind that cannot be read, among those that can.
fn with_malformed_points(answer: &Data<SearchResults>) -> Value {
    let mut value = json!(answer);
    let malformed = [
        json!({ "id": null, "name": "Magic without id", "carrier": { "code": "dhl" } }),
        json!({ "id": 1_000_999, "name": "Magic without carrier",
            "position": { "latitude": 51.4, "longitude": 5.4 } }),
        json!({ "id": 1_000_998, "name": "Magic without position", "carrier": { "code": "dhl" } }),
        json!("a text where a point should be"),
    ];
    if let Some(results) = value["data"]["results"].as_array_mut() {
        results.splice(0..0, malformed);
    }
    value
}
