//! What balancers and supervisors ask, on a listener of its own: never tied to Sendcloud, whose
//! outage must not take the proxy away.

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio::sync::watch;

use crate::accept::Stage;

/// The admin side: `/livez` as long as the loop turns, `/readyz` until the process begins to end.
pub(crate) fn router(stage: watch::Receiver<Stage>) -> Router {
    Router::new()
        .route("/livez", get(|| async { "ok" }))
        .route("/readyz", get(is_ready))
        .with_state(stage)
        .method_not_allowed_fallback(super::unknown_method)
        .fallback(super::unknown_route)
}

async fn is_ready(State(stage): State<watch::Receiver<Stage>>) -> Response {
    if *stage.borrow() == Stage::Open {
        return "ok".into_response();
    }
    let retry_after = [(header::RETRY_AFTER, "5")];
    (StatusCode::SERVICE_UNAVAILABLE, retry_after, "draining").into_response()
}
