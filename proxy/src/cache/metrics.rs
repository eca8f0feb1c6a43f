//! What the cache tells of itself.

use std::fmt;
use std::sync::Arc;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::ConstGauge;
use prometheus_client::registry::Registry;

use super::Cache;

/// Counted as it happens; what can be looked up is looked up by [`Sizes`].
#[derive(Default)]
pub(super) struct CacheMetrics {
    refreshes: Family<[(&'static str, &'static str); 1], Counter>,
}

impl CacheMetrics {
    /// A call behind an answer has ended.
    pub(super) fn count_refresh(&self, is_done: bool) {
        let outcome = if is_done { "done" } else { "failed" };
        self.refreshes.get_or_create(&[("outcome", outcome)]).inc();
    }
}

impl Cache {
    /// Adds the cache's metrics.
    pub(crate) fn register(self: &Arc<Self>, registry: &mut Registry) {
        registry.register(
            "cache_refresh",
            "Calls made behind a stale answer, by how they ended",
            self.metrics.refreshes.clone(),
        );
        registry.register_collector(Box::new(Sizes(self.clone())));
    }
}

/// What the cache holds at the moment of asking.
struct Sizes(Arc<Cache>);

impl Collector for Sizes {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let gauges = [
            (
                "cache_bytes",
                "Memory that answers take",
                self.0.store.weight(),
            ),
            (
                "cache_entries",
                "Answers that are kept",
                self.0.store.len() as u64,
            ),
            (
                "flight_waiters",
                "Requests that wait for a call",
                self.0.flights.waiters() as u64,
            ),
        ];
        for (name, help, value) in gauges {
            let gauge = ConstGauge::new(i64::try_from(value).unwrap_or(i64::MAX));
            let metric = encoder.encode_descriptor(name, help, None, gauge.metric_type())?;
            gauge.encode(metric)?;
        }
        Ok(())
    }
}

impl fmt::Debug for Sizes {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Sizes")
    }
}
