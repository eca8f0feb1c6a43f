//! What balancers, supervisors and Prometheus ask, on a listener of its own: never tied to
//! Sendcloud, whose outage must not take the proxy away.

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;
use tokio::sync::watch;

use crate::app::AppState;
use crate::metrics;

/// The admin side: `/livez` as long as the loop turns, `/readyz` until the process `drains`,
/// `/metrics` always.
pub(crate) fn router(app: AppState, drains: watch::Receiver<bool>) -> Router {
    let health = Router::new()
        .route("/livez", get(|| async { "ok" }))
        .route("/readyz", get(is_ready))
        .with_state(drains);
    let metrics = Router::new()
        .route("/metrics", get(show_metrics))
        .with_state(app);
    health
        .merge(metrics)
        .method_not_allowed_fallback(super::unknown_method)
        .fallback(super::unknown_route)
}

async fn show_metrics(State(app): State<AppState>) -> impl IntoResponse {
    let content_type = [(header::CONTENT_TYPE, metrics::CONTENT_TYPE)];
    (content_type, app.metrics().render())
}

async fn is_ready(State(drains): State<watch::Receiver<bool>>) -> (StatusCode, &'static str) {
    if *drains.borrow() {
        (StatusCode::SERVICE_UNAVAILABLE, "draining")
    } else {
        (StatusCode::OK, "ok")
    }
}
