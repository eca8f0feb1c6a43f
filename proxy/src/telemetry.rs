//! What is told of the work: one line a request, made of the route's pattern, the status and the
//! time it took. Nothing that a shopper typed, and nothing secret, is within reach of it.

use std::error::Error as _;
use std::io::{IsTerminal, stderr};
use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;
use tracing::level_filters::LevelFilter;
use tracing::{Subscriber, error, info, warn};
use tracing_subscriber::Layer;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use crate::error::{Answered, Error};

/// How a line looks.
#[derive(Clone, Copy, Debug)]
pub enum Form {
    /// For people.
    Plain,
    /// For machines: a JSON object.
    Json,
}

/// Starts logging to standard error: plain lines on a terminal, else JSON lines.
pub fn start() {
    let form = if stderr().is_terminal() {
        Form::Plain
    } else {
        Form::Json
    };
    subscriber(stderr, form).init();
}

/// What writes the lines.
///
/// `info` is the deepest level, because below it the HTTP libraries write down addresses with
/// their queries.
pub fn subscriber<W>(writer: W, form: Form) -> impl Subscriber + Send + Sync
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let lines = tracing_subscriber::fmt::layer().with_writer(writer);
    let lines = match form {
        Form::Plain => lines.compact().boxed(),
        Form::Json => lines.json().flatten_event(true).boxed(),
    };
    tracing_subscriber::registry().with(lines.with_filter(LevelFilter::INFO))
}

/// Logs a request when it is answered, and its failure once, with the cause.
pub(crate) async fn log_request(request: Request, next: Next) -> Response {
    let started = Instant::now();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let method = method_name(request.method());
    let mut response = next.run(request).await;
    let route = route.as_ref().map_or("none", MatchedPath::as_str);
    let status = response.status().as_u16();
    let duration_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    let answered = response.extensions_mut().remove::<Answered>();
    let Some(Answered(failure)) = answered else {
        info!(method, route, status, duration_ms, "request");
        return response;
    };
    let code = failure.code();
    // The error's own text may quote the request; its sources are made not to.
    let cause = failure.source().map(chain);
    let action = match &*failure {
        Error::Upstream(error) => error.action(),
        _ => None,
    };
    if let Some(action) = action {
        error!(method, route, status, duration_ms, code, cause, "{action}");
    } else if response.status().is_server_error() {
        warn!(
            method,
            route, status, duration_ms, code, cause, "request failed"
        );
    } else {
        info!(method, route, status, duration_ms, code, "request refused");
    }
    response
}

/// An error and what caused it, in one line.
#[must_use]
pub fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let mut line = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        line.push_str(": ");
        line.push_str(&cause.to_string());
        source = cause.source();
    }
    line
}

/// The method, unless somebody made one up: it would be their text in our log.
fn method_name(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}
