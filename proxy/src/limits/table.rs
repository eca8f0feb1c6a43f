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
        // On a line of its own: the crowd may be in the same part, which has to be free again.
        let passed = self.part(key).pass(key, self.most, pace, now);
        passed.unwrap_or_else(|| {
            let key = self.hasher.hash_one(crowd);
            // There are few crowds, and refusing one would shut everybody out.
            let passed = self.part(key).pass(key, usize::MAX, pace, now);
            passed.expect("there is no end to this table")
        })
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

#[cfg(test)]
mod tests {
    use tokio::time::advance;

    use super::*;
    use crate::config::Rate;

    #[tokio::test(start_paused = true)]
    async fn newcomers_to_a_full_table_share_one_place() {
        let pace = Pace::new(Rate::new(60, 2));
        let table = Table::new(160);
        let pass = |client: u32| table.pass(client, "crowd", pace).is_ok();
        assert!(pass(0));
        let newcomers = (1..10_000).filter(|&client| pass(client)).count();
        // Those who found a place, and the crowd's two.
        assert!((140..=162).contains(&newcomers), "{newcomers}");
        assert!(table.len() <= 161, "{}", table.len());
        assert!(pass(0), "who has a place keeps it");

        advance(Duration::from_secs(2)).await;
        let newcomers = (20_000..20_040).filter(|&client| pass(client)).count();
        assert_eq!(newcomers, 40, "those who have spent nothing have left");
    }

    #[tokio::test(start_paused = true)]
    async fn who_stays_away_is_forgotten() {
        let pace = Pace::new(Rate::new(60, 1));
        let table = Table::new(16_000);
        for client in 0..1000 {
            assert!(table.pass(client, "crowd", pace).is_ok());
        }
        advance(Duration::from_mins(1)).await;
        // As many again, so that every part of the table is looked at.
        for client in 1000..2000 {
            assert!(table.pass(client, "crowd", pace).is_ok());
        }
        assert_eq!(table.len(), 1000);
    }
}
