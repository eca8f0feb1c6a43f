//! What every call passes first: it is written down, befallen by the faults that are set, and
//! counted against the limits where there are any.

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::{Api, Refusal};
use crate::{faults, journal::CallClass};

/// Lets a call through, or what has become of it out.
pub(super) async fn pass(State(api): State<Api>, request: Request, next: Next) -> Response {
    let sandbox = &api.0.sandbox;
    let Some(class) = CallClass::of(request.method(), request.uri()) else {
        return next.run(request).await;
    };
    let in_flight = sandbox.journal.begin(class, &request);
    let (latency, fault) = sandbox.faults.befalling(class, request.uri().path());
    // A sleep takes a millisecond even for nothing.
    if !latency.is_zero() {
        tokio::time::sleep(latency).await;
    }
    let is_limited = sandbox.has_rate_limits && !api.0.limits.admit(class);
    let response = match fault {
        Some(fault) => faults::play(fault, class, &sandbox.clock, request, next).await,
        None if is_limited => Refusal::Throttled.into_response(),
        None => next.run(request).await,
    };
    in_flight.until_sent(response)
}
