//! How each fault looks on the wire.

use std::io::{self, Write};
use std::sync::LazyLock;
use std::time::Duration;

use axum::{
    body::{Body, Bytes},
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{Html, IntoResponse, Response},
};
use flate2::{Compression, write::GzEncoder};
use http_body_util::{
    BodyExt,
    channel::{Channel, Sender},
};
use model::{Data, SearchResults};
use serde_json::json;

use super::{Fault, RetryAfter};
use crate::{
    Clock,
    api::{Refusal, many_points},
    journal::CallClass,
};

/// Blanks go out in pieces of this size, so that no large body is ever in memory.
const PIECE: &[u8] = &[b' '; 64 * 1024];
/// 50 MiB.
const HUGE_PIECES: usize = 800;
/// 64 MiB.
const BOMB_PIECES: usize = 1_024;
/// An empty answer to a search, torn open where the blanks go.
const BEFORE: &[u8] = b"{\"data\":";
const AFTER: &[u8] = b"{\"results\":[],\"geocoding\":null}}";

const JSON: HeaderValue = HeaderValue::from_static("application/json");
/// Time enough for what was written to leave: a server that breaks off drops what it still holds.
const UNTIL_SENT: Duration = Duration::from_millis(20);

/// What breaks a connection off.
type Broken = io::Error;

/// Answers a call that a fault befalls.
pub(crate) async fn play(
    fault: Fault,
    class: CallClass,
    clock: &Clock,
    request: Request,
    next: Next,
) -> Response {
    match fault {
        // Has been waited for.
        Fault::Latency(_) => next.run(request).await,
        Fault::TooManyRequests(retry_after) => too_many_requests(retry_after, clock),
        Fault::GeocoderDown => Refusal::geocoder_down().into_response(),
        Fault::GatewayError(status) => {
            let page = format!("<html><body><h1>{status}</h1></body></html>");
            (status, Html(page)).into_response()
        }
        Fault::Unauthorized if class == CallClass::Token => {
            let body = json!({ "error": "invalid_client", "status_code": 401 });
            (StatusCode::UNAUTHORIZED, axum::Json(body)).into_response()
        }
        Fault::Unauthorized => Refusal::wrong_credentials().into_response(),
        Fault::Reset => as_json(broken_at_once()),
        Fault::HalfBody => half(next.run(request).await, true).await,
        Fault::BrokenChunks => half(next.run(request).await, false).await,
        Fault::Drip(pause) => drip(next.run(request).await, pause).await,
        Fault::Garbage => as_json(Body::from(&b"{\"data\":\xff\xfe\x00\x9f\x92\x96[[[["[..])),
        Fault::GzipBomb => {
            let bomb = tokio::task::spawn_blocking(|| BOMB.clone()).await;
            let mut response = as_json(Body::from(bomb.expect("packing blanks never fails")));
            let gzip = HeaderValue::from_static("gzip");
            response
                .headers_mut()
                .insert(header::CONTENT_ENCODING, gzip);
            response
        }
        Fault::Huge => as_json(streamed(send_huge)),
        Fault::WrongType => {
            let mut response = next.run(request).await;
            let html = HeaderValue::from_static("text/html; charset=utf-8");
            response.headers_mut().insert(header::CONTENT_TYPE, html);
            response
        }
        Fault::ManyPoints => {
            let answer = tokio::task::spawn_blocking(|| {
                let results = many_points();
                let geocoding = None;
                let data = SearchResults { results, geocoding };
                axum::Json(Data { data }).into_response()
            });
            answer.await.expect("service points are always encoded")
        }
    }
}

fn too_many_requests(retry_after: RetryAfter, clock: &Clock) -> Response {
    let mut response = Refusal::Throttled.into_response();
    let value = match retry_after {
        RetryAfter::Missing => None,
        RetryAfter::Seconds(seconds) => Some(HeaderValue::from(seconds)),
        RetryAfter::DateIn(ahead) => {
            let date = jiff::fmt::rfc2822::DateTimePrinter::new()
                .timestamp_to_rfc9110_string(&(clock.timestamp() + ahead));
            let date = date.expect("the present is in the calendar");
            Some(HeaderValue::try_from(date).expect("dates are ASCII"))
        }
    };
    if let Some(value) = value {
        response.headers_mut().insert(header::RETRY_AFTER, value);
    }
    response
}

/// The first half of an answer, with the length of the whole one or with none.
async fn half(response: Response, is_length_told: bool) -> Response {
    let (mut parts, body) = response.into_parts();
    let body = collected(body).await;
    parts.headers.remove(header::CONTENT_LENGTH);
    if is_length_told {
        let length = HeaderValue::from(body.len());
        parts.headers.insert(header::CONTENT_LENGTH, length);
    }
    let sent = body.slice(..body.len() / 2);
    let body = streamed(async move |mut body| {
        if body.send_data(sent).await.is_ok() {
            tokio::time::sleep(UNTIL_SENT).await;
            body.abort(broken());
        }
    });
    Response::from_parts(parts, body)
}

async fn drip(response: Response, pause: Duration) -> Response {
    let (parts, body) = response.into_parts();
    let whole = collected(body).await;
    let body = streamed(async move |mut body| {
        for index in 0..whole.len() {
            tokio::time::sleep(pause).await;
            // Fails once the client has gone.
            if body.send_data(whole.slice(index..=index)).await.is_err() {
                return;
            }
        }
    });
    Response::from_parts(parts, body)
}

async fn send_huge(mut body: Sender<Bytes, Broken>) {
    let blanks = std::iter::repeat_n(PIECE, HUGE_PIECES);
    for piece in [BEFORE].into_iter().chain(blanks).chain([AFTER]) {
        // Fails once the client has gone.
        if body.send_data(Bytes::from_static(piece)).await.is_err() {
            return;
        }
    }
}

/// Packed once, when first asked for.
static BOMB: LazyLock<Bytes> = LazyLock::new(|| {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    let blanks = std::iter::repeat_n(PIECE, BOMB_PIECES);
    let pieces = [BEFORE].into_iter().chain(blanks).chain([AFTER]);
    let written = pieces
        .into_iter()
        .try_for_each(|piece| gzip.write_all(piece));
    let packed = written.and_then(|()| gzip.finish());
    Bytes::from(packed.expect("memory takes every byte"))
});

fn as_json(body: Body) -> Response {
    let mut response = body.into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, JSON);
    response
}

/// A body that `send` writes while it is read.
fn streamed<F>(send: impl FnOnce(Sender<Bytes, Broken>) -> F) -> Body
where
    F: Future<Output = ()> + Send + 'static,
{
    let (sender, body) = Channel::new(1);
    tokio::spawn(send(sender));
    Body::new(body)
}

/// Fails when it is first read: the server has not sent the head by then, and never does.
fn broken_at_once() -> Body {
    let (sender, body) = Channel::<Bytes, Broken>::new(1);
    sender.abort(broken());
    Body::new(body)
}

/// A server that meets this in a body closes the connection.
fn broken() -> Broken {
    io::Error::from(io::ErrorKind::ConnectionReset)
}

async fn collected(body: Body) -> Bytes {
    let whole = body.collect().await;
    whole
        .expect("the sandbox's own answers are in memory")
        .to_bytes()
}
