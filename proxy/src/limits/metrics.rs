//! How often somebody asked for more than is given.

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::{counter::Counter, family::Family};
use prometheus_client::registry::Registry;

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Labels {
    limit: &'static str,
}

#[derive(Default)]
pub(super) struct Metrics {
    limited: Family<Labels, Counter>,
}

impl Metrics {
    pub(super) fn register(&self, registry: &mut Registry) {
        let help = "Requests refused because a client, or all clients of a shop, asked too often";
        registry.register("limited", help, self.limited.clone());
    }

    pub(super) fn count(&self, limit: &'static str) {
        self.limited.get_or_create(&Labels { limit }).inc();
    }
}
