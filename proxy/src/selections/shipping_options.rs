//! What can ship to a selected point, kept for a minute: backends ask again and again while an order
//! is packed, and each question would spend the scarce part of the quota.

use std::convert::Infallible;
use std::sync::Arc;

use crate::app::AppState;
use crate::cache::{Answer, Key, Purpose, Question, Subject, Unanswered};
use crate::upstream::{self, ShippingOptions, ShippingQuestion};
use crate::{error::Error, shop::Shop};

/// The options that Sendcloud has, or had within the last minute.
///
/// # Errors
///
/// Sendcloud's refusal in its own words, its failure, or what keeps it from being asked.
pub(crate) async fn find_shipping_options(
    app: &AppState,
    shop: &Shop,
    question: ShippingQuestion,
) -> Result<Arc<ShippingOptions>, Error> {
    let client = shop.upstream().clone();
    let key = Key::of_shipping(client.account(), &question);
    let asked = Question {
        key: &key,
        subject: Subject::Shipping,
        country: None,
        purpose: Purpose::Recheck,
    };
    let ask = move |_| async move {
        let options = client.shipping_options(&question).await?;
        Ok(Answer::Shipping(Arc::new(options)))
    };
    let served = app.cache().get(asked, || Ok::<(), Infallible>(()), ask);
    match served.await {
        Ok(served) => match served.entry.answer() {
            Answer::Shipping(options) => Ok(options.clone()),
            Answer::Refused(error) => Err(error.clone().into()),
            Answer::Found(_) | Answer::Point(_) | Answer::Available(_) => {
                Err(upstream::Error::Malformed("it is another answer").into())
            }
        },
        Err(Unanswered::Failed(error) | Unanswered::Remembered(error)) => {
            Err(Error::of_own(&error).unwrap_or_else(|| error.into()))
        }
        Err(Unanswered::Limited(never)) => match never {},
        Err(Unanswered::Crowded) => Err(Error::Overloaded),
        Err(Unanswered::TimedOut) => Err(Error::DeadlineExceeded),
    }
}
