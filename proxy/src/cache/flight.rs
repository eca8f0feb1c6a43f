//! One call for everybody who waits for the same answer.
//!
//! The call is a task of its own, so that a shopper who leaves takes nothing from the others. Who
//! waits holds the receiving end of a channel and a deadline of their own.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

use super::entry::Entry;
use super::key::Key;
use crate::upstream::{self, Urgency};

/// Most who wait for one answer.
const WAITERS_PER_FLIGHT: usize = 2_048;
/// Most who wait for any.
const WAITERS: usize = 4_096;

/// How a call ended, for all who waited.
#[derive(Clone)]
pub(super) enum Landing {
    /// With an answer, which is kept by now.
    Landed(Arc<Entry>),
    Failed(upstream::Error),
    /// The task broke off: somebody else has to ask.
    Abandoned,
}

/// The calls that are under way.
#[derive(Default)]
pub(crate) struct Flights {
    flights: Mutex<HashMap<Key, Flight>>,
    waiters: Arc<AtomicUsize>,
}

struct Flight {
    urgency: Urgency,
    landing: watch::Receiver<Option<Landing>>,
    waiters: Arc<AtomicUsize>,
}

/// A place for whoever needs an answer.
pub(super) enum Boarding {
    /// Nobody asks yet: this one has to.
    Leader(Leader),
    Waiter(Waiter),
    /// Too many wait already.
    Full,
}

/// The duty to ask. Dropped without a landing, as by a panic, it lets the waiters compete once
/// more.
pub(super) struct Leader {
    flights: Arc<Flights>,
    urgency: Urgency,
    key: Key,
    landing: watch::Sender<Option<Landing>>,
    waiters: Arc<AtomicUsize>,
}

/// A place among those who wait, given back when it is dropped.
pub(super) struct Waiter {
    urgency: Urgency,
    landing: watch::Receiver<Option<Landing>>,
    _here: Seat,
    _anywhere: Seat,
}

/// One of a number that is counted.
struct Seat(Arc<AtomicUsize>);

impl Flights {
    /// Joins the call for this answer, or begins one.
    pub(super) fn board(self: &Arc<Self>, key: &Key, urgency: Urgency) -> Boarding {
        let mut flights = self.lock();
        if let Some(flight) = flights.get(key) {
            let waiter = self.seat(flight.urgency, &flight.landing, &flight.waiters);
            return waiter.map_or(Boarding::Full, Boarding::Waiter);
        }
        let (landing, receiver) = watch::channel(None);
        let waiters = Arc::new(AtomicUsize::new(0));
        let flight = Flight {
            urgency,
            landing: receiver,
            waiters: waiters.clone(),
        };
        flights.insert(key.clone(), flight);
        Boarding::Leader(Leader {
            flights: self.clone(),
            urgency,
            key: key.clone(),
            landing,
            waiters,
        })
    }

    /// Whether somebody asks for this answer now.
    pub(super) fn is_under_way(&self, key: &Key) -> bool {
        self.lock().contains_key(key)
    }

    /// How many wait.
    pub(super) fn waiters(&self) -> usize {
        self.waiters.load(Ordering::Relaxed)
    }

    fn seat(
        &self,
        urgency: Urgency,
        landing: &watch::Receiver<Option<Landing>>,
        here: &Arc<AtomicUsize>,
    ) -> Option<Waiter> {
        Some(Waiter {
            urgency,
            landing: landing.clone(),
            _here: Seat::take(here, WAITERS_PER_FLIGHT)?,
            _anywhere: Seat::take(&self.waiters, WAITERS)?,
        })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Key, Flight>> {
        self.flights.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Leader {
    /// A place for the one who began the call; none where too many wait already.
    pub(super) fn waiter(&self) -> Option<Waiter> {
        let landing = self.landing.subscribe();
        self.flights.seat(self.urgency, &landing, &self.waiters)
    }

    /// Ends the call. What can be kept must be in the cache by now: the flight goes first, then
    /// those who wait are woken, so that nobody finds neither.
    pub(super) fn land(self, landing: Landing) {
        self.end(landing);
    }

    fn end(&self, landing: Landing) {
        self.flights.lock().remove(&self.key);
        self.landing.send_replace(Some(landing));
    }
}

impl Drop for Leader {
    fn drop(&mut self) {
        if self.landing.borrow().is_none() {
            self.end(Landing::Abandoned);
        }
    }
}

impl Waiter {
    /// For whom the call is made.
    pub(super) fn urgency(&self) -> Urgency {
        self.urgency
    }

    /// How the call ends.
    pub(super) async fn landing(mut self) -> Landing {
        let landing = self.landing.wait_for(Option::is_some).await;
        let landing = landing.map(|landing| landing.clone());
        landing.ok().flatten().unwrap_or(Landing::Abandoned)
    }
}

impl Seat {
    fn take(counter: &Arc<AtomicUsize>, most: usize) -> Option<Self> {
        let seat = Self(counter.clone());
        // Counted first and given back by the drop, so that no two take the last one.
        (counter.fetch_add(1, Ordering::Relaxed) < most).then_some(seat)
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}
