//! What was asked of a sandbox: for tests that count calls, and say when they came.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::{
    body::Body,
    extract::Request,
    http::{HeaderMap, Method, Uri, header},
    response::Response,
};
use http_body_util::BodyExt;
use tokio::time::Instant;

/// Older calls are forgotten above this: the sandbox may run for weeks.
const CALLS_MAX: usize = 100_000;

/// Which kind of call it is, as far as anybody treats it differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CallClass {
    /// A search around an address: the geocoder has to work.
    AddressSearch,
    /// Any other read below `/api/v3` or `/api/v2`.
    Get,
    /// Any call below them that is no read.
    Post,
    /// The token endpoint.
    Token,
    /// A carrier's logo.
    Logo,
}

impl CallClass {
    /// None for what the sandbox does not imitate.
    pub(crate) fn of(method: &Method, uri: &Uri) -> Option<Self> {
        let path = uri.path();
        if path == "/oauth2/token" {
            return Some(Self::Token);
        }
        if path.starts_with("/global-media/") {
            return Some(Self::Logo);
        }
        if !path.starts_with("/api/v3/") && !path.starts_with("/api/v2/") {
            return None;
        }
        if !matches!(*method, Method::GET | Method::HEAD) {
            return Some(Self::Post);
        }
        let mut names = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
        let has_address = names.any(|(name, _)| name == "address" || name.starts_with("address_"));
        if path == "/api/v3/service-points" && has_address {
            Some(Self::AddressSearch)
        } else {
            Some(Self::Get)
        }
    }

    /// Whether Sendcloud counts it against its limits.
    pub(crate) fn is_api(self) -> bool {
        matches!(self, Self::AddressSearch | Self::Get | Self::Post)
    }
}

/// How a call said whose it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Authorization {
    /// Not at all, or in a way that is none of v3's.
    Missing,
    /// With the keys.
    Basic,
    /// With a token.
    Bearer,
}

impl Authorization {
    fn of(headers: &HeaderMap) -> Self {
        let value = headers.get(header::AUTHORIZATION);
        let text = value.and_then(|value| value.to_str().ok());
        match text.and_then(|text| text.split(' ').next()) {
            Some(scheme) if scheme.eq_ignore_ascii_case("basic") => Self::Basic,
            Some(scheme) if scheme.eq_ignore_ascii_case("bearer") => Self::Bearer,
            _ => Self::Missing,
        }
    }
}

/// One call; its query and its credentials are nobody's business.
#[derive(Clone, Debug)]
pub struct Call {
    /// When it arrived.
    pub at: Instant,
    /// Its method.
    pub method: Method,
    /// Its path, without the query.
    pub path: String,
    /// Its class.
    pub class: CallClass,
    /// How it said whose it is; whether that was believed is another matter.
    pub authorization: Authorization,
}

/// The calls that a sandbox received, whatever became of them. Clones share them.
#[derive(Clone, Debug, Default)]
pub struct Journal(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    calls: Mutex<Vec<Call>>,
    in_flight: AtomicUsize,
    most_in_flight: AtomicUsize,
}

impl Journal {
    /// All calls, in the order in which they arrived; the last 50,000 at least.
    #[must_use]
    pub fn calls(&self) -> Vec<Call> {
        self.lock().clone()
    }

    /// How many calls of a class there were.
    #[must_use]
    pub fn count(&self, class: CallClass) -> usize {
        self.lock()
            .iter()
            .filter(|call| call.class == class)
            .count()
    }

    /// The largest number of calls of the API in any sliding window of this length.
    #[must_use]
    pub fn most_in_any(&self, window: Duration) -> usize {
        most_in_any(&self.lock(), window, |_| true)
    }

    /// The same for reads alone: Sendcloud grants 1,000 a minute.
    #[must_use]
    pub fn most_reads_in_any(&self, window: Duration) -> usize {
        most_in_any(&self.lock(), window, |class| class != CallClass::Post)
    }

    /// The same for what is no read: Sendcloud grants 100 a minute, 15 of them in a second.
    #[must_use]
    pub fn most_posts_in_any(&self, window: Duration) -> usize {
        most_in_any(&self.lock(), window, |class| class == CallClass::Post)
    }

    /// The largest number of calls that were being answered at one time.
    #[must_use]
    pub fn most_at_once(&self) -> usize {
        self.0.most_in_flight.load(Ordering::Relaxed)
    }

    /// Forgets all calls and the largest number at one time.
    pub fn clear(&self) {
        self.lock().clear();
        let in_flight = self.0.in_flight.load(Ordering::Relaxed);
        self.0.most_in_flight.store(in_flight, Ordering::Relaxed);
    }

    /// Writes a call down; it goes on until what is given back has been dropped.
    pub(crate) fn begin(&self, class: CallClass, request: &Request) -> InFlight {
        let mut calls = self.lock();
        if calls.len() == CALLS_MAX {
            calls.drain(..CALLS_MAX / 2);
        }
        calls.push(Call {
            at: Instant::now(),
            method: request.method().clone(),
            path: request.uri().path().to_owned(),
            class,
            authorization: Authorization::of(request.headers()),
        });
        let in_flight = self.0.in_flight.fetch_add(1, Ordering::Relaxed) + 1;
        self.0
            .most_in_flight
            .fetch_max(in_flight, Ordering::Relaxed);
        InFlight(self.clone())
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Call>> {
        self.0.calls.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn most_in_any(calls: &[Call], window: Duration, counts: impl Fn(CallClass) -> bool) -> usize {
    let counted = calls
        .iter()
        .filter(|call| call.class.is_api() && counts(call.class));
    let times: Vec<Instant> = counted.map(|call| call.at).collect();
    let mut first = 0;
    let mut most = 0;
    for (last, at) in times.iter().enumerate() {
        // A call that is exactly one window old has left it.
        while at.duration_since(times[first]) >= window && first < last {
            first += 1;
        }
        most = most.max(last + 1 - first);
    }
    most
}

/// A call that is being answered.
#[derive(Debug)]
pub(crate) struct InFlight(Journal);

impl InFlight {
    /// Goes on until the client has the whole answer, or has gone.
    pub(crate) fn until_sent(self, response: Response) -> Response {
        response.map(|body| {
            // The body drops its closure when it is dropped itself.
            Body::new(body.map_err(move |error| {
                let _in_flight = &self;
                error
            }))
        })
    }
}

impl Drop for InFlight {
    fn drop(&mut self) {
        self.0.0.in_flight.fetch_sub(1, Ordering::Relaxed);
    }
}
