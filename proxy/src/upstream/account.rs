//! What is known of an account, whatever its secret is at the moment: what was spent of its quota,
//! and which of its calls are worth while.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;
use tracing::warn;

use super::metrics::Metrics;
use super::{Error, Sickness, retries::Retries};
use crate::breaker::{Breaker, Permit};
use crate::clock::Clock;
use crate::config::AccountId;
use crate::quota::{Grant, Quota, Refusal};
use crate::slots::Slots;

/// Calls at a time.
const SLOTS: usize = 32;
/// Calls that wait for one to end.
const QUEUE: usize = 128;
/// Longest wait for a slot.
const WAIT: Duration = Duration::from_millis(250);

/// Calls that fail together: a broken geocoder says nothing of searches on the map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// Searches by address.
    Geocode,
    /// Searches without one, and points by id.
    Lookup,
    /// Questions for availability.
    Availability,
    /// Questions for what can ship to a point.
    Shipping,
    /// Tokens for the keys.
    Token,
}

impl Class {
    pub(super) const ALL: [Self; 5] = [
        Self::Geocode,
        Self::Lookup,
        Self::Availability,
        Self::Shipping,
        Self::Token,
    ];

    /// What a call spends; a token costs none of either.
    pub(super) fn grant(self) -> Grant {
        match self {
            Self::Geocode | Self::Lookup => Grant::Get,
            Self::Availability | Self::Shipping | Self::Token => Grant::Post,
        }
    }

    /// The word of logs and metrics.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Geocode => "geocode",
            Self::Lookup => "lookup",
            Self::Availability => "availability",
            Self::Shipping => "shipping",
            Self::Token => "token",
        }
    }
}

/// An account, as all its clients share it.
pub(super) struct Account {
    pub(super) id: AccountId,
    /// Names the account in metrics, where a key must not stand.
    pub(super) number: u32,
    pub(super) quota: Quota,
    pub(super) slots: Slots,
    pub(super) retries: Retries,
    pub(super) metrics: Arc<Metrics>,
    breakers: [Breaker; Class::ALL.len()],
    token_issued: Mutex<Option<Instant>>,
}

impl Account {
    pub(super) fn new(id: AccountId, number: u32, clock: Clock, metrics: Arc<Metrics>) -> Self {
        Self {
            id,
            number,
            quota: Quota::new(clock),
            slots: Slots::new(SLOTS, QUEUE, WAIT),
            retries: Retries::default(),
            metrics,
            breakers: Default::default(),
            token_issued: Mutex::default(),
        }
    }

    pub(super) fn breaker(&self, class: Class) -> &Breaker {
        &self.breakers[class as usize]
    }

    /// Lets a call of this class through, unless such calls fail.
    pub(super) fn enter(&self, class: Class) -> Result<Permit<'_>, Error> {
        let entered = self.breaker(class).enter();
        entered.map_err(|wait| sick(Sickness::Breaker, wait))
    }

    /// Tells the breaker what became of a call, the quota what Sendcloud said of it, and the
    /// metrics both.
    pub(super) fn settle<T>(
        &self,
        class: Class,
        permit: Permit<'_>,
        result: &Result<T, Error>,
        took: Duration,
    ) {
        self.metrics.called(self.number, class, result, took);
        match result {
            Err(Error::RateLimited { .. } | Error::Sick { .. }) => drop(permit),
            Err(error) if error.is_failure() => {
                if permit.fail() {
                    let class = class.as_str();
                    warn!(class, cause = %error, "calls to Sendcloud keep failing and are paused");
                }
            }
            _ => permit.succeed(),
        }
    }

    pub(super) fn issued_token(&self, at: Instant) {
        let issued = self.token_issued.lock();
        *issued.unwrap_or_else(PoisonError::into_inner) = Some(at);
    }

    /// How old the token is; none where there never was one.
    pub(super) fn token_age(&self) -> Option<Duration> {
        let issued = self.token_issued.lock();
        let issued = issued.unwrap_or_else(PoisonError::into_inner);
        issued.map(|issued| issued.elapsed())
    }
}

pub(super) fn sick(reason: Sickness, retry_after: Duration) -> Error {
    Error::Sick {
        reason,
        retry_after,
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Held(wait) => sick(Sickness::Hold, wait),
            Refusal::Spent(wait) => sick(Sickness::Quota, wait),
        }
    }
}
