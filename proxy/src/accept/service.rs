//! What the accept loop adds around the service: who asks, when a connection ends, and that neither
//! a panic nor a client that leaves goes unnoticed.

use std::convert::Infallible;
use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use hyper::body::{Frame, Incoming, SizeHint};
use hyper::service::{Service, service_fn};
use tracing::error;

use super::Metrics;
use super::connection::Shared;
use crate::error::Error;
use crate::{cors, headers};

/// Wraps `inner` for one connection.
pub(super) fn watch<S>(
    inner: S,
    shared: Arc<Shared>,
) -> impl Service<
    Request<Incoming>,
    Response = axum::http::Response<Watched>,
    Error = Infallible,
    Future: Send,
>
where
    S: Service<Request<Incoming>, Response = Response, Error = Infallible>,
    S::Future: Send,
{
    service_fn(move |mut request: Request<Incoming>| {
        shared.progress.begin_request();
        request.extensions_mut().insert(shared.peer);
        let begun = catch_unwind(AssertUnwindSafe(|| inner.call(request)));
        let shared = shared.clone();
        async move {
            let answered = {
                let mut client = Client::new(&shared.metrics);
                let answered = match begun {
                    Ok(answer) => catch(answer).await,
                    Err(_) => Err(Panicked),
                };
                client.is_answered = true;
                answered
            };
            let mut response = answered.unwrap_or_else(|Panicked| {
                shared.metrics.panics.inc();
                // Not what it said: that may quote the request.
                error!("a request panicked, which is a fault of the program");
                Ok(refusal(Error::Internal))
            })?;
            if shared.progress.is_last_answer() {
                let close = HeaderValue::from_static("close");
                response.headers_mut().insert(header::CONNECTION, close);
            }
            Ok(response.map(|body| Watched { body, shared }))
        }
    })
}

/// An error with the headers of every answer, for where the service gave none. Nobody has looked at
/// the origin: it allows none.
pub(super) fn refusal(error: Error) -> Response {
    let mut response = error.into_response();
    cors::add_headers(response.headers_mut(), None);
    headers::add(response.headers_mut());
    response
}

/// A fault of the program ended the work.
struct Panicked;

/// Confines a panic to the work that it happened in.
async fn catch<F: Future>(work: F) -> Result<F::Output, Panicked> {
    let mut work = pin!(work);
    poll_fn(|context| {
        // Nothing of the work is looked at after a panic.
        let polled = catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(context)));
        polled.map_or(Poll::Ready(Err(Panicked)), |polled| polled.map(Ok))
    })
    .await
}

/// Counts itself if it is dropped unanswered, as hyper does when the client has gone.
struct Client<'a> {
    metrics: &'a Metrics,
    is_answered: bool,
}

impl<'a> Client<'a> {
    fn new(metrics: &'a Metrics) -> Self {
        let is_answered = false;
        Self {
            metrics,
            is_answered,
        }
    }
}

impl Drop for Client<'_> {
    fn drop(&mut self) {
        if !self.is_answered {
            self.metrics.clients_left.inc();
        }
    }
}

/// The body of an answer; hyper drops it when it has the last of it.
pub(super) struct Watched {
    body: Body,
    shared: Arc<Shared>,
}

impl hyper::body::Body for Watched {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        self.shared.progress.end_request();
    }
}
