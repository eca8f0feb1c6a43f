//! The confirmation: nothing of the point is believed but its id, everything else is read again.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use model::{PostNumber, SelectionRequest, ServicePoint};
use tokio::time::{Instant, timeout_at};
use tracing::{error, warn};

use crate::app::AppState;
use crate::cache::{Answer, Key, Purpose, Question, Subject, Unanswered};
use crate::{error::Error, lookup::Lookup, shop::Shop, upstream};

/// For the body and both questions to Sendcloud; what is left of it goes to the last, which a
/// confirmation can do without.
const DEADLINE: Duration = Duration::from_millis(7_500);

/// A point that may be selected, as Sendcloud tells of it now.
pub(crate) struct Confirmed {
    pub(crate) service_point: ServicePoint,
    pub(crate) to_post_number: Option<PostNumber>,
    /// None where Sendcloud could not be asked.
    pub(crate) is_available: Option<bool>,
}

/// Confirms what a shopper chose in a request that `started` then.
///
/// # Errors
///
/// In this order: the point is unknown, not offered by the shop or expired, its rule finds the post
/// number missing or malformed, the carrier takes no parcels there. The scarce question comes last.
pub(crate) async fn confirm(
    app: &AppState,
    shop: &Arc<Shop>,
    request: &SelectionRequest,
    started: Instant,
) -> Result<Confirmed, Error> {
    let deadline = started + DEADLINE;
    let lookup = Lookup::point(shop, request.service_point_id);
    let (service_point, is_current) = lookup.point_to_confirm(app).await?;
    if service_point.is_expired {
        return Err(Error::Expired);
    }
    let to_post_number =
        shop.read_post_number(&service_point, request.to_post_number.as_deref())?;
    let is_available = if is_current {
        let asked = timeout_at(deadline, ask_availability(app, shop, &service_point)).await;
        asked.unwrap_or_else(|_| {
            warn!("availability was not told in time, the selection is confirmed without it");
            Ok(None)
        })?
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

/// Sendcloud's answer, which may be some seconds old; none where it could not be asked: a carrier's
/// outage must not close a checkout.
async fn ask_availability(
    app: &AppState,
    shop: &Shop,
    point: &ServicePoint,
) -> Result<Option<bool>, Error> {
    let client = shop.upstream().clone();
    let id = point.id;
    let question = Question {
        key: &Key::of_availability(client.account(), id),
        subject: Subject::Availability,
        country: None,
        purpose: Purpose::Select,
    };
    let ask = move |_| async move { client.check_availability(id).await.map(Answer::Available) };
    let served = app
        .cache()
        .get(question, || Ok::<(), Infallible>(()), ask)
        .await;
    let cause = match served {
        Ok(served) => match served.entry.answer() {
            Answer::Available(true) => return Ok(Some(true)),
            Answer::Available(false) => return Err(Error::Unavailable),
            Answer::Refused(upstream::Error::NotFound) => return Err(Error::UnknownServicePoint),
            Answer::Refused(error) => error.clone(),
            Answer::Found(_) | Answer::Point(_) | Answer::Shipping(_) => {
                upstream::Error::Malformed("it is another answer")
            }
        },
        Err(Unanswered::Failed(error) | Unanswered::Remembered(error)) => error,
        Err(Unanswered::Limited(never)) => match never {},
        Err(Unanswered::Crowded | Unanswered::TimedOut) => upstream::Error::TimedOut,
    };
    match cause.action() {
        Some(action) => error!(%cause, "{action}"),
        None => warn!(
            %cause,
            "availability could not be asked, the selection is confirmed without it"
        ),
    }
    Ok(None)
}
