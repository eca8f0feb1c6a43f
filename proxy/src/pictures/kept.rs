//! What is known of a picture after a call for it, and for how long.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use super::{Failure, Lifetime, Outcome, Picture};
use crate::telemetry::CacheOutcome;

/// Age up to which a picture is shown at all: while it is asked for anew, or cannot be.
const STALE: Duration = Duration::from_secs(30 * 24 * 3600);
/// How long it is remembered that there is none.
const MISSING: Duration = Duration::from_secs(3600);
/// How long it is remembered that it could not be asked for.
pub(super) const FAILED: Duration = Duration::from_secs(30);

/// A picture that can be shown.
pub(crate) struct Found {
    pub(crate) picture: Arc<Picture>,
    /// Since it was fetched, or was found to be the same.
    pub(crate) age: Duration,
    /// How many seconds it is as good as new; none where nobody may keep it.
    pub(crate) left_s: Option<u64>,
    pub(crate) cache: CacheOutcome,
}

/// Why there is no picture.
#[derive(Clone, Debug)]
pub(crate) enum Absence {
    /// Its host has none.
    Missing,
    Failed(Failure),
}

/// What is known of a picture.
#[derive(Clone)]
pub(super) struct Kept {
    last: Option<Last>,
    /// Why there is none, or none newer.
    absence: Option<Absence>,
    ask_again: Instant,
}

/// The picture that was there last.
#[derive(Clone)]
struct Last {
    picture: Arc<Picture>,
    fetched: Instant,
    lifetime: Lifetime,
    fresh: Duration,
}

impl Last {
    /// `fresh` counts where the host does not say.
    fn new(picture: Arc<Picture>, lifetime: Lifetime, fresh: Duration) -> Self {
        let fresh = lifetime.fresh.unwrap_or(fresh).min(STALE);
        Self {
            picture,
            fetched: Instant::now(),
            lifetime,
            fresh,
        }
    }

    /// The same after its host said that it has not changed; what the host did not say again still
    /// counts.
    fn renewed(self, lifetime: Lifetime, fresh: Duration) -> Self {
        let lifetime = match lifetime {
            Lifetime::UNSAID => self.lifetime,
            said => said,
        };
        Self::new(self.picture, lifetime, fresh)
    }

    fn can_be_shown(&self) -> bool {
        let shown = match self.lifetime.may_be_stale {
            true => STALE,
            false => self.fresh,
        };
        self.fetched.elapsed() < shown
    }

    /// As ages are told in HTTP: by seconds that are over.
    fn left_s(&self) -> u64 {
        let age = self.fetched.elapsed();
        self.fresh.as_secs().saturating_sub(age.as_secs())
    }
}

impl Kept {
    /// What is known after a call, and after what was known before.
    pub(super) fn after(outcome: Outcome, before: Option<Self>, fresh: Duration) -> Self {
        let last = before.and_then(|before| before.last);
        match (outcome, last) {
            (Outcome::Found(picture, lifetime), _) => {
                Self::found(Last::new(picture, lifetime, fresh))
            }
            (Outcome::Unchanged(lifetime), Some(last)) => {
                Self::found(last.renewed(lifetime, fresh))
            }
            (Outcome::Unchanged(_), None) => {
                let failure = Failure::Malformed("it is the same as none");
                Self::failed(failure, None)
            }
            (Outcome::Missing, _) => Self {
                last: None,
                absence: Some(Absence::Missing),
                ask_again: Instant::now() + MISSING,
            },
            (Outcome::Failed(failure), last) => Self::failed(failure, last),
        }
    }

    fn found(last: Last) -> Self {
        Self {
            ask_again: last.fetched + last.fresh,
            last: Some(last),
            absence: None,
        }
    }

    fn failed(failure: Failure, last: Option<Last>) -> Self {
        let memory = match failure {
            // Its host was not asked, so nothing is known of it.
            Failure::Crowded => Duration::ZERO,
            _ => FAILED,
        };
        Self {
            last: last.filter(Last::can_be_shown),
            absence: Some(Absence::Failed(failure)),
            ask_again: Instant::now() + memory,
        }
    }

    /// Whether nobody has to be asked.
    pub(super) fn is_settled(&self) -> bool {
        Instant::now() < self.ask_again
    }

    /// Whether there is a picture that is not too old.
    pub(super) fn can_be_shown(&self) -> bool {
        self.last.as_ref().is_some_and(Last::can_be_shown)
    }

    /// Whether it is of use to whoever asks next.
    pub(super) fn may_be_kept(&self) -> bool {
        match &self.last {
            Some(last) => last.lifetime.may_be_kept,
            None => self.is_settled(),
        }
    }

    /// The picture that was there last, for its host to compare.
    pub(super) fn picture(&self) -> Option<&Arc<Picture>> {
        self.last.as_ref().map(|last| &last.picture)
    }

    pub(super) fn show(self, cache: CacheOutcome) -> Result<Found, Absence> {
        match (self.last, self.absence) {
            (Some(last), absence) => Ok(Found {
                age: last.fetched.elapsed(),
                left_s: last.lifetime.may_be_kept.then(|| last.left_s()),
                picture: last.picture,
                cache: absence.map_or(cache, |_| CacheOutcome::Stale),
            }),
            (None, absence) => Err(absence.unwrap_or(Absence::Missing)),
        }
    }
}
