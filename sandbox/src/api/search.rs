//! A search, once its parameters are known to be valid: whose points, around which place, and
//! what the magic streets make of it.

mod points;

use std::time::Duration;

use axum::{
    Json,
    response::{Html, IntoResponse, Response},
};
use jiff::Timestamp;
use model::{
    CarrierScope, Data, ErrorObject, GeocodingResult, GeocodingStatus, Position, ReferencePoint,
    Search, SearchResults, code,
};
use serde_json::{Value, json};
use tokio::task::spawn_blocking;

use super::{Refusal, Sandbox};
use crate::{
    europe::{answering_codes, is_known_carrier, set_outlook},
    geocoder::{self, Geocoded},
    magic::{self, AddressOutcome},
};
use points::{fixed_points, search_points};

/// What `Magic Slow` takes: longer than a browser is made to wait for a search.
const SLOW_ANSWER: Duration = Duration::from_secs(6);

/// Answers a valid search.
pub(super) async fn answer_search(sandbox: &Sandbox, search: Search) -> Result<Response, Refusal> {
    let carriers = carriers_of(sandbox, &search)?;
    let outcome = address_of(&search).and_then(|address| magic::find_outcome(&address));
    if outcome == Some(AddressOutcome::Slow) {
        tokio::time::sleep(SLOW_ANSWER).await;
    }
    let now = sandbox.clock.timestamp();
    // A rare type over a large area takes a third of a second, and others are waiting.
    let answer = spawn_blocking(move || compute(&search, &carriers, outcome, now));
    answer.await.expect("no search panics")
}

fn compute(
    search: &Search,
    carriers: &[String],
    outcome: Option<AddressOutcome>,
    now: Timestamp,
) -> Result<Response, Refusal> {
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
        _ => search_points(search, carriers, near.position(), fixed_points(outcome)),
    };
    let mut geocoding = near.into_geocoding();
    match outcome {
        None
        | Some(
            AddressOutcome::MalformedPoints
            | AddressOutcome::PartiallyMatched
            | AddressOutcome::Slow
            | AddressOutcome::Confirmation,
        ) => {}
        Some(AddressOutcome::NotFound) => {
            results.clear();
            geocoding = Some(geocoder::not_found());
        }
        Some(AddressOutcome::NoneNearby) => results.clear(),
        Some(AddressOutcome::GeocoderDown) => return Err(Refusal::geocoder_down()),
        Some(AddressOutcome::TooManyRequests) => return Err(Refusal::TooManyRequests),
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
