//! What balancers and supervisors ask, on a listener of its own: never tied to Sendcloud, whose
//! outage must not take the proxy away.

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use tokio::sync::watch;

/// The admin side: `/livez` as long as the loop turns, `/readyz` until the process `drains`.
pub(crate) fn router(drains: watch::Receiver<bool>) -> Router {
    Router::new()
        .route("/livez", get(|| async { "ok" }))
        .route("/readyz", get(is_ready))
        .with_state(drains)
        .method_not_allowed_fallback(super::unknown_method)
        .fallback(super::unknown_route)
}

async fn is_ready(State(drains): State<watch::Receiver<bool>>) -> (StatusCode, &'static str) {
    if *drains.borrow() {
        (StatusCode::SERVICE_UNAVAILABLE, "draining")
    } else {
        (StatusCode::OK, "ok")
    }
}
