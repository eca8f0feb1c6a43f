//! Logos in memory: asked for once however many wait, kept long, and shown on while the host that
//! has them is down.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use prometheus_client::registry::Registry;
use quick_cache::{Weighter, sync::Cache};
use reqwest::Url;
use tokio::sync::{Semaphore, watch};
use tokio::time::{Instant, timeout};
use tracing::warn;

use super::fetch::{Host, Outcome};
use super::metrics::Metrics;
use super::{LogoPath, Picture};
use crate::error::Error;
use crate::telemetry::{CacheOutcome, chain};
use crate::upstream;

/// How long a logo is shown without asking again; browsers are told the same.
pub(crate) const FRESH: Duration = Duration::from_secs(7 * 24 * 3600);
/// Age up to which a logo is shown while it is asked for anew, or cannot be.
const STALE: Duration = Duration::from_secs(30 * 24 * 3600);
/// How long it is remembered that there is none.
const MISSING: Duration = Duration::from_secs(3600);
/// How long it is remembered that it could not be asked for.
const FAILED: Duration = Duration::from_secs(30);
/// One call with its wait for a place, body included.
const DEADLINE: Duration = Duration::from_secs(3);
/// Most calls at once.
const CALLS: usize = 4;

/// Most logos that are asked for or wait for that.
const FLIGHTS_MAX: usize = 64;

/// All that is kept, in bytes.
const KEPT_MAX: u64 = 16 * 1024 * 1024;
/// How many logos are expected: it decides how finely the memory is divided, and the largest logo
/// has to fit into a part.
const KEPT_COUNT: usize = 200;

/// The carriers' logos; cheap to clone.
#[derive(Clone)]
pub(crate) struct Logos(Arc<Shared>);

struct Shared {
    host: Host,
    calls: Semaphore,
    kept: Cache<LogoPath, Kept, Weight>,
    flights: Mutex<HashMap<LogoPath, watch::Receiver<Option<Kept>>>>,
    metrics: Metrics,
}

/// A logo that can be shown.
pub(crate) struct Found {
    pub(crate) picture: Arc<Picture>,
    /// Since it was fetched.
    pub(crate) age: Duration,
    pub(crate) cache: CacheOutcome,
}

/// What is known of a path.
#[derive(Clone)]
struct Kept {
    /// The last one that was fetched, and when.
    picture: Option<(Arc<Picture>, Instant)>,
    /// Why there is none, or none newer.
    failure: Option<Failure>,
    ask_again: Instant,
}

#[derive(Clone)]
enum Failure {
    Missing,
    Upstream(upstream::Error),
}

impl Logos {
    /// The logos of the host at `base_url`. Fails where the system's certificates cannot be read.
    pub(crate) fn new(base_url: &Url) -> Result<Self, reqwest::Error> {
        Ok(Self(Arc::new(Shared {
            host: Host::new(base_url)?,
            calls: Semaphore::new(CALLS),
            kept: Cache::with_weighter(KEPT_COUNT, KEPT_MAX, Weight),
            flights: Mutex::default(),
            metrics: Metrics::default(),
        })))
    }

    pub(crate) fn register(&self, registry: &mut Registry) {
        self.0.metrics.register(registry);
    }

    /// The logo at a path; one that was there last is shown at once, and asked for behind.
    ///
    /// # Errors
    ///
    /// 404 where there is none; 502, 503 or 504 where it cannot be asked for and none is kept.
    pub(crate) async fn find(&self, path: LogoPath) -> Result<Found, Error> {
        let known = self.0.kept.get(&path);
        if let Some(kept) = known.clone().filter(Kept::is_settled) {
            return kept.show(CacheOutcome::Hit);
        }
        let flight = self.join(path);
        if let Some(kept) = known.clone().filter(Kept::can_be_shown) {
            return kept.show(CacheOutcome::Stale);
        }
        if let Some((mut flight, cache)) = flight {
            // Its end without a result would be a fault of ours.
            if let Ok(kept) = flight.wait_for(Option::is_some).await {
                let kept = kept.clone().expect("waited for");
                return kept.show(cache);
            }
        }
        let nothing = || Error::Upstream(upstream::Error::TimedOut);
        known.ok_or_else(nothing)?.show(CacheOutcome::Stale)
    }

    /// The call for a path that goes on, or a new one; none where it would not get its turn in time.
    fn join(&self, path: LogoPath) -> Option<(watch::Receiver<Option<Kept>>, CacheOutcome)> {
        let flights = &self.0.flights;
        let mut flights = flights.lock().unwrap_or_else(PoisonError::into_inner);
        let goes_on = |flight: &&watch::Receiver<_>| flight.has_changed().is_ok();
        if let Some(flight) = flights.get(&path).filter(goes_on) {
            return Some((flight.clone(), CacheOutcome::Collapsed));
        }
        // A call may have ended since the caller looked: it keeps first and is forgotten then.
        let kept = self.0.kept.get(&path);
        if let Some(kept) = kept.clone().filter(Kept::is_settled) {
            return Some((watch::channel(Some(kept)).1, CacheOutcome::Hit));
        }
        if flights.len() >= FLIGHTS_MAX {
            return None;
        }
        let (lands, flight) = watch::channel(None);
        flights.insert(path.clone(), flight.clone());
        let shared = self.0.clone();
        // A task of its own: whoever leaves takes it from nobody.
        tokio::spawn(async move {
            let outcome = timeout(DEADLINE, shared.ask(&path)).await;
            let outcome = outcome.unwrap_or(Outcome::Failed(upstream::Error::TimedOut));
            shared.metrics.count(&outcome);
            if let Outcome::Failed(error) = &outcome {
                // Here alone: those who ask while it is remembered are many.
                let cause = chain(error);
                warn!(cause, "a carrier's logo cannot be fetched");
            }
            let kept = Kept::after(outcome, kept);
            shared.kept.insert(path.clone(), kept.clone());
            let flights = shared.flights.lock();
            flights
                .unwrap_or_else(PoisonError::into_inner)
                .remove(&path);
            lands.send_replace(Some(kept));
        });
        Some((flight, CacheOutcome::Miss))
    }
}

impl Shared {
    async fn ask(&self, path: &LogoPath) -> Outcome {
        let _call = self.calls.acquire().await.expect("it is never closed");
        self.host.fetch(path).await
    }
}

impl Kept {
    /// What is known after a call, and after what was known before.
    fn after(outcome: Outcome, before: Option<Self>) -> Self {
        let now = Instant::now();
        let (picture, failure, ask_again) = match outcome {
            Outcome::Found(picture) => (Some((picture, now)), None, now + FRESH),
            Outcome::Missing => (None, Some(Failure::Missing), now + MISSING),
            Outcome::Failed(error) => {
                let picture = before.and_then(|before| before.picture);
                let picture = picture.filter(|(_, fetched)| fetched.elapsed() < STALE);
                (picture, Some(Failure::Upstream(error)), now + FAILED)
            }
        };
        Self {
            picture,
            failure,
            ask_again,
        }
    }

    fn is_settled(&self) -> bool {
        Instant::now() < self.ask_again
    }

    /// Whether there is a picture that is not too old.
    fn can_be_shown(&self) -> bool {
        let fetched = self.picture.as_ref().map(|(_, fetched)| fetched);
        fetched.is_some_and(|fetched| fetched.elapsed() < STALE)
    }

    fn show(self, cache: CacheOutcome) -> Result<Found, Error> {
        match (self.picture, self.failure) {
            (Some((picture, fetched)), failure) => Ok(Found {
                picture,
                age: fetched.elapsed(),
                cache: failure.map_or(cache, |_| CacheOutcome::Stale),
            }),
            (None, Some(Failure::Upstream(error))) => Err(Error::NoLogo(error)),
            (None, Some(Failure::Missing) | None) => Err(Error::UnknownRoute),
        }
    }
}

/// Bytes in memory.
#[derive(Clone)]
struct Weight;

impl Weighter<LogoPath, Kept> for Weight {
    fn weight(&self, path: &LogoPath, kept: &Kept) -> u64 {
        let picture = kept.picture.as_ref();
        let bytes = picture.map_or(0, |(picture, _)| picture.bytes.len());
        // The path is kept twice while it is asked for; the rest is small and counted roundly.
        (2 * path.len() + bytes + 256) as u64
    }
}
