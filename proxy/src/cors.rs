//! Which pages may ask: origins compared exactly, never reflected, never with credentials.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::routes::{backend, query};
use crate::{app::AppState, error::Error};

const METHODS: HeaderValue = HeaderValue::from_static("GET, HEAD, POST");
const HEADERS: HeaderValue = HeaderValue::from_static("content-type");
const EXPOSED: HeaderValue = HeaderValue::from_static("Age, Cache-Status, ETag, Retry-After");
/// What the answers below `/api/` depend on beside the address, those that are no answers too.
const VARY: HeaderValue = HeaderValue::from_static("Origin, Accept-Encoding");
/// How long a browser may remember a preflight, in seconds: what the strictest one allows.
const MAX_AGE_S: HeaderValue = HeaderValue::from_static("7200");

/// Lets through what comes from the shop's pages, from the proxy's own, and from no page at all.
///
/// Everything below `/api/`, also where nothing is there or the address is too long: a page reads
/// an answer without these headers as "network failed".
///
/// Browsers leave `Origin` out of a same-origin GET, and servers always do.
///
/// The proxy's own origin, from which the frame posts, is that of `public_url`. No request can tell
/// it: from a page whose name was made to lead here (DNS rebinding), `Host` is that name too, and
/// `Sec-Fetch-Site` says `same-origin`.
pub(crate) async fn check_origin(
    State(app): State<AppState>,
    request: Request,
    next: Next,
) -> Response {
    if !request.uri().path().starts_with("/api/") {
        return next.run(request).await;
    }
    let origin = request.headers().get(header::ORIGIN).cloned();
    if is_for_backends(&request) {
        return match origin {
            Some(_) => Error::SecretInPage.into_response(),
            None => next.run(request).await,
        };
    }
    let allowed = origin.filter(|origin| is_allowed(&app, request.uri(), origin));
    let is_refused = allowed.is_none() && request.headers().contains_key(header::ORIGIN);
    let mut response = if is_refused {
        refusal()
    } else if allowed.is_some() && is_preflight(&request) {
        preflight()
    } else {
        next.run(request).await
    };
    add_headers(response.headers_mut(), allowed);
    response
}

/// Whether a request is none that a page makes: it is for a shop's backend, or shows its secret. No
/// page reads the answer, nor is it told that it may ask.
fn is_for_backends(request: &Request) -> bool {
    let mut segments = request.uri().path().split('/').skip(2);
    if segments.next() != Some("selections") {
        return false;
    }
    let headers = request.headers();
    if has_origin(headers) && backend::bearer(headers).is_some() {
        return true;
    }
    match (segments.next(), segments.next(), segments.next()) {
        (None, _, _) => {
            let asked = headers.get(header::ACCESS_CONTROL_REQUEST_METHOD);
            let asked = asked.filter(|_| is_preflight(request));
            let method = asked.map_or(request.method().as_str().as_bytes(), |it| it.as_bytes());
            matches!(method, b"GET" | b"HEAD" | b"DELETE")
        }
        (Some("restore"), None, _) | (Some(_), Some("withdraw"), None) => false,
        (Some(_), _, _) => true,
    }
}

/// Readable by every page: a shop's own, whose origin was not configured, would otherwise be told that
/// the network failed. It says nothing else, and nothing of the shop.
fn refusal() -> Response {
    let mut response = Error::UnknownOrigin.into_response();
    let any = HeaderValue::from_static("*");
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, any);
    response
}

/// What lets a page of this origin read an answer, and keeps it from being shown to others.
pub(crate) fn add_headers(headers: &mut HeaderMap, allowed: Option<HeaderValue>) {
    headers.insert(header::VARY, VARY);
    if let Some(origin) = allowed {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
    }
}

/// By the shop that is asked; by any where none can be told, so that a page can read why.
fn is_allowed(app: &AppState, uri: &Uri, origin: &HeaderValue) -> bool {
    let settings = app.settings();
    let key = query::shop_key(uri);
    match settings.find_shop(key.as_deref()) {
        Ok(shop) => shop.allows_origin(origin),
        Err(_) => settings.allows_origin(origin),
    }
}

/// Whether a request names the page it comes from; [`check_origin`] has found it allowed then.
pub(crate) fn has_origin(headers: &HeaderMap) -> bool {
    headers.contains_key(header::ORIGIN)
}

fn is_preflight(request: &Request) -> bool {
    request.method() == Method::OPTIONS
        && request
            .headers()
            .contains_key(header::ACCESS_CONTROL_REQUEST_METHOD)
}

fn preflight() -> Response {
    let headers = [
        (header::ACCESS_CONTROL_ALLOW_METHODS, METHODS),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, HEADERS),
        (header::ACCESS_CONTROL_MAX_AGE, MAX_AGE_S),
    ];
    (StatusCode::NO_CONTENT, headers).into_response()
}
