//! What an account may ask of Sendcloud, counted on our side: 1,000 GETs a minute for all shoppers
//! together, and 100 POSTs, are soon spent, and nothing but waiting brings them back.
//!
//! Every class of calls has a bucket of its own; together they stay below the grant in any sliding
//! minute. After a start no bucket has its burst, so a proxy that keeps crashing burns none.

mod bucket;

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

pub(crate) use bucket::Refusal;

use crate::clock::Clock;
use crate::config::Rate;
use crate::jitter;
use crate::upstream::Urgency;
use bucket::Bucket;

/// Longest that a call waits for its turn. A refresh does not: nobody waits for it either.
const PATIENCE: Duration = Duration::from_millis(500);
/// The same for a backend's POST, behind which there is a program and no shopper.
const PATIENCE_BACKEND: Duration = Duration::from_secs(4);
/// Longest pause that a 429 imposes.
const HOLD_MAX: Duration = Duration::from_mins(1);
/// Spread of the calls that wait for the next minute.
const HOLD_JITTER: Duration = Duration::from_secs(2);

/// Most that an account may ask for: GETs by urgency, a backend's among those of searches.
const GET: [Rate; 3] = [Rate::new(130, 20), Rate::new(600, 60), Rate::new(120, 20)];
/// The same for POSTs: confirmations, and what backends ask for.
const POST: [Rate; 2] = [Rate::new(45, 7), Rate::new(35, 5)];
/// What Sendcloud grants in a minute.
const GET_GRANT: u32 = 1000;
const POST_GRANT: u32 = 100;

/// The two grants of Sendcloud.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Grant {
    /// Reading.
    Get,
    /// Everything else.
    Post,
}

impl Grant {
    pub(crate) const ALL: [Self; 2] = [Self::Get, Self::Post];

    /// The word of metrics.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Get => "get",
            Self::Post => "post",
        }
    }
}

/// The quota of one account.
pub(crate) struct Quota {
    clock: Clock,
    get: Mutex<Bucket>,
    post: Mutex<Bucket>,
}

impl Quota {
    pub(crate) fn new(clock: Clock) -> Self {
        let now = Instant::now();
        Self {
            clock,
            get: Mutex::new(Bucket::new(&GET, now)),
            post: Mutex::new(Bucket::new(&POST, now)),
        }
    }

    /// Waits for the right to one call.
    ///
    /// # Errors
    ///
    /// At once where the grant is held, or the wait would be too long.
    pub(crate) async fn take(&self, grant: Grant, urgency: Urgency) -> Result<(), Refusal> {
        let class = match (grant, urgency) {
            (_, Urgency::Selection) => 0,
            (Grant::Post, _) | (Grant::Get, Urgency::Backend | Urgency::Interactive) => 1,
            (Grant::Get, Urgency::Refresh) => 2,
        };
        let patience = patience(grant, urgency);
        let at = self.bucket(grant).take(class, Instant::now(), patience)?;
        sleep_until(at).await;
        self.held(grant)
    }

    /// Whether calls have to pause.
    ///
    /// # Errors
    ///
    /// For how long.
    pub(crate) fn held(&self, grant: Grant) -> Result<(), Refusal> {
        self.bucket(grant).held(Instant::now())
    }

    /// Sendcloud answered 429: nothing more until it said, or until the next full minute.
    pub(crate) fn limited(&self, grant: Grant, retry_after: Option<Duration>) {
        let pause = retry_after.map_or_else(
            || until_next_minute(&self.clock) + jitter::between(Duration::ZERO, HOLD_JITTER),
            |pause| pause.min(HOLD_MAX),
        );
        self.bucket(grant).limited(Instant::now(), pause);
    }

    /// Sendcloud answered, and not with 429.
    pub(crate) fn granted(&self, grant: Grant) {
        self.bucket(grant).granted(Instant::now());
    }

    /// The share of the grant that was spent in the last minute.
    pub(crate) fn used_ratio(&self, grant: Grant) -> f64 {
        let granted = match grant {
            Grant::Get => GET_GRANT,
            Grant::Post => POST_GRANT,
        };
        f64::from(self.bucket(grant).used(Instant::now())) / f64::from(granted)
    }

    fn bucket(&self, grant: Grant) -> MutexGuard<'_, Bucket> {
        let bucket = match grant {
            Grant::Get => self.get.lock(),
            Grant::Post => self.post.lock(),
        };
        bucket.unwrap_or_else(PoisonError::into_inner)
    }
}

/// How long a call may wait for its turn.
fn patience(grant: Grant, urgency: Urgency) -> Duration {
    match (grant, urgency) {
        (Grant::Post, Urgency::Backend) => PATIENCE_BACKEND,
        (_, Urgency::Selection | Urgency::Backend | Urgency::Interactive) => PATIENCE,
        (_, Urgency::Refresh) => Duration::ZERO,
    }
}

fn until_next_minute(clock: &Clock) -> Duration {
    let since = clock.now().as_millisecond().rem_euclid(60_000);
    Duration::from_millis(60_000 - since.unsigned_abs())
}
