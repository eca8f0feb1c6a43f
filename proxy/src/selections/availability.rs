//! Whether a point takes parcels now: the scarce question, asked through the cache.

use std::convert::Infallible;

use model::ServicePointId;
use tokio::time::{Instant, timeout_at};
use tracing::{error, warn};

use crate::app::AppState;
use crate::cache::{Answer, Key, Purpose, Question, Subject, Unanswered};
use crate::{error::Error, shop::Shop, upstream};

/// What Sendcloud says of a point.
#[derive(Debug)]
pub(super) enum Availability {
    Known(bool),
    /// There is no such point.
    Gone,
    /// Sendcloud could not be asked, or not in time.
    Unknown,
    /// The proxy had no call left for it, for this reason.
    NoTurn(Error),
}

/// Sendcloud's answer, which may be some seconds old.
pub(super) async fn ask_availability(
    app: &AppState,
    shop: &Shop,
    id: ServicePointId,
    purpose: Purpose,
    deadline: Instant,
) -> Availability {
    let client = shop.upstream().clone();
    let question = Question {
        key: &Key::of_availability(client.account(), id),
        subject: Subject::Availability,
        country: None,
        purpose,
    };
    let ask = move |urgency| async move {
        let answer = client.check_availability(id, urgency).await;
        answer.map(Answer::Available)
    };
    let served = app.cache().get(question, || Ok::<(), Infallible>(()), ask);
    let cause = match timeout_at(deadline, served).await {
        Ok(Ok(served)) => match served.entry.answer() {
            Answer::Available(is_available) => return Availability::Known(*is_available),
            Answer::Refused(upstream::Error::NotFound) => return Availability::Gone,
            Answer::Refused(error) => error.clone(),
            Answer::Found(_) | Answer::Point(_) | Answer::Shipping(_) => {
                upstream::Error::Malformed("it is another answer")
            }
        },
        Ok(Err(Unanswered::Failed(error) | Unanswered::Remembered(error))) => error,
        Ok(Err(Unanswered::Limited(never))) => match never {},
        Ok(Err(Unanswered::Crowded)) => return Availability::NoTurn(Error::Overloaded),
        Ok(Err(Unanswered::TimedOut)) | Err(_) => upstream::Error::TimedOut,
    };
    if let Some(own) = Error::of_own(&cause) {
        return Availability::NoTurn(own);
    }
    match cause.action() {
        Some(action) => error!(%cause, "{action}"),
        None => warn!(%cause, "availability could not be asked, the selection does without it"),
    }
    Availability::Unknown
}
