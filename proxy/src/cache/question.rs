//! A question to Sendcloud, and how its answer was come by.

use std::sync::Arc;
use std::time::Duration;

use model::CountryCode;

use super::entry::Entry;
use super::key::Key;
use super::lifetimes::Subject;
use crate::clock::Clock;
use crate::upstream::{self, Urgency};

/// What a shopper waits for the new answer while an old one is at hand.
const PATIENCE_WITH_STALE: Duration = Duration::from_millis(800);
/// What a shopper waits where none is.
const PATIENCE: Duration = Duration::from_millis(4_900);
/// What a backend waits, whose call may wait for its turn.
const PATIENCE_BACKEND: Duration = Duration::from_millis(7_200);
/// The oldest point that a selection is made of where Sendcloud fails.
const SELECTION_AGE_MAX: Duration = Duration::from_secs(60 * 60);

/// The oldest answer that a recheck goes by: a backend that repeats itself costs nothing.
const RECHECK_AGE_MAX: Duration = Duration::from_secs(60);

/// A question to Sendcloud.
pub(crate) struct Question<'a> {
    /// What its answer is kept under.
    pub(crate) key: &'a Key,
    pub(crate) subject: Subject,
    /// Where its points lie, if that is known.
    pub(crate) country: Option<CountryCode>,
    /// What the answer is for.
    pub(crate) purpose: Purpose,
}

/// What an answer is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// To be looked at.
    Show,
    /// To be signed: no staler than it has to be.
    Select,
    /// The same for a backend, as where orders come by telephone.
    SelectByBackend,
    /// To buy a label by: of now, or of a moment ago where somebody asks twice.
    Recheck,
}

/// An answer, and how it was come by.
#[derive(Clone)]
pub(crate) struct Served {
    pub(crate) entry: Arc<Entry>,
    pub(crate) source: AnswerSource,
}

/// How an answer was come by (RFC 9211).
#[derive(Clone, Debug)]
pub(crate) enum AnswerSource {
    /// It was there, fresh or stale.
    Hit,
    /// Sendcloud was asked.
    Miss {
        /// By somebody else.
        collapsed: bool,
        /// An older answer was at hand.
        is_renewal: bool,
    },
    /// Sendcloud was asked and failed, so an old answer is shown.
    Stale(upstream::Error),
    /// An old answer is shown without a new one being waited for; the word says why.
    NotAwaited(&'static str),
}

/// Why there is no answer.
#[derive(Clone, Debug)]
pub(crate) enum Unanswered<L> {
    Failed(upstream::Error),
    /// Sendcloud failed just now, and is not asked again.
    Remembered(upstream::Error),
    /// A limit of ours forbids the call.
    Limited(L),
    /// Too many wait already.
    Crowded,
    TimedOut,
}

impl<L> Unanswered<L> {
    /// Why an old answer is shown instead.
    pub(super) fn into_source(self) -> AnswerSource {
        match self {
            Self::Failed(upstream::Error::Sick { reason, .. }) => {
                AnswerSource::NotAwaited(reason.as_str())
            }
            Self::Failed(error) => AnswerSource::Stale(error),
            Self::Remembered(_) => AnswerSource::NotAwaited("memo"),
            Self::Limited(_) => AnswerSource::NotAwaited("limit"),
            Self::Crowded => AnswerSource::NotAwaited("crowd"),
            Self::TimedOut => AnswerSource::NotAwaited("waiting"),
        }
    }
}

impl Purpose {
    pub(super) fn urgency(self) -> Urgency {
        match self {
            Self::Show => Urgency::Interactive,
            Self::Select => Urgency::Selection,
            Self::SelectByBackend | Self::Recheck => Urgency::Backend,
        }
    }

    pub(super) fn patience(self, has_stale: bool) -> Duration {
        match self {
            Self::Show if has_stale => PATIENCE_WITH_STALE,
            Self::Show | Self::Select => PATIENCE,
            Self::SelectByBackend | Self::Recheck => PATIENCE_BACKEND,
        }
    }

    /// Whether an answer serves it that is fresh to who looks at it.
    pub(super) fn takes_fresh(self, entry: &Entry, clock: &Clock) -> bool {
        match self {
            Self::Show | Self::Select | Self::SelectByBackend => true,
            Self::Recheck => entry.age(clock) < RECHECK_AGE_MAX,
        }
    }

    /// Whether an old answer serves it.
    pub(super) fn takes(self, entry: &Entry, clock: &Clock) -> bool {
        match self {
            Self::Show => true,
            Self::Select | Self::SelectByBackend => entry.age(clock) < SELECTION_AGE_MAX,
            Self::Recheck => false,
        }
    }
}
