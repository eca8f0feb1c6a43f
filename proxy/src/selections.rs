//! From a shopper's choice to something that a shop's backend can trust, and finds again.

mod confirm;
mod handoff;
mod record;
mod select;
mod shipping_options;
mod sign;
mod store;

pub(crate) use confirm::{Confirmed, confirm};
pub(crate) use handoff::Format;
pub(crate) use record::Record;
pub(crate) use select::select;
pub(crate) use shipping_options::find_shipping_options;
pub(crate) use sign::Signer;
pub(crate) use store::{
    Binding, Checked, Cursor, Placed, Purged, Retention, Store, StoreError, Withdrawal,
};
