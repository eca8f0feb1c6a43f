//! A shopper's choice becomes the selection of a cart: found again, or confirmed and stored.

use std::sync::Arc;

use jiff::SignedDuration;
use model::SelectionRequest;
use tokio::time::Instant;

use super::{Confirmed, Placed, Record, confirm};
use crate::{app::AppState, cache::Purpose, error::Error, id, shop::Shop};

/// How long the same choice is taken for the same selection, without Sendcloud being asked again.
const SAME_FOR: SignedDuration = SignedDuration::from_mins(30);

/// A selection, and whether it was made just now.
#[derive(Debug)]
pub(crate) struct Selected {
    pub(crate) record: Record,
    pub(crate) is_new: bool,
}

/// Makes the selection that a request of `started` asks for, whose `purpose` says whether it is a
/// page's or a backend's: the one that its reference has where it is the same choice, else a new one
/// in its place. It is stored when this returns.
///
/// # Errors
///
/// As [`confirm()`]; 409 where the reference became an order; 503 where the store fails.
pub(crate) async fn select(
    app: &AppState,
    shop: &Arc<Shop>,
    request: SelectionRequest,
    purpose: Purpose,
    started: Instant,
) -> Result<Selected, Error> {
    let key = &shop.config().key;
    let mut current = None;
    if let Some(reference) = &request.reference {
        current = app.selections().find_current(key, reference).await?;
    }
    if let Some(record) = &current {
        if record.bound_at.is_some() {
            return Err(Error::SelectionBound);
        }
        if is_asked_for(record, shop, &request) && is_fresh(record, shop, app) {
            let record = record.clone();
            let is_new = false;
            return Ok(Selected { record, is_new });
        }
    }
    let confirmed = confirm(app, shop, &request, purpose, started).await?;
    place(app, shop, confirmed, request, None).await
}

/// Whether a selection is given out again as it is, without Sendcloud being asked.
pub(super) fn is_fresh(record: &Record, shop: &Shop, app: &AppState) -> bool {
    let now = app.clock().now();
    record.is_fresh(now - SAME_FOR, now, shop.config().allow_expired)
}

/// Stores what was confirmed; with an id in the place of that selection alone.
///
/// # Errors
///
/// 404 where that selection is not the current one any more; 409 where the reference became an
/// order; 503 where the store fails.
pub(super) async fn place(
    app: &AppState,
    shop: &Shop,
    confirmed: Confirmed,
    request: SelectionRequest,
    instead_of: Option<&str>,
) -> Result<Selected, Error> {
    let record = record(confirmed, shop, request, app);
    let fresh_since = record.selected_at - SAME_FOR;
    let store = app.selections();
    let placed = match instead_of {
        Some(id) => store.renew(&record, fresh_since, id).await?,
        None => store.place(&record, fresh_since).await?,
    };
    match placed {
        Placed::New => Ok(Selected {
            record,
            is_new: true,
        }),
        Placed::Same(current) => Ok(Selected {
            record: *current,
            is_new: false,
        }),
        Placed::Bound => Err(Error::SelectionBound),
        Placed::Changed => Err(Error::UnknownSelection),
    }
}

/// Whether the shopper asks for what is there: the same point, and the same number however it is
/// written.
fn is_asked_for(current: &Record, shop: &Shop, request: &SelectionRequest) -> bool {
    let typed = request.to_post_number.as_deref();
    let number = shop.read_post_number(&current.service_point, typed);
    current.service_point.id == request.service_point_id
        && number.is_ok_and(|number| number == current.to_post_number)
}

fn record(confirmed: Confirmed, shop: &Shop, request: SelectionRequest, app: &AppState) -> Record {
    let now = app.clock().now();
    Record {
        id: format!("sel_{}", id::random::<16>()),
        shop: shop.config().key.clone(),
        reference: request.reference,
        order_reference: None,
        is_current: true,
        service_point: confirmed.service_point,
        to_post_number: confirmed.to_post_number,
        is_available: confirmed.is_available,
        selected_at: now,
        checked_at: now,
        bound_at: None,
        earlier_service_point_id: None,
    }
}
