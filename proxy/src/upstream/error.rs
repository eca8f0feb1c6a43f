//! How a call to Sendcloud fails. `Display` is for the log: it never holds an address, a query or
//! anything else of the call.

use std::time::Duration;

use model::ErrorObject;

/// Why Sendcloud gave no answer that can be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// 400: v3 refuses what passed our own checks; its words are for the client.
    #[error("Sendcloud refused the request as invalid")]
    Invalid(Vec<ErrorObject>),
    /// 404.
    #[error("Sendcloud knows no such service point")]
    NotFound,
    /// 401 or 403: nobody but the operator can help.
    #[error(
        "Sendcloud answered {0}: check SENDCLOUD_PUBLIC_KEY and SENDCLOUD_SECRET_KEY, and that the \
         integration has Service Points on and \"Use OAuth2 authentication\" off"
    )]
    Refused(u16),
    /// 429.
    #[error("Sendcloud's rate limit is spent")]
    RateLimited {
        /// How long Sendcloud asked to be left alone.
        retry_after: Option<Duration>,
    },
    /// 503 without a code: only searches by address are affected.
    #[error("Sendcloud's geocoder is down")]
    GeocoderDown {
        /// v3's text for the client.
        detail: String,
    },
    /// Any other 5xx.
    #[error("Sendcloud answered {0}")]
    Failed(u16),
    /// No connection, or one that broke.
    #[error("Sendcloud could not be reached")]
    Unreachable(#[source] reqwest::Error),
    /// No complete answer in time.
    #[error("Sendcloud did not answer in time")]
    TimedOut,
    /// An answer that is none of v3's.
    #[error("Sendcloud's answer cannot be used: {0}")]
    Malformed(&'static str),
}

impl From<reqwest::Error> for Error {
    /// The address is taken off: its query is the shopper's address.
    fn from(error: reqwest::Error) -> Self {
        let error = error.without_url();
        if error.is_connect() {
            Self::Unreachable(error)
        } else if error.is_timeout() {
            Self::TimedOut
        } else if error.is_decode() {
            Self::Malformed("its compression is broken")
        } else {
            Self::Unreachable(error)
        }
    }
}
