//! What is told of the work: a line of the log and a count of the metrics for each request. Nothing
//! that a shopper typed, and nothing secret, is within reach of it.

mod log;
pub(crate) mod request;

pub(crate) use log::register;
pub use log::{Form, Logs, chain, start, subscriber};
pub(crate) use request::{CacheOutcome, log_request};
