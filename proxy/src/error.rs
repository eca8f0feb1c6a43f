//! Why a request is refused, and how v3's envelope says it.
//!
//! `Display` is for the client; a source is for the log alone. [`IntoResponse`] writes the envelope
//! and leaves the error in the response's extensions, where [`crate::telemetry`] logs it once.

use std::{sync::Arc, time::Duration};

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use model::{ErrorEnvelope, ErrorMeta, ErrorObject, code};

use crate::limits::Limited;
use crate::pictures;
use crate::selections::{Alternatives, StoreError};
use crate::upstream;

/// Codes of ours, beside those that v3 documents.
mod own_code {
    pub(super) const RATE_LIMITED: &str = "rate_limited";
    pub(super) const CONFLICT: &str = "conflict";
    pub(super) const STORE_UNAVAILABLE: &str = "store_unavailable";
    pub(super) const EXPIRED: &str = "expired";
    pub(super) const INTERNAL: &str = "internal";
    pub(super) const POST_NUMBER_ERASED: &str = "post_number_erased";
    pub(super) const OVERLOADED: &str = "overloaded";
    pub(super) const SHARE_SPENT: &str = "share_spent";
    pub(super) const UNAVAILABLE: &str = "unavailable";
    pub(super) const UPSTREAM_INVALID: &str = "upstream_invalid";
    pub(super) const UPSTREAM_REFUSED: &str = "upstream_refused";
    pub(super) const UPSTREAM_TIMEOUT: &str = "upstream_timeout";
    pub(super) const UPSTREAM_UNAVAILABLE: &str = "upstream_unavailable";
}

/// `Retry-After` of a 503 that Sendcloud gave no time for.
const RETRY_AFTER: Duration = Duration::from_secs(5);
/// The same for a spent rate limit: its minute is over by then.
const RETRY_AFTER_LIMIT: Duration = Duration::from_secs(60);
/// The same for a proxy that has too much to do.
const RETRY_AFTER_OVERLOAD: Duration = Duration::from_secs(1);
/// Field of a selection's body that holds the post number.
const POST_NUMBER: &str = "/to_post_number";

/// Why a request is refused.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// 400 with every violation that was found.
    #[error("a parameter is missing or malformed")]
    InvalidParameters(Vec<ErrorObject>),
    /// 400: the body is no JSON of the right form.
    #[error("{detail}")]
    InvalidBody {
        /// What is wrong, for the one who sent it.
        detail: String,
        /// JSON pointer to the field, where one is at fault.
        pointer: Option<String>,
    },
    /// 401; no word of whether the shop has a backend at all.
    #[error("this needs the backend secret of the shop, as a bearer")]
    UnknownBackend,
    /// 403.
    #[error("this origin may not use the picker")]
    UnknownOrigin,
    /// 403: who has read the page has the secret.
    #[error("this is for the shop's backend: no page may ask, nor hold the secret")]
    SecretInPage,
    /// 403.
    #[error("the backend secret is another shop's")]
    ForeignSecret,
    /// 404.
    #[error("the shop could not be found")]
    UnknownShop,
    /// 404, in v3's words.
    #[error("The service point could not be found")]
    UnknownServicePoint,
    /// 404; also where it is another shop's.
    #[error("there is no such selection")]
    UnknownSelection,
    /// 404: a secret is shown to nobody.
    #[error("the shop signs with a secret: it has no public keys")]
    NoPublicKeys,
    /// 404.
    #[error("there is nothing at this address")]
    UnknownRoute,
    /// 405.
    #[error("this address does not take the method")]
    UnknownMethod,
    /// 408.
    #[error("the body did not arrive in time")]
    BodyTimedOut,
    /// 409: the details are no longer fresh, so the point may be gone; unless the shop allows that.
    #[error("the service point is expired")]
    Expired(Alternatives),
    /// 409: the carrier takes no parcels there now.
    #[error("the service point is not available")]
    Unavailable(Alternatives),
    /// 409: what was ordered stays as it was ordered.
    #[error("this reference has become an order, whose selection does not change any more")]
    SelectionBound,
    /// 409: an order has one selection, and a selection one order.
    #[error("the selection belongs to another order, or the order has another selection")]
    OrderConflict,
    /// 409: a label without it would send the parcel to nobody's locker.
    #[error("the post number has been erased: use the one that was saved with the order")]
    PostNumberErased,
    /// 413.
    #[error("the body is too long")]
    BodyTooLong,
    /// 414.
    #[error("the address is too long")]
    UriTooLong,
    /// 415.
    #[error("the body must be application/json")]
    UnsupportedMediaType,
    /// 422.
    #[error("the service point asks for a post number")]
    PostNumberRequired,
    /// 422.
    #[error("this is not a post number of the carrier")]
    PostNumberInvalid,
    /// 429, by a limit of ours.
    #[error("too many requests: try again later")]
    Limited(#[from] Limited),
    /// 500: a fault of the program.
    #[error("the proxy failed")]
    Internal,
    /// 503: nothing is acknowledged that is not stored.
    #[error("selections cannot be stored or read at this time")]
    Store(#[from] StoreError),
    /// 503: more at a time than the proxy takes.
    #[error("the proxy has too much to do")]
    Overloaded,
    /// 503: a backend's turn would not come in time.
    #[error("the proxy's own share of calls to Sendcloud is spent: ask again later")]
    ShareSpent {
        /// Until there is a turn.
        retry_after: Duration,
    },
    /// 400, 404, 502, 503 or 504, by what happened.
    #[error("Sendcloud gave no answer that can be used")]
    Upstream(#[source] upstream::Error),
    /// 502, 503 or 504: a logo that could not be fetched, as was logged then.
    #[error("Sendcloud gave no picture that can be used")]
    NoLogo(#[source] pictures::Failure),
    /// The same of a map tile.
    #[error("the map's source gave no tile that can be used")]
    NoTile(#[source] pictures::Failure),
    /// 504: the whole request took too long.
    #[error("the answer took too long")]
    DeadlineExceeded,
}

impl From<upstream::Error> for Error {
    /// Only points are asked for by id, so what is not found is one.
    fn from(error: upstream::Error) -> Self {
        match error {
            upstream::Error::NotFound => Self::UnknownServicePoint,
            error => Self::Upstream(error),
        }
    }
}

impl Error {
    /// Why a call was not made, where that is the proxy's own doing and says nothing of Sendcloud.
    pub(crate) fn of_own(error: &upstream::Error) -> Option<Self> {
        use upstream::Sickness;
        let upstream::Error::Sick {
            reason,
            retry_after,
        } = error
        else {
            return None;
        };
        match reason {
            Sickness::Quota => Some(Self::ShareSpent {
                retry_after: *retry_after,
            }),
            Sickness::Overloaded => Some(Self::Overloaded),
            Sickness::Breaker | Sickness::Hold => None,
        }
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::InvalidParameters(_) | Self::InvalidBody { .. } => StatusCode::BAD_REQUEST,
            Self::UnknownBackend => StatusCode::UNAUTHORIZED,
            Self::UnknownOrigin | Self::SecretInPage | Self::ForeignSecret => StatusCode::FORBIDDEN,
            Self::UnknownShop
            | Self::UnknownServicePoint
            | Self::UnknownSelection
            | Self::NoPublicKeys
            | Self::UnknownRoute => StatusCode::NOT_FOUND,
            Self::UnknownMethod => StatusCode::METHOD_NOT_ALLOWED,
            Self::BodyTimedOut => StatusCode::REQUEST_TIMEOUT,
            Self::Expired(_)
            | Self::Unavailable(_)
            | Self::SelectionBound
            | Self::OrderConflict
            | Self::PostNumberErased => StatusCode::CONFLICT,
            Self::BodyTooLong => StatusCode::PAYLOAD_TOO_LARGE,
            Self::UriTooLong => StatusCode::URI_TOO_LONG,
            Self::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::PostNumberRequired | Self::PostNumberInvalid => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Limited(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Overloaded | Self::ShareSpent { .. } | Self::Store(_) => {
                StatusCode::SERVICE_UNAVAILABLE
            }
            Self::Upstream(error) => upstream_answer(error).0,
            Self::NoLogo(failure) | Self::NoTile(failure) => picture_answer(failure).0,
            Self::DeadlineExceeded => StatusCode::GATEWAY_TIMEOUT,
        }
    }

    /// The stable code; none where v3 has none either.
    pub(crate) fn code(&self) -> Option<&'static str> {
        Some(match self {
            Self::InvalidParameters(_) => code::VALIDATION_ERROR,
            Self::PostNumberRequired => code::REQUIRED,
            Self::UnknownBackend => code::AUTHENTICATION_FAILED,
            Self::UnknownOrigin | Self::SecretInPage | Self::ForeignSecret => code::FORBIDDEN,
            Self::UnknownShop
            | Self::UnknownServicePoint
            | Self::UnknownSelection
            | Self::NoPublicKeys
            | Self::UnknownRoute => code::NOT_FOUND,
            Self::Expired(_) => own_code::EXPIRED,
            Self::Unavailable(_) => own_code::UNAVAILABLE,
            Self::SelectionBound | Self::OrderConflict => own_code::CONFLICT,
            Self::PostNumberErased => own_code::POST_NUMBER_ERASED,
            Self::Store(_) => own_code::STORE_UNAVAILABLE,
            Self::InvalidBody { .. }
            | Self::UnknownMethod
            | Self::BodyTimedOut
            | Self::BodyTooLong
            | Self::UriTooLong
            | Self::UnsupportedMediaType
            | Self::PostNumberInvalid => code::INVALID,
            Self::Limited(_) => own_code::RATE_LIMITED,
            Self::Internal => own_code::INTERNAL,
            Self::Overloaded => own_code::OVERLOADED,
            Self::ShareSpent { .. } => own_code::SHARE_SPENT,
            Self::Upstream(error) => return upstream_answer(error).1,
            Self::NoLogo(failure) | Self::NoTile(failure) => picture_answer(failure).1,
            Self::DeadlineExceeded => own_code::UPSTREAM_TIMEOUT,
        })
    }

    /// Every 429 and 503 tells when to come back.
    fn retry_after(&self) -> Option<Duration> {
        let status = self.status();
        if !matches!(
            status,
            StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE
        ) {
            return None;
        }
        Some(match self {
            Self::Limited(Limited { retry_after })
            | Self::ShareSpent { retry_after }
            | Self::Upstream(upstream::Error::Sick { retry_after, .. }) => *retry_after,
            Self::Upstream(upstream::Error::RateLimited { retry_after }) => {
                retry_after.unwrap_or(RETRY_AFTER_LIMIT)
            }
            Self::Overloaded
            | Self::NoLogo(pictures::Failure::Crowded)
            | Self::NoTile(pictures::Failure::Crowded) => RETRY_AFTER_OVERLOAD,
            _ => RETRY_AFTER,
        })
    }

    fn envelope(&self) -> ErrorEnvelope {
        match self {
            Self::InvalidParameters(errors) | Self::Upstream(upstream::Error::Invalid(errors)) => {
                ErrorEnvelope {
                    errors: errors.clone(),
                }
            }
            error => error.object().into(),
        }
    }

    /// The one error of an envelope.
    fn object(&self) -> ErrorObject {
        let detail = match self {
            Self::Upstream(upstream::Error::GeocoderDown { detail }) => detail.clone(),
            error => error.to_string(),
        };
        let mut object = ErrorObject {
            status: self.status().as_str().to_owned(),
            code: self.code().map(str::to_owned),
            detail,
            ..ErrorObject::default()
        };
        object.source.pointer = match self {
            Self::PostNumberRequired | Self::PostNumberInvalid => Some(POST_NUMBER.to_owned()),
            Self::InvalidBody { pointer, .. } => pointer.clone(),
            _ => None,
        };
        if let Self::Expired(alternatives) | Self::Unavailable(alternatives) = self {
            let alternatives = alternatives.0.clone();
            object.meta = Some(Box::new(ErrorMeta { alternatives }));
        }
        object
    }
}

/// What the client is told of Sendcloud's failures.
fn upstream_answer(error: &upstream::Error) -> (StatusCode, Option<&'static str>) {
    use upstream::{Error as Upstream, Sickness};
    match error {
        Upstream::Invalid(_) => (StatusCode::BAD_REQUEST, Some(code::VALIDATION_ERROR)),
        Upstream::NotFound => (StatusCode::NOT_FOUND, Some(code::NOT_FOUND)),
        Upstream::Refused(_) | Upstream::TokenRefused(_) | Upstream::Misconfigured => {
            (StatusCode::BAD_GATEWAY, Some(own_code::UPSTREAM_REFUSED))
        }
        Upstream::Sick {
            reason: Sickness::Overloaded,
            ..
        } => (StatusCode::SERVICE_UNAVAILABLE, Some(own_code::OVERLOADED)),
        Upstream::Malformed(_) => (StatusCode::BAD_GATEWAY, Some(own_code::UPSTREAM_INVALID)),
        Upstream::GeocoderDown { .. } => (StatusCode::SERVICE_UNAVAILABLE, None),
        Upstream::Sick { .. }
        | Upstream::RateLimited { .. }
        | Upstream::Failed(_)
        | Upstream::Unreachable(_) => (
            StatusCode::SERVICE_UNAVAILABLE,
            Some(own_code::UPSTREAM_UNAVAILABLE),
        ),
        Upstream::TimedOut => (
            StatusCode::GATEWAY_TIMEOUT,
            Some(own_code::UPSTREAM_TIMEOUT),
        ),
    }
}

/// What the client is told of a picture's host.
fn picture_answer(failure: &pictures::Failure) -> (StatusCode, &'static str) {
    use pictures::Failure;
    match failure {
        Failure::Refused(_) => (StatusCode::BAD_GATEWAY, own_code::UPSTREAM_REFUSED),
        Failure::Malformed(_) => (StatusCode::BAD_GATEWAY, own_code::UPSTREAM_INVALID),
        Failure::Failed(_) | Failure::Unreachable(_) => (
            StatusCode::SERVICE_UNAVAILABLE,
            own_code::UPSTREAM_UNAVAILABLE,
        ),
        Failure::Crowded => (StatusCode::SERVICE_UNAVAILABLE, own_code::OVERLOADED),
        Failure::TimedOut => (StatusCode::GATEWAY_TIMEOUT, own_code::UPSTREAM_TIMEOUT),
    }
}

/// An error that was answered, for the log.
#[derive(Clone)]
pub(crate) struct Answered(pub(crate) Arc<Error>);

/// Rounded up, so that who comes back then is not early; at least one.
fn whole_seconds(wait: Duration) -> u64 {
    let begun = u64::from(wait.subsec_nanos() > 0);
    (wait.as_secs() + begun).max(1)
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let mut response = (self.status(), Json(self.envelope())).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if matches!(self, Self::UnknownBackend) {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(wait) = self.retry_after() {
            headers.insert(header::RETRY_AFTER, whole_seconds(wait).into());
        }
        response.extensions_mut().insert(Answered(Arc::new(self)));
        response
    }
}
