//! A selection in the words of whatever ships the order.

use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use model::PostNumber;

use super::backend::Backend;
use super::query::ShopOnly;
use super::selections::{NO_STORE, SelectionId};
use crate::selections::Format;
use crate::{app::AppState, error::Error};

/// Pattern of the route.
pub(super) const HANDOFF: &str = "/api/selections/{id}/handoff/{format}";

/// `GET /api/selections/{id}/handoff/{format}`: the fragment itself, to be merged as it is.
pub(super) async fn show(
    State(app): State<AppState>,
    Backend(shop): Backend,
    _: ShopOnly,
    SelectionId(id): SelectionId,
    Path((_, format)): Path<(String, String)>,
) -> Result<Response, Error> {
    let format = Format::find(&format).ok_or(Error::UnknownRoute)?;
    let found = app.selections().find(&shop.config().key, &id).await?;
    let found = found.ok_or(Error::UnknownSelection)?;
    let number = found.to_post_number.as_ref().map(PostNumber::as_str);
    let fragment = format.fragment(&found.service_point, number);
    Ok(([NO_STORE], Json(fragment)).into_response())
}
