//! The generic cell rate algorithm: a limit whose whole memory is one moment.
//!
//! By hand rather than by governor: the quota books a moment that is yet to come and borrows
//! between buckets, limits differ from shop to shop and outlive a reload, and both follow tokio's
//! clock, which tests stop.

use std::time::Duration;

use tokio::time::Instant;

use crate::config::Rate;

/// How fast something may happen: in any minute at most its rate and its burst together.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pace {
    /// Between two, once the burst is spent.
    interval: Duration,
    /// How far ahead of that the burst may run.
    tolerance: Duration,
}

impl Pace {
    /// At least one passes at once, and one a minute.
    pub(crate) fn new(rate: Rate) -> Self {
        let interval = Duration::from_mins(1) / rate.per_minute.max(1);
        Self {
            interval,
            tolerance: interval * rate.burst.saturating_sub(1),
        }
    }

    /// The same burst, at half the rate.
    pub(crate) fn halved(self) -> Self {
        Self {
            interval: self.interval * 2,
            ..self
        }
    }

    /// As many times as fast.
    pub(crate) fn times(self, factor: u32) -> Self {
        Self {
            interval: self.interval / factor,
            ..self
        }
    }
}

/// What was spent of a limit: the moment at which all of it will have come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Spent(Instant);

impl Spent {
    /// Nothing was: the burst is there.
    pub(crate) fn nothing(now: Instant) -> Self {
        Self(now)
    }

    /// The whole burst was, but for one.
    pub(crate) fn burst(pace: Pace, now: Instant) -> Self {
        Self(now + pace.tolerance)
    }

    /// When the next may pass: `now`, or later.
    pub(crate) fn next(self, pace: Pace, now: Instant) -> Instant {
        self.0
            .checked_sub(pace.tolerance)
            .map_or(now, |next| next.max(now))
    }

    /// What is spent once one has passed at a moment that [`Spent::next`] gave.
    pub(crate) fn pass(self, pace: Pace, at: Instant) -> Self {
        Self(self.0.max(at) + pace.interval)
    }

    /// Whether all of it has come back, so that there is nothing to remember.
    pub(crate) fn is_nothing(self, now: Instant) -> bool {
        self.0 <= now
    }
}
