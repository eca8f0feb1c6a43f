//! Every answer that is no success, in v3's envelope.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use model::{ErrorEnvelope, ErrorObject, code};

/// What a client should wait after a 429, in seconds.
const RETRY_AFTER_S: &str = "2";

/// Why a request got no answer.
pub(crate) enum Refusal {
    /// v3's envelope.
    Errors(StatusCode, Vec<ErrorObject>),
    /// 429 with `Retry-After`.
    TooManyRequests,
    /// 429 without.
    Throttled,
    /// 500 with an HTML page, as a gateway in front of an API answers.
    GatewayPage,
}

impl Refusal {
    /// 400 with everything that is wrong with the parameters.
    pub(super) fn invalid(errors: Vec<ErrorObject>) -> Self {
        Self::Errors(StatusCode::BAD_REQUEST, errors)
    }

    /// 400 that no single parameter caused.
    pub(super) fn unsupported(detail: impl Into<String>) -> Self {
        Self::invalid(vec![ErrorObject::new(400, code::VALIDATION_ERROR, detail)])
    }

    pub(super) fn not_found(detail: &str) -> Self {
        let error = ErrorObject::new(404, code::NOT_FOUND, detail);
        Self::Errors(StatusCode::NOT_FOUND, vec![error])
    }

    pub(super) fn method_not_allowed() -> Self {
        let error = ErrorObject::new(405, code::INVALID, "Method not allowed");
        Self::Errors(StatusCode::METHOD_NOT_ALLOWED, vec![error])
    }

    /// 503, with a `null` code as v3 documents it.
    pub(super) fn unavailable(detail: &str) -> Self {
        let error = ErrorObject {
            code: None,
            ..ErrorObject::new(503, "", detail)
        };
        Self::Errors(StatusCode::SERVICE_UNAVAILABLE, vec![error])
    }

    /// What an address search gets while the geocoder is down.
    pub(crate) fn geocoder_down() -> Self {
        Self::unavailable("The address could not be resolved at this time. Try again later.")
    }

    pub(super) fn no_credentials() -> Self {
        let detail = "Authentication credentials were not provided.";
        Self::unauthorized("No credentials", detail)
    }

    pub(crate) fn wrong_credentials() -> Self {
        let detail = "The username or password provided is incorrect. \
            Please make a request with the valid credentials.";
        Self::unauthorized("Invalid username/password.", detail)
    }

    fn unauthorized(title: &str, detail: &str) -> Self {
        let error = ErrorObject {
            title: Some(title.to_owned()),
            ..ErrorObject::new(401, code::AUTHENTICATION_FAILED, detail)
        };
        Self::Errors(StatusCode::UNAUTHORIZED, vec![error])
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        match self {
            Self::Errors(status, errors) => {
                let mut response = in_envelope(status, ErrorEnvelope { errors });
                if status == StatusCode::UNAUTHORIZED {
                    let challenge = HeaderValue::from_static("Basic realm=\"api\"");
                    response
                        .headers_mut()
                        .insert(header::WWW_AUTHENTICATE, challenge);
                }
                response
            }
            Self::TooManyRequests => {
                ([(header::RETRY_AFTER, RETRY_AFTER_S)], Self::Throttled).into_response()
            }
            Self::Throttled => {
                let error = ErrorObject {
                    code: None,
                    ..ErrorObject::new(429, "", "Request was throttled.")
                };
                in_envelope(StatusCode::TOO_MANY_REQUESTS, ErrorEnvelope::from(error))
            }
            Self::GatewayPage => {
                let page = Html("<html><body><h1>500 Internal Server Error</h1></body></html>");
                (StatusCode::INTERNAL_SERVER_ERROR, page).into_response()
            }
        }
    }
}

/// The errors go along beside the body, for who writes them in another shape.
fn in_envelope(status: StatusCode, envelope: ErrorEnvelope) -> Response {
    let mut response = (status, Json(&envelope)).into_response();
    response.extensions_mut().insert(envelope);
    response
}
