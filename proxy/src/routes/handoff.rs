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

/// `GET /api/selections/{id}/handoff/{format}`: the fragment itself, to be merged as it is. None
/// where the point needs a post number that is kept no more: it would look like one without.
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
    let (point, number) = (&found.service_point, found.to_post_number.as_ref());
    if number.is_none() {
        let required = shop.read_post_number(point, None);
        required.map_err(|_| Error::PostNumberErased)?;
    }
    let fragment = format.fragment(point, number.map(PostNumber::as_str));
    Ok(([NO_STORE], Json(fragment)).into_response())
}
