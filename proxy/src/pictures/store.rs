//! Pictures in memory, each asked for once however many wait.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use prometheus_client::registry::Registry;
use quick_cache::{Weighter, sync::Cache};
use tokio::sync::watch;
use tokio::time::{Instant, timeout};
use tracing::{error, warn};

use super::kept::{FAILED, Kept};
use super::metrics::Metrics;
use super::{Absence, Failure, Found, Outcome, Picture};
use crate::telemetry::{CacheOutcome, chain};

/// What names a picture.
pub(crate) trait Key: Clone + Eq + Hash + Send + Sync + 'static {
    /// Bytes in memory, those beside the value itself too.
    fn weight(&self) -> usize;
}

/// What is asked of pictures of one kind.
pub(crate) struct Terms {
    /// One of them, as the log names it.
    pub(crate) subject: &'static str,
    /// The family that counts the calls, and its help.
    pub(crate) metric: (&'static str, &'static str),
    /// How long one is shown without asking again, where its host does not say.
    pub(crate) fresh: Duration,
    /// How long one that is not fresh any more is held back for a newer one.
    pub(crate) patience: Duration,
    /// Most that are asked for or wait for that.
    pub(crate) flights: usize,
    /// All that is kept, in bytes.
    pub(crate) memory_bytes: u64,
    /// How many are expected: it decides how finely the memory is divided, and the largest has to
    /// fit into a part.
    pub(crate) count: usize,
}

/// Pictures of one kind; cheap to clone.
#[derive(Clone)]
pub(crate) struct Pictures<K: Key>(Arc<Shared<K>>);

type Flight = watch::Receiver<Option<Kept>>;

struct Shared<K> {
    terms: Terms,
    kept: Cache<K, Kept, Weight>,
    flights: Mutex<HashMap<K, Flight>>,
    metrics: Metrics,
    /// When a failure was last told of.
    told: Mutex<Option<Instant>>,
}

impl<K: Key> Pictures<K> {
    pub(crate) fn new(terms: Terms) -> Self {
        Self(Arc::new(Shared {
            kept: Cache::with_weighter(terms.count, terms.memory_bytes, Weight),
            terms,
            flights: Mutex::default(),
            metrics: Metrics::default(),
            told: Mutex::default(),
        }))
    }

    pub(crate) fn register(&self, registry: &mut Registry) {
        let (name, help) = self.0.terms.metric;
        self.0.metrics.register(name, help, registry);
    }

    /// A picture. Where none is kept that is fresh, `fetch` makes the call for it, which has to end
    /// by itself; it gets the one that was there last.
    ///
    /// # Errors
    ///
    /// Where its host has none, or cannot be asked and none is kept.
    pub(crate) async fn find<F>(
        &self,
        key: K,
        fetch: impl FnOnce(Option<Arc<Picture>>) -> F,
    ) -> Result<Found, Absence>
    where
        F: Future<Output = Outcome> + Send + 'static,
    {
        let known = self.0.kept.get(&key);
        if let Some(kept) = known.clone().filter(Kept::is_settled) {
            return kept.show(CacheOutcome::Hit);
        }
        let last = known.filter(Kept::can_be_shown);
        let Some((flight, cache)) = self.join(key, fetch) else {
            let crowded = Err(Absence::Failed(Failure::Crowded));
            return last.map_or(crowded, |last| last.show(CacheOutcome::Stale));
        };
        let landed = match last {
            None => land(flight).await,
            Some(_) => {
                let landed = timeout(self.0.terms.patience, land(flight)).await;
                landed.ok().flatten()
            }
        };
        match (landed, last) {
            (Some(kept), _) => kept.show(cache),
            (None, Some(last)) => last.show(CacheOutcome::Stale),
            // An end without a result would be a fault of ours.
            (None, None) => Err(Absence::Failed(Failure::TimedOut)),
        }
    }

    /// The call for a picture that goes on, or a new one; none where too many do.
    fn join<F>(
        &self,
        key: K,
        fetch: impl FnOnce(Option<Arc<Picture>>) -> F,
    ) -> Option<(Flight, CacheOutcome)>
    where
        F: Future<Output = Outcome> + Send + 'static,
    {
        let flights = &self.0.flights;
        let mut flights = flights.lock().unwrap_or_else(PoisonError::into_inner);
        let goes_on = |flight: &&Flight| flight.has_changed().is_ok();
        if let Some(flight) = flights.get(&key).filter(goes_on) {
            return Some((flight.clone(), CacheOutcome::Collapsed));
        }
        // A call may have ended since the caller looked: it keeps first and is forgotten then.
        let kept = self.0.kept.get(&key);
        if let Some(kept) = kept.clone().filter(Kept::is_settled) {
            return Some((watch::channel(Some(kept)).1, CacheOutcome::Hit));
        }
        if flights.len() >= self.0.terms.flights {
            return None;
        }
        let (lands, flight) = watch::channel(None);
        flights.insert(key.clone(), flight.clone());
        let call = fetch(kept.as_ref().and_then(Kept::picture).cloned());
        let shared = self.0.clone();
        // A task of its own: whoever leaves takes it from nobody.
        tokio::spawn(async move {
            let kept = shared.take(&key, call.await, kept);
            let flights = shared.flights.lock();
            flights.unwrap_or_else(PoisonError::into_inner).remove(&key);
            lands.send_replace(Some(kept));
        });
        Some((flight, CacheOutcome::Miss))
    }
}

impl<K: Key> Shared<K> {
    /// Counts what a call came to, and keeps it where that is allowed.
    fn take(&self, key: &K, outcome: Outcome, before: Option<Kept>) -> Kept {
        self.metrics.count(&outcome);
        if let Outcome::Failed(failure) = &outcome {
            self.tell(failure);
        }
        let kept = Kept::after(outcome, before, self.terms.fresh);
        if kept.may_be_kept() {
            self.kept.insert(key.clone(), kept.clone());
        } else {
            self.kept.remove(key);
        }
        kept
    }

    /// Here alone: those who ask while it is remembered are many. So are the pictures of a host that
    /// is down, of which one in a while stands for all.
    fn tell(&self, failure: &Failure) {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        if told.is_some_and(|told| told.elapsed() < FAILED) {
            return;
        }
        *told = Some(Instant::now());
        let (subject, cause) = (self.terms.subject, chain(failure));
        match failure {
            Failure::Refused(_) => error!(cause, "{subject} cannot be fetched: mend its key"),
            _ => warn!(cause, "{subject} cannot be fetched"),
        }
    }
}

/// What a call came to; none where it ended without.
async fn land(mut flight: Flight) -> Option<Kept> {
    let kept = flight.wait_for(Option::is_some).await.ok()?;
    kept.clone()
}

/// Bytes in memory.
#[derive(Clone)]
struct Weight;

impl<K: Key> Weighter<K, Kept> for Weight {
    fn weight(&self, key: &K, kept: &Kept) -> u64 {
        let bytes = kept.picture().map_or(0, |picture| picture.len());
        // The key is kept twice while its picture is asked for; the rest is small and counted
        // roundly.
        (2 * key.weight() + bytes + 256) as u64
    }
}
