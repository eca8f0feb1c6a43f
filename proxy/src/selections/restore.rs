//! A reload, a step back or another payment method: the page asks for the selection of its cart.

use std::sync::Arc;

use model::{PostNumber, RestoreRequest, SelectionRequest};
use tokio::time::Instant;

use super::Record;
use super::alternatives::Alternatives;
use super::confirm::{self, confirm};
use super::select::{Selected, is_fresh, place};
use crate::limits::Limited;
use crate::{app::AppState, cache::Purpose, error::Error, id, shop::Shop};

/// Gives back the selection of a cart: as it is where it was made just now, else confirmed once
/// more, which `admit` is asked for.
///
/// # Errors
///
/// 404 where the cart has none, its selection became an order, or holds a post number and the
/// request does not name its id; 409 where its point is gone or takes no parcels any more; and as
/// [`confirm()`] otherwise.
pub(crate) async fn restore(
    app: &AppState,
    shop: &Arc<Shop>,
    request: RestoreRequest,
    started: Instant,
    admit: impl FnOnce() -> Result<(), Limited>,
) -> Result<Selected, Error> {
    let record = find(app, shop, &request).await?;
    if is_fresh(&record, shop, app) {
        let is_new = false;
        return Ok(Selected { record, is_new });
    }
    admit()?;
    let number = record.to_post_number.as_ref().map(PostNumber::as_str);
    let again = SelectionRequest {
        service_point_id: record.service_point.id,
        to_post_number: number.map(str::to_owned),
        reference: Some(request.reference.clone()),
    };
    let confirmed = match confirm(app, shop, &again, Purpose::Select, started).await {
        Ok(confirmed) => confirmed,
        Err(Error::UnknownServicePoint) => {
            let deadline = started + confirm::DEADLINE;
            let point = &record.service_point;
            let alternatives = Alternatives::find(app, shop, point, deadline).await;
            return Err(Error::Expired(alternatives));
        }
        // The shop's rule is another one now, and the page cannot answer it: the shopper chooses
        // once more.
        Err(Error::PostNumberRequired | Error::PostNumberInvalid) => {
            return Err(Error::UnknownSelection);
        }
        Err(error) => return Err(error),
    };
    match place(app, shop, confirmed, again, Some(&record.id)).await {
        // What the shopper did meanwhile, in another tab, counts more than what was there before.
        Err(Error::UnknownSelection) => {
            let record = find(app, shop, &request).await?;
            match is_fresh(&record, shop, app) {
                true => Ok(Selected {
                    record,
                    is_new: false,
                }),
                false => Err(Error::UnknownSelection),
            }
        }
        Err(Error::SelectionBound) => Err(Error::UnknownSelection),
        placed => placed,
    }
}

async fn find(app: &AppState, shop: &Shop, request: &RestoreRequest) -> Result<Record, Error> {
    let key = &shop.config().key;
    let found = app
        .selections()
        .find_current(key, &request.reference)
        .await?;
    let is_given_back = |record: &Record| {
        let is_named = || {
            let id = request.id.as_deref().unwrap_or_default();
            id::is_same(id.as_bytes(), record.id.as_bytes())
        };
        record.bound_at.is_none() && (record.to_post_number.is_none() || is_named())
    };
    found.filter(is_given_back).ok_or(Error::UnknownSelection)
}
