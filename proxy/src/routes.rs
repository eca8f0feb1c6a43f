//! The addresses of the proxy, a module for each resource.

pub(crate) mod assets;
pub(crate) mod backend;
mod body;
mod config;
mod frame;
mod handoff;
pub(crate) mod health;
mod jwks;
mod logos;
mod picture;
pub(crate) mod query;
mod selections;
pub(crate) mod service_points;
mod shipping_options;
mod tiles;

use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use crate::{app::AppState, error::Error};

/// A search, seen by the browser.
const READ_DEADLINE: Duration = Duration::from_secs(5);
/// A confirmation or a recheck, which ask Sendcloud more than once.
const CONFIRM_DEADLINE: Duration = Duration::from_secs(8);

/// Everything that browsers reach.
pub(crate) fn router() -> Router<AppState> {
    api().merge(files())
}

fn api() -> Router<AppState> {
    let within = |limit| from_fn_with_state(limit, answer_within);
    let read = Router::new()
        .route(service_points::LIST, get(service_points::answer))
        .route(service_points::POINT, get(service_points::answer))
        .route("/api/config", get(config::show))
        .method_not_allowed_fallback(unknown_method)
        .layer(within(READ_DEADLINE));
    let confirm = selections::router()
        .route(handoff::HANDOFF, get(handoff::show))
        .route(
            shipping_options::SHIPPING_OPTIONS,
            get(shipping_options::list),
        )
        .method_not_allowed_fallback(unknown_method)
        .layer(within(CONFIRM_DEADLINE));
    read.merge(confirm)
}

fn files() -> Router<AppState> {
    Router::new()
        .route("/picker.js", get(assets::loader))
        .route("/sendcloud-compat.js", get(assets::drop_in))
        .route("/integrity.json", get(assets::integrity))
        .route("/assets/{hash}/{*path}", get(assets::hashed))
        .route("/assets/{hash}/frame.html", get(frame::show))
        .route("/logos/{*path}", get(logos::show))
        .route("/tiles/{z}/{x}/{y}", get(tiles::show))
        .route("/.well-known/jwks.json", get(jwks::show))
        .method_not_allowed_fallback(unknown_method)
}

/// Nobody waits longer than this, whatever goes on behind.
async fn answer_within(State(limit): State<Duration>, request: Request, next: Next) -> Response {
    let answer = tokio::time::timeout(limit, next.run(request)).await;
    answer.unwrap_or_else(|_| Error::DeadlineExceeded.into_response())
}

pub(crate) async fn unknown_route() -> Error {
    Error::UnknownRoute
}

pub(crate) async fn unknown_method() -> Error {
    Error::UnknownMethod
}
