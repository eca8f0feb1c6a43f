//! How long an answer is kept, and as what: fresh, stale while it is asked for again, stale where
//! that fails (RFC 5861).

use std::time::Duration;

use model::{ReferencePoint, Search};

use super::entry::{Answer, is_address_unknown};

const fn minutes(count: u64) -> Duration {
    Duration::from_secs(count * 60)
}

const fn hours(count: u64) -> Duration {
    minutes(count * 60)
}

/// The ages at which the phases of an answer end; each at or after the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Lifetimes {
    /// Until then it is shown as it is.
    pub(crate) fresh: Duration,
    /// Until then it is shown while it is asked for again.
    pub(crate) while_revalidating: Duration,
    /// Until then it is shown where Sendcloud fails.
    pub(crate) if_error: Duration,
}

/// What kind of question an answer is to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Subject {
    /// A search that says no more of the shopper than a part of the map.
    Area,
    /// A search that holds a postal code or a town.
    Town,
    /// A search that holds a street, a house number, free text or a position to the metre: personal
    /// data.
    Doorstep,
    /// A point by its id.
    Point,
    /// Whether a point takes parcels now.
    Availability,
    /// What can ship to a point.
    Shipping,
}

impl Subject {
    /// `is_rounded` tells whether its position is one that others share.
    pub(crate) fn of(search: &Search, is_rounded: bool) -> Self {
        match &search.near {
            Some(ReferencePoint::Address(_)) => Self::Doorstep,
            Some(ReferencePoint::Structured(parts))
                if parts.street.is_some() || parts.house_number.is_some() =>
            {
                Self::Doorstep
            }
            Some(ReferencePoint::Structured(_)) => Self::Town,
            Some(ReferencePoint::Position(_)) if !is_rounded => Self::Doorstep,
            Some(ReferencePoint::Position(_)) | None => Self::Area,
        }
    }
}

impl Lifetimes {
    /// What an answer to a question of this kind is worth.
    pub(super) fn of(subject: Subject, answer: &Answer) -> Self {
        let (fresh, while_revalidating, if_error) = match (subject, answer) {
            (_, Answer::Refused(_)) => return Self::no_longer_than(minutes(1)),
            (_, Answer::Available(true) | Answer::Shipping(_)) => {
                return Self::no_longer_than(minutes(1));
            }
            (_, Answer::Available(false)) => {
                return Self::no_longer_than(Duration::from_secs(20));
            }
            (_, Answer::Found(results)) if is_address_unknown(results) => {
                (minutes(10), minutes(10), hours(1))
            }
            (_, Answer::Found(results)) if results.results.is_empty() => {
                (minutes(5), minutes(30), hours(1))
            }
            (Subject::Doorstep, Answer::Found(_)) => (minutes(10), minutes(30), hours(1)),
            (_, Answer::Found(_) | Answer::Point(_)) => (minutes(10), hours(1), hours(24)),
        };
        Self {
            fresh,
            while_revalidating,
            if_error,
        }
    }

    fn no_longer_than(age: Duration) -> Self {
        Self {
            fresh: age,
            while_revalidating: age,
            if_error: age,
        }
    }

    /// The same a little longer or shorter, so that what was asked for together is not asked for
    /// again together. `share` lies between 0 and 1; the middle changes nothing.
    pub(super) fn jittered(self, share: f64) -> Self {
        let factor = 0.9 + 0.2 * share;
        Self {
            fresh: self.fresh.mul_f64(factor),
            while_revalidating: self.while_revalidating.mul_f64(factor),
            if_error: self.if_error.mul_f64(factor),
        }
    }

    /// The same with an earlier end of the first phase.
    pub(super) fn fresh_until(self, age: Duration) -> Self {
        Self {
            fresh: self.fresh.min(age),
            ..self
        }
    }
}
