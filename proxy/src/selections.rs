//! From a shopper's choice to something that a shop's backend can trust.

mod confirm;
mod sign;

pub(crate) use confirm::confirm;
pub(crate) use sign::Signer;

use jiff::Timestamp;
use model::{PostNumber, Reference, Selection, ServicePoint};

/// A selection that was confirmed, before it is signed.
pub(crate) struct Confirmed {
    pub(crate) id: String,
    pub(crate) service_point: ServicePoint,
    pub(crate) to_post_number: Option<PostNumber>,
    pub(crate) is_available: Option<bool>,
    pub(crate) reference: Option<Reference>,
    pub(crate) selected_at: Timestamp,
}

impl Confirmed {
    /// The selection as the shop receives it.
    pub(crate) fn into_selection(self, signer: &Signer) -> Selection {
        let token = signer.sign(&self, self.selected_at);
        Selection {
            id: self.id,
            service_point_id: self.service_point.id,
            to_post_number: self.to_post_number.map(|number| number.as_str().to_owned()),
            carrier: self.service_point.carrier.code.clone(),
            service_point: self.service_point,
            is_available: self.is_available,
            reference: self.reference,
            selected_at: format!("{:.0}", self.selected_at),
            token,
        }
    }
}
