//! The time as an argument: tokens expire, answers grow old, and no test should wait for that.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};

/// Tells the time to everything that depends on it.
#[derive(Clone)]
pub struct Clock(Source);

#[derive(Clone)]
enum Source {
    System {
        started: Instant,
    },
    ByHand {
        started: Timestamp,
        passed_ms: Arc<AtomicU64>,
    },
}

impl Default for Clock {
    fn default() -> Self {
        Self::system()
    }
}

/// Moves a clock made by [`Clock::by_hand`].
#[derive(Clone, Debug)]
pub struct Hands(Arc<AtomicU64>);

impl Clock {
    /// The machine's clock.
    #[must_use]
    pub fn system() -> Self {
        Self(Source::System {
            started: Instant::now(),
        })
    }

    /// A clock that starts at a moment and moves with its hands only.
    #[must_use]
    pub fn by_hand(started: Timestamp) -> (Self, Hands) {
        let passed_ms = Arc::new(AtomicU64::new(0));
        let clock = Self(Source::ByHand {
            started,
            passed_ms: passed_ms.clone(),
        });
        (clock, Hands(passed_ms))
    }

    /// A clock that stands still.
    #[must_use]
    pub fn fixed(at: Timestamp) -> Self {
        Self::by_hand(at).0
    }

    /// The present moment.
    ///
    /// # Panics
    ///
    /// Where hands have moved a clock by more than centuries.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        match &self.0 {
            #[expect(
                clippy::disallowed_methods,
                reason = "the one place that reads the clock"
            )]
            Source::System { .. } => Timestamp::now(),
            Source::ByHand { started, .. } => {
                let passed = SignedDuration::try_from(self.passed());
                *started + passed.expect("tests stay within centuries")
            }
        }
    }

    /// How long the clock has run: never set back, so ages are told by it.
    #[must_use]
    pub fn passed(&self) -> Duration {
        match &self.0 {
            Source::System { started } => started.elapsed(),
            Source::ByHand { passed_ms, .. } => {
                Duration::from_millis(passed_ms.load(Ordering::Relaxed))
            }
        }
    }
}

impl Hands {
    /// Lets time pass.
    pub fn advance(&self, by: Duration) {
        let by_ms = u64::try_from(by.as_millis()).unwrap_or(u64::MAX);
        self.0.fetch_add(by_ms, Ordering::Relaxed);
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Clock({})", self.now())
    }
}
