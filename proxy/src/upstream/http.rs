//! HTTP as it is spoken with Sendcloud: no redirects, no proxies of the environment, a deadline on
//! every wait and a cap on every body.

use std::time::Duration;

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use model::ErrorEnvelope;
use reqwest::{Client, RequestBuilder, Response, Url, redirect};

use super::{Error, body};
use crate::clean::clean;
use crate::clock::Clock;

/// Name resolution, TCP and TLS together.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(1);
/// Longest pause that a 429 can impose.
const RETRY_AFTER_MAX: Duration = Duration::from_mins(1);
/// Most bytes of an error.
const ERROR_MAX: usize = 16 * 1024;
/// Most errors of one answer that reach a client.
const ERRORS_MAX: usize = 20;
/// Most characters of one of Sendcloud's error texts that reach a client.
const DETAIL_MAX: usize = 300;

/// A client for this address alone. Fails where the system's certificates cannot be read.
pub(crate) fn client(url: &Url) -> Result<Client, reqwest::Error> {
    let builder = Client::builder()
        .redirect(redirect::Policy::none())
        .no_proxy()
        .referer(false)
        .user_agent(concat!("picker-proxy/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(CONNECT_TIMEOUT)
        .pool_max_idle_per_host(32)
        .pool_idle_timeout(Duration::from_mins(1))
        .tcp_keepalive(Duration::from_secs(30));
    // The configuration lets plain http through for this machine alone. There no certificate is
    // looked at, so a machine without any can run the demo.
    let builder = match url.scheme() {
        "http" => builder.tls_certs_only([]),
        _ => builder.https_only(true),
    };
    builder.build()
}

/// Sends a call of the API: the answer, where it is a success.
pub(super) async fn send(
    request: RequestBuilder,
    authorization: HeaderValue,
    clock: &Clock,
) -> Result<Response, Error> {
    let request = request
        .header(header::AUTHORIZATION, authorization)
        .header(header::ACCEPT, "application/json");
    let response = request.send().await?;
    let status = response.status();
    match status {
        StatusCode::OK | StatusCode::CREATED => Ok(response),
        StatusCode::BAD_REQUEST => Err(Error::Invalid(read_errors(response).await?)),
        StatusCode::NOT_FOUND => Err(Error::NotFound),
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => Err(Error::Refused(status.as_u16())),
        StatusCode::SERVICE_UNAVAILABLE => Err(unavailable(response).await),
        _ => Err(refusal(&response, clock)),
    }
}

/// What a status says that means the same everywhere.
pub(super) fn refusal(response: &Response, clock: &Clock) -> Error {
    let status = response.status();
    match status {
        StatusCode::TOO_MANY_REQUESTS => Error::RateLimited {
            retry_after: retry_after(response.headers(), clock),
        },
        status if status.is_server_error() => Error::Failed(status.as_u16()),
        status if status.is_redirection() => Error::Malformed("it is a redirect"),
        _ => Error::Malformed("its status is none of Sendcloud's"),
    }
}

/// `Retry-After`, in seconds or as a date; at most [`RETRY_AFTER_MAX`].
fn retry_after(headers: &HeaderMap, clock: &Clock) -> Option<Duration> {
    let text = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    let wait = match text.parse() {
        Ok(seconds) => Duration::from_secs(seconds),
        Err(_) => {
            let date = jiff::fmt::rfc2822::DateTimeParser::new();
            let until = date.parse_timestamp(text).ok()?;
            // A date that has passed asks for no wait at all.
            Duration::try_from(until.duration_since(clock.now())).unwrap_or_default()
        }
    };
    Some(wait.min(RETRY_AFTER_MAX))
}

/// Sendcloud's reasons for a 400, with nothing in them that could harm a reader.
async fn read_errors(response: Response) -> Result<Vec<model::ErrorObject>, Error> {
    let body = body::read(response, ERROR_MAX).await?;
    let mut errors = ErrorEnvelope::decode(&String::from_utf8_lossy(&body)).errors;
    if errors.is_empty() {
        return Err(Error::Malformed("it is an error in a form of its own"));
    }
    errors.truncate(ERRORS_MAX);
    for error in &mut errors {
        error.status = "400".to_owned();
        error.title = None;
        error.meta = None;
        error.detail = clean(&error.detail, DETAIL_MAX);
        let texts = [
            &mut error.code,
            &mut error.source.parameter,
            &mut error.source.pointer,
            &mut error.source.header,
        ];
        for text in texts {
            *text = text.take().map(|text| clean(&text, 80));
        }
    }
    Ok(errors)
}

/// Tells the geocoder's 503, which has no code, from any other.
async fn unavailable(response: Response) -> Error {
    let failed = Error::Failed(response.status().as_u16());
    // Whatever the body is, the status alone decides that the call failed.
    let Ok(body) = body::read(response, ERROR_MAX).await else {
        return failed;
    };
    let envelope = ErrorEnvelope::decode(&String::from_utf8_lossy(&body));
    let error = envelope.errors.into_iter().next().unwrap_or_default();
    let has_code = error.code.is_some_and(|code| code != "null");
    if has_code || error.detail.is_empty() {
        return failed;
    }
    Error::GeocoderDown {
        detail: clean(&error.detail, DETAIL_MAX),
    }
}
