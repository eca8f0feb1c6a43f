//! Sendcloud, as the rest of the proxy sees it: a few questions and the ways they can fail.

mod account;
mod auth;
mod body;
mod call;
mod client;
mod clients;
mod error;
mod http;
mod integration;
mod metrics;
mod points;
mod retries;
mod shipping;

pub(crate) use body::{BodyError, read as read_body};
pub(crate) use client::Client;
pub(crate) use clients::Clients;
pub(crate) use error::{Error, Sickness};
pub(crate) use http::client as http_client;
pub(crate) use integration::Integration;
#[cfg(fuzzing)]
pub(crate) use points::read_list;
pub(crate) use shipping::{
    ParcelWeight, ShippingOptions, ShippingQuestion, UnusableWeight, WeightUnit,
};

/// For whom a call is made: whose share of the quota it spends, and whose it may borrow. The highest
/// comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Urgency {
    /// A confirmation: the shopper has decided.
    Selection,
    /// What a shop's backend asks for: it can wait, and must not spend what shoppers need.
    Backend,
    /// A search that a shopper waits for.
    Interactive,
    /// An answer that is renewed before anybody waits for it.
    Refresh,
}
