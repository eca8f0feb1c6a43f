//! Headers that every answer carries, unless its handler set its own; and one that bodies come with.

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::error::Error;

/// Longest address with its query, in bytes.
const URI_MAX: usize = 2048;

/// Which other origins may load an answer as a subresource.
pub(crate) const CORP: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

const DEFAULTS: [(HeaderName, HeaderValue); 4] = [
    (
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"),
    ),
    (
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    ),
    (
        header::REFERRER_POLICY,
        HeaderValue::from_static("no-referrer"),
    ),
    (CORP, HeaderValue::from_static("same-origin")),
];

/// Adds the defaults to what a handler answered.
pub(crate) async fn add_defaults(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    add(response.headers_mut());
    response
}

/// The defaults, where nothing else is said.
pub(crate) fn add(headers: &mut HeaderMap) {
    for (name, value) in DEFAULTS {
        headers.entry(name).or_insert(value);
    }
}

/// Refuses addresses longer than anything the picker sends.
pub(crate) async fn limit_uri(request: Request, next: Next) -> Response {
    if is_too_long(request.uri()) {
        return Error::UriTooLong.into_response();
    }
    next.run(request).await
}

/// Whether an address is longer than it may be.
pub(crate) fn is_too_long(uri: &Uri) -> bool {
    let uri = uri.path_and_query();
    uri.is_some_and(|uri| uri.as_str().len() > URI_MAX)
}

/// Whether a body says that it is JSON, with whatever parameters.
pub(crate) fn is_json(headers: &HeaderMap) -> bool {
    let content_type = headers.get(header::CONTENT_TYPE);
    let text = content_type.and_then(|value| value.to_str().ok());
    let essence = text.and_then(|text| text.split(';').next());
    essence.is_some_and(|essence| essence.trim().eq_ignore_ascii_case("application/json"))
}
