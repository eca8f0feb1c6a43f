//! How the store does.

use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::{counter::Counter, family::Family, histogram::Histogram};
use prometheus_client::registry::{Registry, Unit};

use super::answers::Purged;

/// Upper bounds of the durations, in seconds: from a page in memory to the deadline.
const BUCKETS_S: [f64; 11] = [
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 2.0,
];

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Operation {
    op: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Kind {
    what: &'static str,
}

pub(super) struct Metrics {
    duration: Family<Operation, Histogram, fn() -> Histogram>,
    failures: Family<Operation, Counter>,
    purged: Family<Kind, Counter>,
}

impl Default for Metrics {
    fn default() -> Self {
        Self {
            duration: Family::new_with_constructor(|| Histogram::new(BUCKETS_S)),
            failures: Family::default(),
            purged: Family::default(),
        }
    }
}

impl Metrics {
    pub(super) fn register(&self, registry: &mut Registry) {
        let help = "From a question to the store to its answer, a wait for a connection included";
        let duration = self.duration.clone();
        registry.register_with_unit("store_duration", help, Unit::Seconds, duration);
        let help = "Questions that the store did not answer";
        registry.register("store_failures", help, self.failures.clone());
        let help = "What was removed because its time was over";
        registry.register("selections_purged", help, self.purged.clone());
    }

    pub(super) fn count(&self, op: &'static str, duration: Duration, is_answered: bool) {
        let labels = Operation { op };
        let histogram = self.duration.get_or_create(&labels);
        histogram.observe(duration.as_secs_f64());
        drop(histogram);
        if !is_answered {
            self.failures.get_or_create(&labels).inc();
        }
    }

    pub(super) fn count_purged(&self, purged: Purged) {
        let kinds = [
            ("selections", purged.selections),
            ("post_numbers", purged.post_numbers),
        ];
        for (what, count) in kinds {
            let count = u64::try_from(count).unwrap_or(u64::MAX);
            self.purged.get_or_create(&Kind { what }).inc_by(count);
        }
    }
}
