//! The answer with its headers: how old it is, where it came from, and what browsers may do with it.

use std::fmt::Write;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;

use crate::assets::if_none_match;
use crate::cache::{AnswerSource, Entry, Variant};
use crate::clock::Clock;
use crate::encoding::Encoding;
use crate::telemetry::CacheOutcome;

/// RFC 9211.
const CACHE_STATUS: HeaderName = HeaderName::from_static("cache-status");
const JSON: HeaderValue = HeaderValue::from_static("application/json");
/// An address is the shopper's: its answer stays in no cache on the way.
const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");

/// A body in the encoding that the browser likes best, or 304 where it has that one.
pub(super) fn show(
    entry: &Entry,
    variant: &Variant,
    source: &AnswerSource,
    request: &HeaderMap,
    clock: &Clock,
) -> Response {
    let encoding = Encoding::choose(request);
    let (encoding, representation) = variant.body.representation_or_plain(encoding);
    let is_known = if_none_match(request, &representation.etag);
    let mut response = Response::new(if is_known {
        Body::empty()
    } else {
        Body::from(representation.bytes.clone())
    });
    let headers = response.headers_mut();
    headers.reserve(16);
    if !is_known {
        headers.insert(header::CONTENT_TYPE, JSON);
        if let Some(name) = encoding.name() {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(name));
        }
    }
    headers.insert(header::ETAG, representation.etag.clone());
    headers.insert(
        header::CACHE_CONTROL,
        entry.cache_control().cloned().unwrap_or(NO_STORE),
    );
    headers.insert(header::AGE, entry.age(clock).as_secs().into());
    headers.insert(CACHE_STATUS, status(source, entry.ttl_s(clock)));
    let outcome = outcome(source, entry.ttl_s(clock));
    response.extensions_mut().insert(outcome);
    if is_known {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
    }
    response
}

/// The same for log and metrics.
fn outcome(source: &AnswerSource, ttl_s: i64) -> CacheOutcome {
    match source {
        AnswerSource::Hit if ttl_s >= 0 => CacheOutcome::Hit,
        AnswerSource::Hit | AnswerSource::Stale(_) | AnswerSource::NotAwaited(_) => {
            CacheOutcome::Stale
        }
        AnswerSource::Miss {
            collapsed: true, ..
        } => CacheOutcome::Collapsed,
        AnswerSource::Miss { .. } => CacheOutcome::Miss,
    }
}

fn status(source: &AnswerSource, ttl_s: i64) -> HeaderValue {
    let mut text = String::with_capacity(48);
    // Writing to a `String` cannot fail.
    let _ = match source {
        AnswerSource::Hit => write!(text, "picker; hit; ttl={ttl_s}"),
        AnswerSource::Miss {
            collapsed,
            is_renewal,
        } => {
            let why = if *is_renewal { "stale" } else { "miss" };
            let collapsed = if *collapsed { "; collapsed" } else { "" };
            write!(text, "picker; fwd={why}; stored{collapsed}")
        }
        AnswerSource::Stale(error) => match error.status() {
            Some(status) => write!(text, "picker; fwd=stale; fwd-status={status}"),
            None => write!(text, "picker; fwd=stale"),
        },
        AnswerSource::NotAwaited(why) => write!(text, "picker; hit; ttl={ttl_s}; detail={why}"),
    };
    HeaderValue::try_from(text).expect("digits and words are header characters")
}
