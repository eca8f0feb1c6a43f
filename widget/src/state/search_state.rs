//! How a search stands, and what a shopper can be told of one that failed.

use model::{GeocodingResult, GeocodingStatus};

use crate::{
    api::ApiError,
    query::{Place, Reach},
    text::Text,
};

/// How the search stands.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum SearchState {
    /// Nothing was searched for yet.
    Start,
    /// An answer is awaited, or the first search is still to come; earlier results stay.
    Searching,
    /// The same, for longer than usual.
    Slow,
    /// An answer came, with points or without.
    Answered(Answer),
    /// No answer came; earlier results stay.
    Failed(Failure),
}

/// What was searched for, and how it was understood.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Answer {
    /// What was searched for.
    pub(crate) place: Place,
    /// How much of it.
    pub(crate) reach: Reach,
    /// The radius of the last search before it that found nothing, in metres.
    pub(crate) widened_from_m: Option<u32>,
    /// Whether it was answered from the page's own points.
    pub(crate) is_own: bool,
    /// How it was understood.
    pub(crate) geocoding: Option<GeocodingResult>,
}

/// What a shopper can be told of a failed search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// The device has no connection.
    Offline,
    /// The proxy cannot be reached.
    Unreachable,
    /// The proxy does not answer in time.
    TimedOut,
    /// The proxy answered, but had nothing to answer with.
    Unavailable,
    /// Too many searches; seconds to wait.
    RateLimited(u32),
    /// Addresses cannot be looked up for the moment.
    GeocoderDown,
    /// Something that only the shop can mend.
    Misconfigured,
    /// The shopper has not said in which of the shop's countries.
    NoCountry,
    /// Where the device is nobody can tell; the text says why.
    NoLocation(Text),
}

impl Answer {
    /// Whether the address was not found, which says nothing of what is near it.
    pub(crate) fn is_unknown_address(&self) -> bool {
        let status = self.geocoding.as_ref().map(|geocoding| geocoding.status);
        status == Some(GeocodingStatus::NotFound)
    }
}

impl Failure {
    /// What a shopper is told; none where a newer search made the answer pointless.
    pub(crate) fn of(error: &ApiError, is_online: bool) -> Option<Self> {
        Some(match error {
            ApiError::Aborted => return None,
            ApiError::Network | ApiError::TimedOut if !is_online => Self::Offline,
            ApiError::Network => Self::Unreachable,
            ApiError::TimedOut => Self::TimedOut,
            ApiError::Unreadable => Self::Unavailable,
            ApiError::Refused(refusal) => match (refusal.status, refusal.code.as_deref()) {
                (429, _) => Self::RateLimited(refusal.retry_after_s.unwrap_or(5)),
                // v3 leaves the code out where its geocoder is down.
                (503, None) => Self::GeocoderDown,
                (502, Some("upstream_refused")) | (400..=499, _) => Self::Misconfigured,
                _ => Self::Unavailable,
            },
        })
    }

    /// The code of the `service-point-error` event, none where it is no error, and whether trying
    /// again may help.
    pub(crate) fn code(self) -> Option<(&'static str, bool)> {
        Some(match self {
            Self::Offline => ("offline", true),
            Self::Unreachable => ("network", true),
            Self::TimedOut => ("timeout", true),
            Self::Unavailable => ("unavailable", true),
            Self::RateLimited(_) => ("rate_limited", true),
            Self::GeocoderDown => ("geocoder_down", true),
            Self::Misconfigured => ("config", false),
            Self::NoCountry | Self::NoLocation(_) => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Failure;
    use crate::api::{ApiError, Refusal};

    fn refused(status: u16, code: Option<&str>) -> ApiError {
        ApiError::Refused(Box::new(Refusal {
            status,
            code: code.map(str::to_owned),
            retry_after_s: Some(7),
            ..Refusal::default()
        }))
    }

    #[test]
    fn each_answer_has_its_own_message() {
        for (error, failure) in [
            (ApiError::Aborted, None),
            (ApiError::Network, Some(Failure::Unreachable)),
            (ApiError::TimedOut, Some(Failure::TimedOut)),
            (ApiError::Unreadable, Some(Failure::Unavailable)),
            (
                refused(429, Some("rate_limited")),
                Some(Failure::RateLimited(7)),
            ),
            (refused(503, None), Some(Failure::GeocoderDown)),
            (refused(503, Some("overloaded")), Some(Failure::Unavailable)),
            (
                refused(504, Some("upstream_timeout")),
                Some(Failure::Unavailable),
            ),
            (
                refused(400, Some("validation_error")),
                Some(Failure::Misconfigured),
            ),
            (
                refused(403, Some("forbidden")),
                Some(Failure::Misconfigured),
            ),
            (
                refused(502, Some("upstream_refused")),
                Some(Failure::Misconfigured),
            ),
            (
                refused(502, Some("upstream_invalid")),
                Some(Failure::Unavailable),
            ),
        ] {
            assert_eq!(Failure::of(&error, true), failure, "{error:?}");
        }
    }

    #[test]
    fn without_a_connection_nobody_else_is_to_blame() {
        assert_eq!(
            Failure::of(&ApiError::Network, false),
            Some(Failure::Offline)
        );
        assert_eq!(
            Failure::of(&ApiError::TimedOut, false),
            Some(Failure::Offline)
        );
        let answered = refused(503, None);
        assert_eq!(Failure::of(&answered, false), Some(Failure::GeocoderDown));
    }
}
