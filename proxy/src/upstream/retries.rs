//! How often a failed call is made again: seldom enough that an outage is not met with more calls.
//!
//! Tower has such a budget; it would let ten retries through at once, and never earn them back.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::jitter;

/// What a call adds.
const PER_CALL: f64 = 0.1;
/// What a second adds.
const PER_SECOND: f64 = 1.0;
/// Most retries that can be saved up.
const SAVED_MAX: f64 = 10.0;
/// Between a call and its retry.
const PAUSE: (Duration, Duration) = (Duration::from_millis(100), Duration::from_millis(300));

/// The retries of one account.
pub(super) struct Retries(Mutex<Savings>);

struct Savings {
    retries: f64,
    at: Instant,
}

impl Default for Retries {
    fn default() -> Self {
        Self(Mutex::new(Savings {
            retries: PER_SECOND,
            at: Instant::now(),
        }))
    }
}

impl Retries {
    /// Counts a call.
    pub(super) fn earn(&self) {
        let mut savings = self.savings();
        savings.retries = (savings.retries + PER_CALL).min(SAVED_MAX);
    }

    /// Takes one retry, where there is one: the pause before it.
    pub(super) fn take(&self) -> Option<Duration> {
        let mut savings = self.savings();
        if savings.retries < 1.0 {
            return None;
        }
        savings.retries -= 1.0;
        Some(jitter::between(PAUSE.0, PAUSE.1))
    }

    /// Up to date.
    fn savings(&self) -> MutexGuard<'_, Savings> {
        let mut savings = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        let seconds = now.duration_since(savings.at).as_secs_f64();
        savings.at = now;
        savings.retries = (savings.retries + seconds * PER_SECOND).min(SAVED_MAX);
        savings
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::advance;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn retries_are_a_tenth_of_the_calls_and_one_a_second() {
        let retries = Retries::default();
        let taken = || std::iter::from_fn(|| retries.take()).count();
        assert_eq!(taken(), 1);
        (0..35).for_each(|_| retries.earn());
        assert_eq!(taken(), 3);
        advance(Duration::from_secs(2)).await;
        assert_eq!(taken(), 2);
        (0..1000).for_each(|_| retries.earn());
        advance(Duration::from_secs(1000)).await;
        assert_eq!(taken(), 10);
    }

    #[tokio::test(start_paused = true)]
    async fn the_pause_before_a_retry_is_never_the_same() {
        let retries = Retries::default();
        let mut pauses = Vec::new();
        for _ in 0..50 {
            advance(Duration::from_secs(1)).await;
            pauses.extend(retries.take());
        }
        assert!(
            pauses
                .iter()
                .all(|pause| (PAUSE.0..=PAUSE.1).contains(pause))
        );
        let first = pauses[0];
        assert!(pauses.iter().any(|&pause| pause != first));
    }
}
