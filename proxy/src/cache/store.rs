//! Where entries lie: in memory, weighed in bytes, the least useful ones gone first.

use std::sync::{Arc, Mutex, PoisonError};

use quick_cache::Weighter;
use quick_cache::sync::Cache;

use super::entry::{Entry, Phase};
use super::key::Key;
use crate::clock::Clock;

/// What an entry is expected to weigh, in bytes: half of the widget's searches.
const EXPECTED_WEIGHT: u64 = 60_000;

pub(super) struct Store {
    entries: Cache<Key, Stored, Weights>,
    /// Held by whoever puts in, so that an older entry never replaces a newer one.
    putting: Mutex<()>,
}

/// An entry and what it weighed when it was put in: bodies may be added to it.
#[derive(Clone)]
struct Stored {
    entry: Arc<Entry>,
    weight: u64,
}

#[derive(Clone)]
struct Weights;

impl Weighter<Key, Stored> for Weights {
    fn weight(&self, key: &Key, stored: &Stored) -> u64 {
        stored.weight + key.len() as u64
    }
}

impl Store {
    /// Keeps so many bytes.
    pub(super) fn new(memory_bytes: u64) -> Self {
        let expected = usize::try_from(memory_bytes / EXPECTED_WEIGHT).unwrap_or(usize::MAX);
        Self {
            entries: Cache::with_weighter(expected, memory_bytes, Weights),
            putting: Mutex::default(),
        }
    }

    pub(super) fn get(&self, key: &Key) -> Option<Arc<Entry>> {
        self.entries.get(key).map(|stored| stored.entry)
    }

    pub(super) fn put(&self, key: &Key, entry: Arc<Entry>) {
        let _putting = self.putting.lock().unwrap_or_else(PoisonError::into_inner);
        self.entries.insert(key.clone(), Stored::new(entry));
    }

    /// Weighs an entry again that has got another body.
    pub(super) fn weigh_again(&self, key: &Key, entry: &Arc<Entry>) {
        let _putting = self.putting.lock().unwrap_or_else(PoisonError::into_inner);
        let current = self.entries.peek(key);
        if current.is_some_and(|current| Arc::ptr_eq(&current.entry, entry)) {
            self.entries.insert(key.clone(), Stored::new(entry.clone()));
        }
    }

    /// Drops what nobody may be shown any more.
    pub(super) fn sweep(&self, clock: &Clock) {
        self.entries
            .retain(|_, stored| stored.entry.phase(clock) != Phase::Dead);
    }

    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    /// In bytes.
    pub(super) fn weight(&self) -> u64 {
        self.entries.weight()
    }
}

impl Stored {
    fn new(entry: Arc<Entry>) -> Self {
        let weight = entry.weight() as u64;
        Self { entry, weight }
    }
}
