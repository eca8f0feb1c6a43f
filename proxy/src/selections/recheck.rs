//! Before the label is bought: whether a selected point still takes the parcel, or where it went.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
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
/// was found. What the shop offers by now does not matter: the order is made. Whether it allows expired
/// points does: where it does not, one takes no parcels, and is not asked about.
///
/// Where Sendcloud fails, availability is none in the answer, and nothing is noted but a new id.
///
/// # Errors
///
/// 404 where the selection was erased meanwhile; 503 where the store fails, or the proxy has no call
/// left for it: that must not look like an answer.
pub(crate) async fn recheck(
    app: &AppState,
    shop: &Arc<Shop>,
    record: Record,
    started: Instant,
) -> Result<Record, Error> {
    let deadline = started + DEADLINE;
    let before = record.service_point.id;
    let now = app.clock().now();
    match find(app, shop, &record.service_point, deadline).await? {
        Found::Unknown => Ok(unasked(record)),
        Found::Gone => {
            let point = record.service_point.clone();
            note(app, shop, &record, point, Some(false), now).await
        }
        Found::Here(point) if point.is_expired && !shop.config().allow_expired => {
            note(app, shop, &record, *point, Some(false), now).await
        }
        Found::Here(point) => {
            let asked = ask_availability(app, shop, point.id, Purpose::Recheck, deadline).await;
            match asked {
                Availability::Known(is_available) => {
                    note(app, shop, &record, *point, Some(is_available), now).await
                }
                Availability::Gone => {
                    let point = record.service_point.clone();
                    note(app, shop, &record, point, Some(false), now).await
                }
                // What was known of availability stays known, and from when.
                Availability::Unknown if point.id != before => {
                    let (was, at) = (record.is_available, record.checked_at);
                    let noted = note(app, shop, &record, *point, was, at).await;
                    noted.map(unasked)
                }
                Availability::Unknown => Ok(unasked(record)),
                Availability::NoTurn(error) => Err(error),
            }
        }
    }
}

/// As a selection is answered whose availability could not be asked now.
fn unasked(record: Record) -> Record {
    Record {
        is_available: None,
        ..record
    }
}

/// Stores what was found of a point; the selection as it is then.
async fn note(
    app: &AppState,
    shop: &Shop,
    record: &Record,
    service_point: ServicePoint,
    is_available: Option<bool>,
    checked_at: Timestamp,
) -> Result<Record, Error> {
    let before = record.service_point.id;
    let was = record.earlier_service_point_id;
    let checked = Checked {
        earlier_service_point_id: was.or((service_point.id != before).then_some(before)),
        service_point,
        is_available,
        checked_at,
    };
    let key = &shop.config().key;
    let noted = app
        .selections()
        .note_check(key, &record.id, &checked)
        .await?;
    noted.ok_or(Error::UnknownSelection)
}

/// The point by its id, else by what outlives that.
///
/// # Errors
///
/// Where the proxy has no call left for it.
async fn find(
    app: &AppState,
    shop: &Arc<Shop>,
    point: &ServicePoint,
    deadline: Instant,
) -> Result<Found, Error> {
    let lookup = Lookup::point(shop, point.id);
    match timeout_at(deadline, lookup.ask_for(app, Purpose::Recheck)).await {
        Ok(Ok(entry)) => Ok(match entry.points() {
            [point] => Found::Here(Box::new(point.clone())),
            _ => Found::Unknown,
        }),
        Ok(Err(Error::UnknownServicePoint)) => find_successor(app, shop, point, deadline).await,
        Ok(Err(cause)) => unknown(cause),
        Err(_) => unknown(Error::DeadlineExceeded),
    }
}

/// The one point that the carrier knows by the same id in the same place.
async fn find_successor(
    app: &AppState,
    shop: &Arc<Shop>,
    point: &ServicePoint,
    deadline: Instant,
) -> Result<Found, Error> {
    let Some(lookup) = lookup_of_successor(shop, point) else {
        return Ok(Found::Gone);
    };
    let entry = match timeout_at(deadline, lookup.ask_for(app, Purpose::Recheck)).await {
        Ok(Ok(entry)) => entry,
        Ok(Err(cause)) => return unknown(cause),
        Err(_) => return unknown(Error::DeadlineExceeded),
    };
    let is_same = |other: &&ServicePoint| {
        other.carrier.code == point.carrier.code
            && other.carrier_service_point_id == point.carrier_service_point_id
    };
    let mut same = entry.points().iter().filter(is_same);
    Ok(match (same.next(), same.next()) {
        (Some(other), None) if distance_m(point.position, other.position) <= MOVED_MAX_M => {
            Found::Here(Box::new(other.clone()))
        }
        _ => Found::Gone,
    })
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

/// Sendcloud's failure is told to the log alone: the backend is told that it is not known.
///
/// # Errors
///
/// Where it was the proxy that had no call left.
fn unknown(cause: Error) -> Result<Found, Error> {
    if matches!(cause, Error::Overloaded) {
        return Err(cause);
    }
    let asked = match &cause {
        Error::Upstream(error) => Some(error),
        _ => None,
    };
    if let Some(own) = asked.and_then(Error::of_own) {
        return Err(own);
    }
    match asked.and_then(|error| Some((error, error.action()?))) {
        Some((cause, action)) => error!(%cause, "{action}"),
        None => {
            let cause = asked.map_or_else(|| cause.to_string(), ToString::to_string);
            warn!(%cause, "a selection could not be checked again");
        }
    }
    Ok(Found::Unknown)
}
