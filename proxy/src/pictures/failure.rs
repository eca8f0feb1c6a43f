//! How a call for a picture fails. `Display` is for the log: it never holds an address.

use std::sync::Arc;

use crate::upstream::BodyError;

/// Why a host gave no picture that can be used.
#[derive(Clone, Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// 401 or 403: nobody but the operator can help.
    #[error("its host answered {0}: it takes no key, or another one")]
    Refused(u16),
    /// 429, or any 5xx.
    #[error("its host answered {0}")]
    Failed(u16),
    /// No connection, or one that broke.
    #[error("its host could not be reached")]
    Unreachable(#[source] Arc<reqwest::Error>),
    /// No complete answer in time.
    #[error("its host did not answer in time")]
    TimedOut,
    /// An answer that is no picture.
    #[error("its host's answer cannot be used: {0}")]
    Malformed(&'static str),
    /// Its host was not asked: too many others wait for that.
    #[error("too many are asked for at once")]
    Crowded,
}

impl From<reqwest::Error> for Failure {
    /// The address is taken off: a key may stand in it.
    fn from(error: reqwest::Error) -> Self {
        let error = error.without_url();
        if !error.is_connect() && error.is_timeout() {
            Self::TimedOut
        } else if !error.is_connect() && error.is_decode() {
            Self::Malformed("it broke off, or its compression is broken")
        } else {
            Self::Unreachable(Arc::new(error))
        }
    }
}

impl From<BodyError> for Failure {
    fn from(error: BodyError) -> Self {
        match error {
            BodyError::Broken(error) => error.into(),
            BodyError::TooLong => Self::Malformed("it is too long"),
        }
    }
}
