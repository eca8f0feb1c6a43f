//! What became of selections, counted.

use prometheus_client::encoding::{EncodeLabelSet, EncodeLabelValue, LabelValueEncoder};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::registry::Registry;

use crate::{error::Error, shop::Shop};

/// The families of selections.
#[derive(Default)]
pub(crate) struct SelectionMetrics {
    selections: Family<Labels, Counter>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Labels {
    shop: String,
    outcome: Outcome,
}

/// What became of a request for a selection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Outcome {
    /// Confirmed and stored.
    Created,
    /// The same choice once more.
    Same,
    /// Given back to the page of its cart.
    Restored,
    /// Taken back by the shopper.
    Withdrawn,
    /// Became part of an order.
    Bound,
    Rechecked,
    Erased,
    /// The point's details are no longer fresh, or it is gone.
    Expired,
    /// The point takes no parcels.
    Unavailable,
    /// There is no such point or selection.
    Unknown,
    /// A post number is missing or malformed.
    PostNumber,
    /// An order stands against it.
    Conflict,
    /// Without the backend's secret.
    Refused,
    /// The store failed, or Sendcloud did.
    Failed,
}

impl SelectionMetrics {
    pub(crate) fn register(&self, registry: &mut Registry) {
        let help = "What became of requests for selections";
        registry.register("selections", help, self.selections.clone());
    }

    /// Counts how a request ended; what a limit stopped, or a malformed body, is counted elsewhere.
    pub(crate) fn note<T>(
        &self,
        shop: &Shop,
        ended: &Result<T, Error>,
        well: impl FnOnce(&T) -> Outcome,
    ) {
        let outcome = match ended {
            Ok(done) => Some(well(done)),
            Err(error) => Outcome::of(error),
        };
        if let Some(outcome) = outcome {
            self.count(shop, outcome);
        }
    }

    pub(crate) fn count(&self, shop: &Shop, outcome: Outcome) {
        let labels = Labels {
            shop: shop.config().key.clone(),
            outcome,
        };
        self.selections.get_or_create(&labels).inc();
    }
}

impl Outcome {
    fn of(error: &Error) -> Option<Self> {
        Some(match error {
            Error::Expired(_) => Self::Expired,
            Error::Unavailable(_) => Self::Unavailable,
            Error::UnknownServicePoint | Error::UnknownSelection => Self::Unknown,
            Error::PostNumberRequired | Error::PostNumberInvalid => Self::PostNumber,
            Error::SelectionBound | Error::OrderConflict => Self::Conflict,
            Error::Store(_)
            | Error::Upstream(_)
            | Error::Overloaded
            | Error::ShareSpent { .. }
            | Error::DeadlineExceeded => Self::Failed,
            Error::InvalidParameters(_)
            | Error::InvalidBody { .. }
            | Error::UnknownShop
            | Error::NoPublicKeys
            | Error::UnknownRoute
            | Error::UnknownMethod
            | Error::BodyTimedOut
            | Error::BodyTooLong
            | Error::UriTooLong
            | Error::UnsupportedMediaType
            | Error::UnknownBackend
            | Error::UnknownOrigin
            | Error::SecretInPage
            | Error::ForeignSecret
            | Error::PostNumberErased
            | Error::NoLogo(_)
            | Error::NoTile(_)
            | Error::Internal
            | Error::Limited(_) => return None,
        })
    }

    /// The word of the label.
    fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Same => "same",
            Self::Restored => "restored",
            Self::Withdrawn => "withdrawn",
            Self::Bound => "bound",
            Self::Rechecked => "rechecked",
            Self::Erased => "erased",
            Self::Expired => "expired",
            Self::Unavailable => "unavailable",
            Self::Unknown => "unknown",
            Self::PostNumber => "post_number",
            Self::Conflict => "conflict",
            Self::Refused => "refused",
            Self::Failed => "failed",
        }
    }
}

impl EncodeLabelValue for Outcome {
    fn encode(&self, encoder: &mut LabelValueEncoder<'_>) -> Result<(), std::fmt::Error> {
        EncodeLabelValue::encode(&self.as_str(), encoder)
    }
}
