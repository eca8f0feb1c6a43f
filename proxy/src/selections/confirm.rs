//! The confirmation: nothing of the point is believed but its id, everything else is read again.

use std::sync::Arc;
use std::time::Duration;

use model::{PostNumber, SelectionRequest, ServicePoint};
use tokio::time::Instant;
use tracing::warn;

use super::alternatives::Alternatives;
use super::availability::{Availability, ask_availability};
use crate::{app::AppState, cache::Purpose, error::Error, lookup::Lookup, shop::Shop};

/// For the body and the questions to Sendcloud; what is left of it goes to the last, which a
/// confirmation can do without.
pub(super) const DEADLINE: Duration = Duration::from_millis(7_500);

/// A point that may be selected, as Sendcloud tells of it now.
pub(crate) struct Confirmed {
    pub(crate) service_point: ServicePoint,
    pub(crate) to_post_number: Option<PostNumber>,
    /// None where Sendcloud could not be asked.
    pub(crate) is_available: Option<bool>,
}

/// Confirms what a shopper chose in a request that `started` then, whose `purpose` says whether a
/// page or a backend asks.
///
/// # Errors
///
/// In this order: the point is unknown, not offered by the shop or expired where the shop does not
/// allow that, its rule finds the post number missing or malformed, the carrier takes no parcels
/// there. The scarce question comes last. Where the point is no choice any more, its neighbours are
/// told.
pub(crate) async fn confirm(
    app: &AppState,
    shop: &Arc<Shop>,
    request: &SelectionRequest,
    purpose: Purpose,
    started: Instant,
) -> Result<Confirmed, Error> {
    let deadline = started + DEADLINE;
    let lookup = Lookup::point(shop, request.service_point_id);
    let (service_point, is_current) = lookup.point_to_confirm(app, purpose).await?;
    if service_point.is_expired && !shop.config().allow_expired {
        let alternatives = Alternatives::find(app, shop, &service_point, deadline).await;
        return Err(Error::Expired(alternatives));
    }
    let to_post_number =
        shop.read_post_number(&service_point, request.to_post_number.as_deref())?;
    let is_available = if is_current {
        let id = service_point.id;
        match ask_availability(app, shop, id, purpose, deadline).await {
            Availability::Known(true) => Some(true),
            Availability::Known(false) => {
                let alternatives = Alternatives::find(app, shop, &service_point, deadline).await;
                return Err(Error::Unavailable(alternatives));
            }
            Availability::Gone => return Err(Error::UnknownServicePoint),
            // A carrier's outage must not close a checkout.
            Availability::Unknown => None,
            Availability::NoTurn(cause) => {
                warn!(%cause, "availability could not be asked, the selection does without it");
                None
            }
        }
    } else {
        // Sendcloud fails, so it would not say either.
        None
    };
    Ok(Confirmed {
        service_point,
        to_post_number,
        is_available,
    })
}
