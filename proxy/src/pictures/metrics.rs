//! How the calls for pictures go.

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::{counter::Counter, family::Family};
use prometheus_client::registry::Registry;

use super::Outcome;

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Labels {
    outcome: &'static str,
}

#[derive(Default)]
pub(super) struct Metrics {
    calls: Family<Labels, Counter>,
}

impl Metrics {
    pub(super) fn register(&self, name: &str, help: &str, registry: &mut Registry) {
        registry.register(name, help, self.calls.clone());
    }

    pub(super) fn count(&self, outcome: &Outcome) {
        let outcome = match outcome {
            Outcome::Found(..) => "found",
            Outcome::Unchanged(_) => "unchanged",
            Outcome::Missing => "missing",
            Outcome::Failed(_) => "failed",
        };
        self.calls.get_or_create(&Labels { outcome }).inc();
    }
}
