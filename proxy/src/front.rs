//! The short way: what is kept and may be shown is answered before any router, middleware or log
//! line. All else goes the long way, which gives the same answer to the same question.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody};
use axum::http::{Method, Request, header};
use axum::response::Response;
use axum::{BoxError, Router};
use hyper::service::Service;
use tokio::time::Instant;
use tower::ServiceExt;

use crate::app::AppState;
use crate::cache::Phase;
use crate::limits::{ClientAddress, Limit};
use crate::routes::service_points;
use crate::{cors, headers, telemetry};

/// The public side of the proxy, hits first.
#[derive(Clone, Debug)]
pub struct Front {
    app: AppState,
    router: Router,
}

/// An answer of [`Front`].
pub enum Answer {
    /// It was there.
    Ready(Option<Response>),
    /// It is on the long way.
    Routed(Pin<Box<dyn Future<Output = Response> + Send>>),
}

impl Front {
    pub(crate) fn new(app: AppState, router: Router) -> Self {
        Self { app, router }
    }

    /// Answers a request.
    pub fn answer<B>(&self, request: Request<B>) -> Answer
    where
        B: HttpBody<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        if let Some(response) = self.find(&request) {
            return Answer::Ready(Some(response));
        }
        let routed = self.router.clone().oneshot(request.map(Body::new));
        Answer::Routed(Box::pin(async {
            match routed.await {
                Ok(response) => response,
                Err(never) => match never {},
            }
        }))
    }

    /// The answer that is kept. Whatever is odd about the request is left to the long way.
    fn find<B>(&self, request: &Request<B>) -> Option<Response> {
        if request.method() != Method::GET || headers::is_too_long(request.uri()) {
            return None;
        }
        let started = Instant::now();
        let settings = self.app.settings();
        let lookup = service_points::read(request.uri(), &settings)?.ok()?;
        let origin = request.headers().get(header::ORIGIN);
        if origin.is_some_and(|origin| !lookup.shop().allows_origin(origin)) {
            return None;
        }
        let (kept, phase) = lookup.find_kept(&self.app)?;
        if !matches!(phase, Phase::Fresh | Phase::WhileRevalidating) {
            return None;
        }
        let mut response = lookup.respond_at_once(&self.app, &kept, request.headers())?;
        let client = ClientAddress::of(request, settings.trust());
        self.app
            .limit(Limit::Requests, lookup.shop(), client)
            .ok()?;
        if phase == Phase::WhileRevalidating {
            lookup.refresh_behind(&self.app, &kept);
        }
        let answered = response.headers_mut();
        cors::add_headers(answered, origin.cloned());
        headers::add(answered);
        let told = telemetry::request::Request {
            method: request.method(),
            route: service_points::pattern(request.uri()).into(),
            started,
            client,
            shop: Some(&lookup.shop().config().key),
            country: lookup.country(),
        };
        telemetry::request::record(self.app.http_metrics(), &told, &mut response);
        Some(response)
    }
}

impl<B> Service<Request<B>> for Front
where
    B: HttpBody<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    type Response = Response;
    type Error = Infallible;
    type Future = Answer;

    fn call(&self, request: Request<B>) -> Answer {
        self.answer(request)
    }
}

impl Future for Answer {
    type Output = Result<Response, Infallible>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match self.get_mut() {
            Self::Ready(response) => {
                let response = response
                    .take()
                    .expect("a future is not polled after its end");
                Poll::Ready(Ok(response))
            }
            Self::Routed(routed) => routed.as_mut().poll(context).map(Ok),
        }
    }
}

impl std::fmt::Debug for Answer {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Answer")
    }
}
