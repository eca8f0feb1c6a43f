//! v3's three routes.

use axum::{
    Json,
    extract::{Path, RawQuery, State, rejection::PathRejection},
    response::Response,
};
use model::{Data, ErrorObject, Search, ServicePoint, ServicePointId, code};
use serde_json::{Value, json};

use super::{
    Api, Refusal,
    documented::{documented_points, magic_points},
    search::answer_search,
};
use crate::{
    europe::{find_point, set_outlook},
    magic::{PointOutcome, find_magic_point},
};

/// The id in a path, which may be no UTF-8.
type PointId = Result<Path<String>, PathRejection>;

const UNKNOWN_POINT: &str = "The service point could not be found";

/// `GET /service-points`.
pub(super) async fn list(
    State(api): State<Api>,
    RawQuery(query): RawQuery,
) -> Result<Response, Refusal> {
    let sandbox = &api.0.sandbox;
    if !sandbox.is_enabled {
        let detail = "Service points are not enabled for the authenticated integration.";
        return Err(Refusal::unsupported(detail));
    }
    let query = query.unwrap_or_default();
    let pairs = form_urlencoded::parse(query.as_bytes());
    let search = Search::parse(pairs).map_err(Refusal::invalid)?;
    answer_search(sandbox, search).await
}

/// `GET /service-points/{id}`.
pub(super) async fn find(
    State(api): State<Api>,
    id: PointId,
) -> Result<Json<Data<ServicePoint>>, Refusal> {
    let mut point = find_by_id(id)?;
    set_outlook(&mut point, api.0.sandbox.clock.timestamp());
    Ok(Json(Data { data: point }))
}

/// `POST /service-points/{id}/check-availability`.
pub(super) async fn check_availability(id: PointId) -> Result<Json<Value>, Refusal> {
    let point = find_by_id(id)?;
    let outcome = find_magic_point(point.id).map(|magic| magic.outcome);
    if outcome == Some(PointOutcome::CheckFails) {
        let detail = "The carrier could not be reached. Try again later.";
        return Err(Refusal::unavailable(detail));
    }
    let is_available = !point.is_expired && outcome != Some(PointOutcome::Unavailable);
    Ok(Json(json!({ "data": { "is_available": is_available } })))
}

/// Reads the id of a path and finds its point, without its outlook.
fn find_by_id(id: PointId) -> Result<ServicePoint, Refusal> {
    let invalid = |detail| {
        let error = ErrorObject::parameter("service_point_id", code::INVALID, detail);
        Refusal::invalid(vec![error])
    };
    let number = id.ok().and_then(|Path(text)| text.parse::<i64>().ok());
    let number = number.ok_or_else(|| {
        invalid("Input should be a valid integer, unable to parse string as an integer")
    })?;
    let number = u64::try_from(number).unwrap_or(0);
    if number == 0 {
        return Err(invalid("Input should be greater than or equal to 1"));
    }
    let unknown = || Refusal::not_found(UNKNOWN_POINT);
    let id = ServicePointId::new(number).ok_or_else(unknown)?;
    let mut point = known_point(id).ok_or_else(unknown)?;
    match find_magic_point(id).map(|magic| magic.outcome) {
        Some(PointOutcome::TooManyRequests) => return Err(Refusal::TooManyRequests),
        Some(PointOutcome::Expired) => point.is_expired = true,
        Some(
            PointOutcome::Gone
            | PointOutcome::OnlyExpired
            | PointOutcome::Unavailable
            | PointOutcome::CheckFails,
        )
        | None => {}
    }
    Ok(point)
}

/// The point with an id, as lists have it; none where there is none any more.
pub(super) fn known_point(id: ServicePointId) -> Option<ServicePoint> {
    let is_gone = find_magic_point(id).is_some_and(|magic| magic.outcome == PointOutcome::Gone);
    let mut fixed = documented_points().into_iter().chain(magic_points());
    let point = fixed.find(|point| point.id == id);
    point.or_else(|| find_point(id)).filter(|_| !is_gone)
}
