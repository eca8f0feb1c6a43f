//! The client of Sendcloud's API v3: fixed host, no redirects, no proxies, a deadline on every wait
//! and a cap on every body.

use std::time::Duration;

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use base64::{Engine, engine::general_purpose::STANDARD};
use model::{Decoded, ErrorEnvelope, Search, ServicePoint, ServicePointId, decode_service_point};
use reqwest::{Method, RequestBuilder, Response, redirect};
use secrecy::ExposeSecret;
use serde::Deserialize;

use super::{Error, body, points};
use crate::clean::clean;
use crate::clock::Clock;
use crate::config::{Credentials, UpstreamConfig};
use crate::logos::LogoUrls;

/// Path of the list, below the base address.
const LIST: &str = "/service-points";
/// Name resolution, TCP and TLS together.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(1);
/// One GET, body included.
const GET_TIMEOUT: Duration = Duration::from_millis(2500);
/// One question for availability, body included: some carriers are asked live.
const AVAILABILITY_TIMEOUT: Duration = Duration::from_millis(3500);
/// Longest pause that a 429 can impose.
const RETRY_AFTER_MAX: Duration = Duration::from_secs(60);

/// Most bytes of a list, after decompression.
const LIST_MAX: usize = 2 * 1024 * 1024;
/// Most bytes of a single point.
const POINT_MAX: usize = 256 * 1024;
/// Most bytes of an answer about availability, and of an error.
const SMALL_MAX: usize = 16 * 1024;
/// Most errors of one answer that reach a client.
const ERRORS_MAX: usize = 20;
/// Most characters of one of Sendcloud's error texts that reach a client.
const DETAIL_MAX: usize = 300;

/// Asks Sendcloud, with the keys that never leave the server.
pub(crate) struct Client {
    http: reqwest::Client,
    base_url: String,
    authorization: HeaderValue,
    clock: Clock,
    logo_urls: LogoUrls,
}

impl Client {
    /// Fails where the system's certificates cannot be read.
    pub(crate) fn new(
        config: &UpstreamConfig,
        clock: Clock,
        logo_urls: LogoUrls,
    ) -> Result<Self, reqwest::Error> {
        let builder = reqwest::Client::builder()
            .redirect(redirect::Policy::none())
            .no_proxy()
            .referer(false)
            .user_agent(concat!("picker-proxy/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(AVAILABILITY_TIMEOUT)
            .pool_max_idle_per_host(32)
            .pool_idle_timeout(Duration::from_secs(60))
            .tcp_keepalive(Duration::from_secs(30));
        // The configuration lets plain http through for this machine alone. There no certificate is
        // looked at, so a machine without any can run the demo.
        let builder = match config.base_url.scheme() {
            "http" => builder.tls_certs_only([]),
            _ => builder.https_only(true),
        };
        Ok(Self {
            http: builder.build()?,
            base_url: config.base_url.as_str().trim_end_matches('/').to_owned(),
            authorization: basic(&config.credentials),
            clock,
            logo_urls,
        })
    }

    /// The service points of a search, and how many of them could not be read.
    pub(crate) async fn search(&self, search: &Search) -> Result<Decoded, Error> {
        let request = self.request(Method::GET, LIST, GET_TIMEOUT);
        let response = self.send(request.query(&search.to_pairs())).await;
        let response = response.map_err(|error| match error {
            // A list always exists: the address of the whole API is wrong.
            Error::NotFound => Error::Malformed("SENDCLOUD_BASE_URL holds no service points"),
            // What looks like it without an address is some gateway's outage.
            Error::GeocoderDown { .. } if !search.has_address() => {
                Error::Failed(StatusCode::SERVICE_UNAVAILABLE.as_u16())
            }
            error => error,
        })?;
        let body = body::read_json(response, LIST_MAX).await?;
        points::read_list(&body, &self.logo_urls)
    }

    /// One service point, which may be expired.
    pub(crate) async fn find_service_point(
        &self,
        id: ServicePointId,
    ) -> Result<ServicePoint, Error> {
        let path = format!("/service-points/{id}");
        let request = self.request(Method::GET, &path, GET_TIMEOUT);
        let response = self.send(request).await;
        let response = response.map_err(|error| error.find_fault(false))?;
        let body = body::read_json(response, POINT_MAX).await?;
        let mut point =
            decode_service_point(&body).map_err(|_| Error::Malformed("it is no service point"))?;
        if point.id != id {
            return Err(Error::Malformed("it is another service point"));
        }
        if !points::is_sound(&point) {
            return Err(Error::Malformed("its codes are no codes"));
        }
        points::clean_point(&mut point, &self.logo_urls);
        Ok(point)
    }

    /// Whether the point takes parcels now: spends the scarce part of the quota.
    pub(crate) async fn check_availability(&self, id: ServicePointId) -> Result<bool, Error> {
        #[derive(Deserialize)]
        struct Answer {
            data: Availability,
        }
        #[derive(Deserialize)]
        struct Availability {
            is_available: bool,
        }
        let path = format!("/service-points/{id}/check-availability");
        let request = self.request(Method::POST, &path, AVAILABILITY_TIMEOUT);
        let response = self.send(request).await.map_err(|error| match error {
            // The point was just read: nothing is left in the request to be wrong.
            Error::Invalid(_) => Error::Misconfigured,
            error => error,
        })?;
        let body = body::read_json(response, SMALL_MAX).await?;
        let answer: Answer = serde_json::from_str(&body)
            .map_err(|_| Error::Malformed("it does not say whether the point is available"))?;
        Ok(answer.data.is_available)
    }

    fn request(&self, method: Method, path: &str, timeout: Duration) -> RequestBuilder {
        self.http
            .request(method, format!("{}{path}", self.base_url))
            .header(header::AUTHORIZATION, self.authorization.clone())
            .header(header::ACCEPT, "application/json")
            .timeout(timeout)
    }

    /// The answer, where it is a success.
    async fn send(&self, request: RequestBuilder) -> Result<Response, Error> {
        let response = request.send().await?;
        let status = response.status();
        match status {
            StatusCode::OK | StatusCode::CREATED => Ok(response),
            StatusCode::BAD_REQUEST => Err(Error::Invalid(read_errors(response).await?)),
            StatusCode::NOT_FOUND => Err(Error::NotFound),
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => {
                Err(Error::Refused(status.as_u16()))
            }
            StatusCode::TOO_MANY_REQUESTS => Err(Error::RateLimited {
                retry_after: self.retry_after(response.headers()),
            }),
            StatusCode::SERVICE_UNAVAILABLE => Err(geocoder_down(response).await),
            status if status.is_server_error() => Err(Error::Failed(status.as_u16())),
            status if status.is_redirection() => Err(Error::Malformed("it is a redirect")),
            _ => Err(Error::Malformed("its status is none of v3's")),
        }
    }

    /// `Retry-After`, in seconds or as a date; at most [`RETRY_AFTER_MAX`].
    fn retry_after(&self, headers: &HeaderMap) -> Option<Duration> {
        let text = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
        let wait = match text.parse() {
            Ok(seconds) => Duration::from_secs(seconds),
            Err(_) => {
                let date = jiff::fmt::rfc2822::DateTimeParser::new();
                let until = date.parse_timestamp(text).ok()?;
                // A date that has passed asks for no wait at all.
                Duration::try_from(until.duration_since(self.clock.now())).unwrap_or_default()
            }
        };
        Some(wait.min(RETRY_AFTER_MAX))
    }
}

/// The one place that exposes the keys.
fn basic(credentials: &Credentials) -> HeaderValue {
    let public_key = credentials.public_key.expose_secret();
    let secret_key = credentials.secret_key.expose_secret();
    let encoded = STANDARD.encode(format!("{public_key}:{secret_key}"));
    let mut value = HeaderValue::try_from(format!("Basic {encoded}"))
        .expect("Base64 is made of header characters");
    value.set_sensitive(true);
    value
}

/// Sendcloud's reasons for a 400, with nothing in them that could harm a reader.
async fn read_errors(response: Response) -> Result<Vec<model::ErrorObject>, Error> {
    let body = body::read(response, SMALL_MAX).await?;
    let mut errors = ErrorEnvelope::decode(&String::from_utf8_lossy(&body)).errors;
    if errors.is_empty() {
        return Err(Error::Malformed("it is an error in a form of its own"));
    }
    errors.truncate(ERRORS_MAX);
    for error in &mut errors {
        error.status = "400".to_owned();
        error.title = None;
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

/// Tells the geocoder's 503, which has no code, from any other; searches alone ask it.
async fn geocoder_down(response: Response) -> Error {
    let failed = Error::Failed(response.status().as_u16());
    if !response.url().path().ends_with(LIST) {
        return failed;
    }
    // Whatever the body is, the status alone decides that the call failed.
    let Ok(body) = body::read(response, SMALL_MAX).await else {
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
