//! The keys that verify a shop's selections, for whoever has to.

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;

use super::query::ShopOnly;
use crate::{app::AppState, error::Error};

/// So long, in seconds, a key may go unnoticed: it is published before it signs.
const MAX_AGE: &str = "public, max-age=300";

/// `GET /.well-known/jwks.json`
pub(super) async fn show(
    State(app): State<AppState>,
    ShopOnly(shop): ShopOnly,
) -> Result<impl IntoResponse, Error> {
    let keys = shop.config().signing_keys.published(app.clock().now());
    let keys = keys.ok_or(Error::NoPublicKeys)?;
    Ok(([(header::CACHE_CONTROL, MAX_AGE)], Json(keys)))
}
