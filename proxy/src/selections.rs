//! From a shopper's choice to something that a shop's backend can trust, and finds again.

mod confirm;
mod record;
mod select;
mod sign;
mod store;

pub(crate) use confirm::{Confirmed, confirm};
pub(crate) use record::Record;
pub(crate) use select::select;
pub(crate) use sign::{Keys, Material, Signer, SigningKey, TokenError, Verifier, read_audience};
pub(crate) use store::{
    Binding, Checked, Cursor, Placed, Purged, Retention, Store, StoreError, Withdrawal,
};
