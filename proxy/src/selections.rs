//! From a shopper's choice to something that a shop's backend can trust, and finds again.

mod alternatives;
mod availability;
mod confirm;
mod handoff;
mod metrics;
mod recheck;
mod record;
mod restore;
mod retention;
mod select;
mod shipping_options;
mod sign;
mod store;

pub(crate) use alternatives::Alternatives;
pub(crate) use confirm::{Confirmed, confirm};
pub(crate) use handoff::Format;
pub(crate) use metrics::{Outcome, SelectionMetrics};
pub(crate) use recheck::recheck;
pub(crate) use record::Record;
pub(crate) use restore::restore;
pub(crate) use retention::remove_old;
pub(crate) use select::{Selected, select};
pub(crate) use shipping_options::find_shipping_options;
pub(crate) use sign::{Keys, Material, Signer, SigningKey, TokenError, Verifier, read_audience};
pub(crate) use store::{
    Binding, Checked, Cursor, Health, Placed, Retention, Store, StoreError, Withdrawal,
};
