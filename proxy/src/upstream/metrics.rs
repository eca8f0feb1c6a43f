//! What calls to Sendcloud cost, and how it is.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeLabelSet, EncodeMetric};
use prometheus_client::metrics::MetricType;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::ConstGauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

use super::account::{Account, Class};
use super::{Error, Sickness};
use crate::breaker::Phase;
use crate::quota::Grant;

/// In seconds, around the deadlines of one attempt.
const DURATIONS: [f64; 10] = [0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 1.5, 2.5, 3.5, 5.0];

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Call {
    credential: u32,
    class: &'static str,
    outcome: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Spared {
    credential: u32,
    class: &'static str,
    reason: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfClass {
    class: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfCredential {
    credential: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfBucket {
    credential: u32,
    bucket: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfBreaker {
    credential: u32,
    class: &'static str,
}

/// Of all accounts; `credential` is a number in the order in which they were first read.
pub(super) struct Metrics {
    calls: Family<Call, Counter>,
    spared: Family<Spared, Counter>,
    duration: Family<OfClass, Histogram>,
    retries: Counter,
    auth_failures: Family<OfCredential, Counter>,
}

impl Default for Metrics {
    fn default() -> Self {
        Self {
            calls: Family::default(),
            spared: Family::default(),
            duration: Family::new_with_constructor(|| Histogram::new(DURATIONS)),
            retries: Counter::default(),
            auth_failures: Family::default(),
        }
    }
}

impl Metrics {
    pub(super) fn register(&self, registry: &mut Registry) {
        let help = "Calls to Sendcloud by class and outcome";
        registry.register("upstream_calls", help, self.calls.clone());
        let help = "Calls to Sendcloud that were not made, by class and reason";
        registry.register("upstream_spared", help, self.spared.clone());
        let help = "Seconds from a call to the end of its answer";
        registry.register("upstream_duration_seconds", help, self.duration.clone());
        let help = "Calls to Sendcloud that were made again after a failure";
        registry.register("upstream_retries", help, self.retries.clone());
        let help = "Calls to Sendcloud that were refused for their credentials";
        registry.register("upstream_auth_failures", help, self.auth_failures.clone());
    }

    pub(super) fn called<T>(
        &self,
        credential: u32,
        class: Class,
        result: &Result<T, Error>,
        took: Duration,
    ) {
        let outcome = result.as_ref().map_or_else(Error::outcome, |_| "ok");
        let class = class.as_str();
        let call = Call {
            credential,
            class,
            outcome,
        };
        self.calls.get_or_create(&call).inc();
        let duration = self.duration.get_or_create(&OfClass { class });
        duration.observe(took.as_secs_f64());
        if let Err(Error::Refused(_) | Error::TokenRefused(_)) = result {
            self.auth_failures
                .get_or_create(&OfCredential { credential })
                .inc();
        }
    }

    pub(super) fn spared(&self, credential: u32, class: Class, reason: Sickness) {
        let spared = Spared {
            credential,
            class: class.as_str(),
            reason: reason.as_str(),
        };
        self.spared.get_or_create(&spared).inc();
    }

    pub(super) fn retried(&self) {
        self.retries.inc();
    }
}

/// The accounts as they are when somebody looks: what was spent comes back, and pauses end, without
/// anything happening that could tell.
#[derive(Clone, Default)]
pub(super) struct Accounts(Arc<Mutex<Vec<Weak<Account>>>>);

impl Accounts {
    pub(super) fn add(&self, account: &Arc<Account>) {
        let mut accounts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        accounts.retain(|account| account.strong_count() > 0);
        accounts.push(Arc::downgrade(account));
    }

    fn live(&self) -> Vec<Arc<Account>> {
        let accounts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        accounts.iter().filter_map(Weak::upgrade).collect()
    }
}

impl fmt::Debug for Accounts {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Accounts").finish_non_exhaustive()
    }
}

impl Collector for Accounts {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), fmt::Error> {
        let accounts = self.live();
        let mut used = Vec::new();
        let mut states = Vec::new();
        let mut ages = Vec::new();
        for account in &accounts {
            let credential = account.number;
            for grant in Grant::ALL {
                let bucket = grant.as_str();
                let label = OfBucket { credential, bucket };
                used.push((label, account.quota.used_ratio(grant)));
            }
            for class in Class::ALL {
                let state = match account.breaker(class).phase() {
                    Phase::Closed => 0.0,
                    Phase::Probing => 1.0,
                    Phase::Open(_) => 2.0,
                };
                let class = class.as_str();
                states.push((OfBreaker { credential, class }, state));
            }
            if let Some(age) = account.token_age() {
                ages.push((OfCredential { credential }, age.as_secs_f64()));
            }
        }
        let help = "Share of Sendcloud's limit that was spent in the last minute";
        gauges(&mut encoder, "quota_used_ratio", help, &used)?;
        let help = "Breakers: 0 closed, 1 probing, 2 open";
        gauges(&mut encoder, "breaker_state", help, &states)?;
        let help = "Seconds since the OAuth2 token was issued";
        gauges(&mut encoder, "token_age_seconds", help, &ages)
    }
}

fn gauges<L: EncodeLabelSet>(
    encoder: &mut DescriptorEncoder<'_>,
    name: &str,
    help: &str,
    values: &[(L, f64)],
) -> Result<(), fmt::Error> {
    let mut family = encoder.encode_descriptor(name, help, None, MetricType::Gauge)?;
    for (label, value) in values {
        let metric = family.encode_family(label)?;
        ConstGauge::new(*value).encode(metric)?;
    }
    Ok(())
}
