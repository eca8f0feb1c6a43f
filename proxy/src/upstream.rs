//! Sendcloud, as the rest of the proxy sees it: three questions and the ways they can fail.

mod body;
mod client;
mod clients;
mod error;
mod points;

pub(crate) use body::read as read_body;
pub(crate) use client::Client;
pub(crate) use clients::Clients;
pub(crate) use error::Error;
#[cfg(fuzzing)]
pub(crate) use points::read_list;
