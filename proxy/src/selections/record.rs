//! A selection as it is stored: all that a shop may ask for later.

use std::fmt;

use jiff::{SignedDuration, Timestamp};
use model::{PostNumber, Reference, Selection, ServicePoint, ServicePointId};

use super::Signer;

/// How far the clocks of proxies that share a store may be apart.
const LEEWAY: SignedDuration = SignedDuration::from_mins(1);

/// A confirmed selection. Everything that is signed can be made of it, so a lost answer is none.
#[derive(Clone, PartialEq)]
pub(crate) struct Record {
    /// `sel_` and 128 random bits, base64url.
    pub(crate) id: String,
    /// Key of the shop.
    pub(crate) shop: String,
    /// The cart, as the page named it.
    pub(crate) reference: Option<Reference>,
    /// The order that it became part of, as the shop's backend named it.
    pub(crate) order_reference: Option<Reference>,
    /// Whether its references lead to it: one replaced or withdrawn is found by its id alone.
    pub(crate) is_current: bool,
    /// The v3 service point as it was when it was last looked at.
    pub(crate) service_point: ServicePoint,
    /// The shopper's number with the carrier.
    pub(crate) to_post_number: Option<PostNumber>,
    /// Sendcloud's own answer; none where it could not be asked.
    pub(crate) is_available: Option<bool>,
    /// When the shopper's choice was confirmed.
    pub(crate) selected_at: Timestamp,
    /// When Sendcloud was last asked about the point.
    pub(crate) checked_at: Timestamp,
    /// When it became part of an order.
    pub(crate) bound_at: Option<Timestamp>,
    /// The id that the point had when it was selected, where Sendcloud has given it another since.
    pub(crate) earlier_service_point_id: Option<ServicePointId>,
}

impl Record {
    /// The selection as the shop receives it, with a token of this moment.
    pub(crate) fn to_selection(&self, signer: &Signer, now: Timestamp) -> Selection {
        let number = self.to_post_number.as_ref();
        Selection {
            id: self.id.clone(),
            service_point_id: self.service_point.id,
            to_post_number: number.map(|number| number.as_str().to_owned()),
            carrier: self.service_point.carrier.code.clone(),
            service_point: self.service_point.clone(),
            is_available: self.is_available,
            reference: self.reference.clone(),
            selected_at: format!("{:.0}", self.selected_at),
            token: signer.sign(self, now),
        }
    }

    /// Whether it is given out again as it is: made since then and, where a clock was set back, not
    /// after `now`; and not found wanting by a later look, as an expired point is unless that is
    /// allowed.
    pub(crate) fn is_fresh(&self, since: Timestamp, now: Timestamp, allow_expired: bool) -> bool {
        let is_expired = self.service_point.is_expired && !allow_expired;
        let is_wanting = self.is_available == Some(false) || is_expired;
        !is_wanting && since <= self.selected_at && self.selected_at <= now + LEEWAY
    }

    /// Whether the shopper chose the same in both.
    pub(crate) fn is_same_choice(&self, other: &Self) -> bool {
        self.service_point.id == other.service_point.id
            && self.to_post_number == other.to_post_number
    }
}

// Post number and references must not reach a log by way of `{:?}`.
impl fmt::Debug for Record {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Record")
            .field("id", &self.id)
            .field("shop", &self.shop)
            .finish_non_exhaustive()
    }
}
