//! How a call to Sendcloud fails. `Display` is for the log: it never holds an address, a query or
//! anything else of the call.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use model::ErrorObject;

/// Why Sendcloud gave no answer that can be used.
#[derive(Clone, Debug, thiserror::Error)]
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
         integration has Service Points on and \"Use OAuth2 authentication\" as SENDCLOUD_AUTH says"
    )]
    Refused(u16),
    /// 400 for what the operator set, not for what was asked.
    #[error("Sendcloud refuses the integration's settings")]
    Misconfigured,
    /// The token endpoint refuses the keys.
    #[error(
        "Sendcloud's token endpoint answered {0}: check SENDCLOUD_PUBLIC_KEY and \
         SENDCLOUD_SECRET_KEY, and that the integration has \"Use OAuth2 authentication\" on"
    )]
    TokenRefused(u16),
    /// Sendcloud was not asked, for its good or ours.
    #[error("Sendcloud was not asked: {reason}")]
    Sick {
        /// What keeps it from being asked.
        reason: Sickness,
        /// When asking is worth while again.
        retry_after: Duration,
    },
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
    Unreachable(#[source] Arc<reqwest::Error>),
    /// No complete answer in time.
    #[error("Sendcloud did not answer in time")]
    TimedOut,
    /// An answer that is none of v3's.
    #[error("Sendcloud's answer cannot be used: {0}")]
    Malformed(&'static str),
}

/// Why Sendcloud is not asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sickness {
    /// Calls of this class have failed.
    Breaker,
    /// A 429 or refused keys ask for a pause.
    Hold,
    /// The account's own limit is spent.
    Quota,
    /// Too many calls are under way.
    Overloaded,
}

impl Sickness {
    /// The word of logs and metrics.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Breaker => "breaker",
            Self::Hold => "hold",
            Self::Quota => "quota",
            Self::Overloaded => "overloaded",
        }
    }
}

impl fmt::Display for Sickness {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl Error {
    /// Whether an answer of earlier may be served instead: Sendcloud did not say that it is wrong.
    pub(crate) fn is_transient(&self) -> bool {
        !matches!(
            self,
            Self::Invalid(_) | Self::Misconfigured | Self::NotFound
        )
    }

    /// Whether one share of the quota is spent, while another may not be.
    pub(crate) fn is_of_quota(&self) -> bool {
        matches!(
            self,
            Self::Sick {
                reason: Sickness::Quota,
                ..
            }
        )
    }

    /// Whether Sendcloud calls the question wrong, whoever is to blame for it.
    pub(crate) fn is_refusal(&self) -> bool {
        matches!(self, Self::Invalid(_) | Self::Misconfigured)
    }

    /// What Sendcloud answered with, where it did and that is known.
    pub(crate) fn status(&self) -> Option<u16> {
        match self {
            Self::Invalid(_) | Self::Misconfigured => Some(400),
            Self::NotFound => Some(404),
            Self::RateLimited { .. } => Some(429),
            Self::GeocoderDown { .. } => Some(503),
            Self::Refused(status) | Self::Failed(status) => Some(*status),
            Self::TokenRefused(_)
            | Self::Sick { .. }
            | Self::Unreachable(_)
            | Self::TimedOut
            | Self::Malformed(_) => None,
        }
    }

    /// Whether the service failed, or the way to it: what a breaker counts.
    pub(super) fn is_failure(&self) -> bool {
        match self {
            Self::GeocoderDown { .. }
            | Self::Failed(_)
            | Self::Unreachable(_)
            | Self::TimedOut
            | Self::Malformed(_) => true,
            Self::Invalid(_)
            | Self::NotFound
            | Self::Refused(_)
            | Self::TokenRefused(_)
            | Self::Misconfigured
            | Self::Sick { .. }
            | Self::RateLimited { .. } => false,
        }
    }

    /// Whether the connection never came to be, so that Sendcloud knows nothing of the call.
    pub(super) fn is_unsent(&self) -> bool {
        matches!(self, Self::Unreachable(error) if error.is_connect())
    }

    /// Whether another attempt may go better: nothing of an answer came, or some gateway's.
    pub(super) fn is_passing(&self) -> bool {
        matches!(self, Self::Unreachable(_) | Self::Failed(502..=504))
    }

    /// The word of metrics.
    pub(super) fn outcome(&self) -> &'static str {
        match self {
            Self::Invalid(_) | Self::Misconfigured => "invalid",
            Self::NotFound => "not_found",
            Self::Refused(_) | Self::TokenRefused(_) => "refused",
            Self::Sick { reason, .. } => reason.as_str(),
            Self::RateLimited { .. } => "rate_limited",
            Self::GeocoderDown { .. } => "geocoder_down",
            Self::Failed(_) => "failed",
            Self::Unreachable(_) => "unreachable",
            Self::TimedOut => "timed_out",
            Self::Malformed(_) => "malformed",
        }
    }

    /// Tells a 400 that the operator has to mend from one that the request brought on itself.
    ///
    /// v3 names no parameter where the integration is the cause, and neither where the carriers
    /// are: those are the operator's only where `is_scope_configured`, since a page may name any.
    pub(crate) fn find_fault(self, is_scope_configured: bool) -> Self {
        let Self::Invalid(errors) = self else {
            return self;
        };
        let is_of_carriers = |error: &ErrorObject| match error.source.parameter.as_deref() {
            Some(parameter) => matches!(parameter, "carrier_code" | "use_integration_carriers"),
            None => error.detail.to_ascii_lowercase().contains("carrier"),
        };
        let is_of_operator = |error: &ErrorObject| {
            if is_of_carriers(error) {
                is_scope_configured
            } else {
                error.source.is_empty()
            }
        };
        if errors.iter().any(is_of_operator) {
            Self::Misconfigured
        } else {
            Self::Invalid(errors)
        }
    }

    /// What somebody has to do, where nothing else helps.
    pub(crate) fn action(&self) -> Option<&'static str> {
        match self {
            Self::Refused(_) | Self::TokenRefused(_) => {
                Some("Sendcloud refuses the credentials: no search works until that is mended")
            }
            Self::Misconfigured => Some(
                "Sendcloud refuses what the shop is set to: check that Service Points is on in \
                 the integration, and the codes in PICKER_CARRIERS",
            ),
            _ => None,
        }
    }
}

impl From<reqwest::Error> for Error {
    /// The address is taken off: its query is the shopper's address.
    fn from(error: reqwest::Error) -> Self {
        let error = error.without_url();
        if error.is_connect() {
            Self::Unreachable(Arc::new(error))
        } else if error.is_timeout() {
            Self::TimedOut
        } else if error.is_decode() {
            Self::Malformed("it broke off, or its compression is broken")
        } else {
            Self::Unreachable(Arc::new(error))
        }
    }
}
