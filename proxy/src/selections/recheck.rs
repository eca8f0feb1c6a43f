//! Before the label is bought: whether a selected point still takes the parcel, or where it went.

use std::sync::Arc;
use std::time::Duration;

use model::{CarrierScope, CountryCode, Search, ServicePoint, distance_m};
use tokio::time::{Instant, timeout_at};
use tracing::{error, warn};

use super::availability::{Availability, ask_availability};
use super::{Checked, Record};
use crate::cache::Purpose;
use crate::{app::AppState, error::Error, lookup::Lookup, shop::Shop};

/// For all questions to Sendcloud; the request itself may take half a second more.
const DEADLINE: Duration = Duration::from_millis(7_500);
/// How far a point may have moved that has a new id, in metres: a carrier corrects a position, but
/// a shop that moves house is another point to the shopper.
const MOVED_MAX_M: f64 = 200.0;
/// Most points that one carrier's id is asked for: one is the answer, several are none.
const TWINS_MAX: u16 = 50;

/// What has become of a point.
enum Found {
    /// It is there, perhaps under another id.
    Here(Box<ServicePoint>),
    Gone,
    /// Sendcloud could not be asked.
    Unknown,
}

/// Looks again at the point of a stored selection, in a request that `started` then, and notes what
/// was found. What the shop offers by now does not matter: the order is made.
///
/// Where Sendcloud cannot be asked, availability is none in the answer, and nothing is noted.
///
/// # Errors
///
/// 404 where the selection was erased meanwhile; 503 where the store fails.
pub(crate) async fn recheck(
    app: &AppState,
    shop: &Arc<Shop>,
    record: Record,
    started: Instant,
) -> Result<Record, Error> {
    let deadline = started + DEADLINE;
    let mut found = find(app, shop, &record.service_point, deadline).await;
    let mut is_available = None;
    if let Found::Here(point) = &found {
        is_available = match point.is_expired {
            true => Some(false),
            false => {
                match ask_availability(app, shop, point.id, Purpose::Recheck, deadline).await {
                    Availability::Known(is_available) => Some(is_available),
                    Availability::Unknown => None,
                    Availability::Gone => {
                        found = Found::Gone;
                        None
                    }
                }
            }
        };
    }
    let before = record.service_point.id;
    let (service_point, is_available) = match found {
        Found::Here(point) => (*point, is_available),
        Found::Gone => (record.service_point.clone(), Some(false)),
        Found::Unknown => {
            return Ok(Record {
                is_available: None,
                ..record
            });
        }
    };
    let was = record.earlier_service_point_id;
    let checked = Checked {
        earlier_service_point_id: was.or((service_point.id != before).then_some(before)),
        service_point,
        is_available,
        checked_at: app.clock().now(),
    };
    let key = &shop.config().key;
    let noted = app
        .selections()
        .note_check(key, &record.id, &checked)
        .await?;
    noted.ok_or(Error::UnknownSelection)
}

/// The point by its id, else by what outlives that.
async fn find(app: &AppState, shop: &Arc<Shop>, point: &ServicePoint, deadline: Instant) -> Found {
    let lookup = Lookup::point(shop, point.id);
    match timeout_at(deadline, lookup.ask_for(app, Purpose::Recheck)).await {
        Ok(Ok(entry)) => match entry.points() {
            [point] => Found::Here(Box::new(point.clone())),
            _ => Found::Unknown,
        },
        Ok(Err(Error::UnknownServicePoint)) => find_successor(app, shop, point, deadline).await,
        Ok(Err(cause)) => unknown(&cause),
        Err(_) => unknown(&Error::DeadlineExceeded),
    }
}

/// The one point that the carrier knows by the same id in the same place.
async fn find_successor(
    app: &AppState,
    shop: &Arc<Shop>,
    point: &ServicePoint,
    deadline: Instant,
) -> Found {
    let Some(lookup) = lookup_of_successor(shop, point) else {
        return Found::Gone;
    };
    let entry = match timeout_at(deadline, lookup.ask_for(app, Purpose::Recheck)).await {
        Ok(Ok(entry)) => entry,
        Ok(Err(cause)) => return unknown(&cause),
        Err(_) => return unknown(&Error::DeadlineExceeded),
    };
    let is_same = |other: &&ServicePoint| {
        other.carrier.code == point.carrier.code
            && other.carrier_service_point_id == point.carrier_service_point_id
    };
    let mut same = entry.points().iter().filter(is_same);
    match (same.next(), same.next()) {
        (Some(other), None) if distance_m(point.position, other.position) <= MOVED_MAX_M => {
            Found::Here(Box::new(other.clone()))
        }
        _ => Found::Gone,
    }
}

/// None where the carrier's own id is not known.
fn lookup_of_successor(shop: &Arc<Shop>, point: &ServicePoint) -> Option<Lookup> {
    if point.carrier_service_point_id.is_empty() {
        return None;
    }
    let search = Search {
        country_code: CountryCode::parse(&point.address.country_code).ok()?,
        carriers: CarrierScope::Codes(vec![point.carrier.code.clone()]),
        near: None,
        area: None,
        carrier_service_point_ids: vec![point.carrier_service_point_id.clone()],
        carrier_shop_type: None,
        general_shop_types: Vec::new(),
        limit: TWINS_MAX,
    };
    Some(Lookup::search_all(shop, search))
}

/// Told to the log alone: the backend is told that it is not known.
fn unknown(cause: &Error) -> Found {
    let asked = match cause {
        Error::Upstream(error) => Some(error),
        _ => None,
    };
    match asked.and_then(|error| Some((error, error.action()?))) {
        Some((cause, action)) => error!(%cause, "{action}"),
        None => {
            let cause = asked.map_or_else(|| cause.to_string(), ToString::to_string);
            warn!(%cause, "a selection could not be checked again");
        }
    }
    Found::Unknown
}
