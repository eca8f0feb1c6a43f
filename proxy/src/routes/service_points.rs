//! v3's own two reading routes: a v3 client works against them by changing the base address.

use axum::Json;
use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::http::header;
use axum::response::IntoResponse;
use model::{Data, Search, ServicePointId};
use tracing::warn;

use super::query::{ShopOnly, ShopQuery};
use crate::{error::Error, upstream::Urgency};

/// What an answer without personal data may be kept for, in a browser: `is_open_tomorrow` and its
/// like belong to the moment.
const BRIEFLY: &str = "private, max-age=60";
/// An address is the shopper's, so its answer stays nowhere.
const NEVER: &str = "no-store";

/// `GET /api/v3/service-points`
pub(super) async fn search(ShopQuery(shop, pairs): ShopQuery) -> Result<impl IntoResponse, Error> {
    let search = Search::parse(pairs).map_err(Error::InvalidParameters)?;
    let is_scope_configured = shop.is_scope_configured(&search);
    let search = shop.restrict(search)?;
    let decoded = shop.upstream().search(&search, Urgency::Interactive).await;
    let decoded = decoded.map_err(|error| error.find_fault(is_scope_configured))?;
    if decoded.dropped > 0 {
        let dropped = decoded.dropped;
        warn!(dropped, "malformed service points were left out of a list");
    }
    let kept = if search.has_address() { NEVER } else { BRIEFLY };
    let data = decoded.results;
    Ok(([(header::CACHE_CONTROL, kept)], Json(Data { data })))
}

/// `GET /api/v3/service-points/{id}`
pub(super) async fn find(
    ShopOnly(shop): ShopOnly,
    id: Result<Path<String>, PathRejection>,
) -> Result<impl IntoResponse, Error> {
    let id = id.ok().and_then(|Path(id)| id.parse().ok());
    let id = id.and_then(ServicePointId::new);
    let id = id.ok_or(Error::UnknownServicePoint)?;
    let data = shop
        .upstream()
        .find_service_point(id, Urgency::Interactive)
        .await?;
    if !shop.offers(&data) {
        return Err(Error::UnknownServicePoint);
    }
    Ok(([(header::CACHE_CONTROL, BRIEFLY)], Json(Data { data })))
}
