//! What balancers, supervisors and Prometheus ask, on a listener of its own: never tied to
//! Sendcloud, whose outage must not take the proxy away.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use prometheus_client::registry::Registry;
use tokio::sync::watch;

use crate::accept::Stage;
use crate::metrics;

/// The admin side: `/livez` as long as the loop turns, `/readyz` until the process begins to end,
/// `/metrics` always.
pub(crate) fn router(stage: watch::Receiver<Stage>, registry: Registry) -> Router {
    let metrics = Router::new()
        .route("/metrics", get(show_metrics))
        .with_state(Arc::new(registry));
    Router::new()
        .route("/livez", get(|| async { "ok" }))
        .route("/readyz", get(is_ready))
        .with_state(stage)
        .merge(metrics)
        .method_not_allowed_fallback(super::unknown_method)
        .fallback(super::unknown_route)
}

async fn show_metrics(State(registry): State<Arc<Registry>>) -> impl IntoResponse {
    let content_type = [(header::CONTENT_TYPE, metrics::CONTENT_TYPE)];
    (content_type, metrics::render(&registry))
}

async fn is_ready(State(stage): State<watch::Receiver<Stage>>) -> Response {
    if *stage.borrow() == Stage::Open {
        return "ok".into_response();
    }
    let retry_after = [(header::RETRY_AFTER, "5")];
    (StatusCode::SERVICE_UNAVAILABLE, retry_after, "draining").into_response()
}
