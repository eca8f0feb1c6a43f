//! What every key has spent of its limit: as many keys as there are clients, and so a bounded number.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hash, RandomState};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::gcra::{Pace, Spent};

/// Parts that are locked apart, so that hits of different clients rarely meet.
const PARTS: usize = 16;
/// Between two searches for keys that nothing is left to remember of.
const SWEEP: Duration = Duration::from_mins(1);
/// The same where the table is full: whoever fills it must not buy a search with every request.
const SWEEP_FULL: Duration = Duration::from_secs(1);

/// What was spent, by key.
///
/// Keys are hashes under a secret of this process: short, without anything of an address in them,
/// and nobody can choose an address that shares another's.
pub(super) struct Table {
    hasher: RandomState,
    parts: [Mutex<Part>; PARTS],
    /// Most keys of one part.
    most: usize,
}

struct Part {
    spent: HashMap<u64, Spent>,
    swept: Instant,
}

impl Table {
    pub(super) fn new(most: usize) -> Self {
        let part = |_| {
            Mutex::new(Part {
                spent: HashMap::new(),
                swept: Instant::now(),
            })
        };
        Self {
            hasher: RandomState::new(),
            parts: std::array::from_fn(part),
            most: most / PARTS,
        }
    }

    /// Lets one more pass, or says how long the next has to wait. Newcomers to a full table share
    /// what `crowd` may spend.
    pub(super) fn pass(
        &self,
        key: impl Hash,
        crowd: impl Hash,
        pace: Pace,
    ) -> Result<(), Duration> {
        let now = Instant::now();
        let key = self.hasher.hash_one(key);
        match self.part(key).pass(key, self.most, pace, now) {
            Some(passed) => passed,
            None => {
                let key = self.hasher.hash_one(crowd);
                // There are few crowds, and refusing one would shut everybody out.
                let passed = self.part(key).pass(key, usize::MAX, pace, now);
                passed.expect("there is no end to this table")
            }
        }
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        let parts = self.parts.iter();
        let len = |part: &Mutex<Part>| part.lock().expect("no panic").spent.len();
        parts.map(len).sum()
    }

    fn part(&self, key: u64) -> std::sync::MutexGuard<'_, Part> {
        let index = usize::try_from(key % PARTS as u64).expect("less than that");
        let part = self.parts[index].lock();
        part.unwrap_or_else(PoisonError::into_inner)
    }
}

impl Part {
    /// Nothing where the key is new and there is no place left.
    fn pass(
        &mut self,
        key: u64,
        most: usize,
        pace: Pace,
        now: Instant,
    ) -> Option<Result<(), Duration>> {
        let is_full = self.spent.len() >= most;
        let pause = if is_full { SWEEP_FULL } else { SWEEP };
        if now.duration_since(self.swept) >= pause {
            self.swept = now;
            self.spent.retain(|_, spent| !spent.is_nothing(now));
        }
        let is_full = self.spent.len() >= most;
        let spent = match self.spent.get(&key) {
            Some(&spent) => spent,
            None if is_full => return None,
            None => Spent::nothing(now),
        };
        let next = spent.next(pace, now);
        if next > now {
            return Some(Err(next - now));
        }
        self.spent.insert(key, spent.pass(pace, now));
        Some(Ok(()))
    }
}
