//! What is measured, as Prometheus reads it. A part that measures owns its families and registers
//! them; [`crate::app::admin_router`] is where they come together. Labels are words from closed
//! sets: nothing of a request becomes one.

use std::borrow::Cow;
use std::time::Duration;

use prometheus_client::encoding::{EncodeLabelSet, text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Registry, Unit};

use crate::telemetry::CacheOutcome;

/// Begins every name.
const PREFIX: &str = "picker";
/// The form of [`render`]; scrapers that know only the older text form read it as well.
pub(crate) const CONTENT_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Upper bounds of the durations, in seconds: from a cached answer to the longest deadline.
const BUCKETS_S: [f64; 14] = [
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 8.0,
];

/// The families of the public side.
pub(crate) struct HttpMetrics {
    requests: Family<RequestLabels, Counter>,
    duration: Family<DurationLabels, Histogram, fn() -> Histogram>,
}

/// The pattern of a route, never an address.
pub(crate) type Route = Cow<'static, str>;

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RequestLabels {
    route: Route,
    status: u16,
    cache: CacheOutcome,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct DurationLabels {
    route: Route,
    cache: CacheOutcome,
}

/// What the program is, and what `register` adds: the families of every part.
pub(crate) fn registry(register: impl FnOnce(&mut Registry)) -> Registry {
    let mut registry = Registry::with_prefix(PREFIX);
    let version = [("version", env!("CARGO_PKG_VERSION"))];
    registry.register("build", "The program", Info::new(version));
    register(&mut registry);
    registry
}

/// All values of this moment, as `OpenMetrics` text.
pub(crate) fn render(registry: &Registry) -> String {
    let mut rendered = String::new();
    text::encode(&mut rendered, registry).expect("a String takes whatever is written");
    rendered
}

impl Default for HttpMetrics {
    fn default() -> Self {
        Self {
            requests: Family::default(),
            duration: Family::new_with_constructor(|| Histogram::new(BUCKETS_S)),
        }
    }
}

impl HttpMetrics {
    /// Counts a request that was answered; gives how many of its kind there were before.
    pub(crate) fn count(
        &self,
        route: &Route,
        status: u16,
        cache: CacheOutcome,
        duration: Duration,
    ) -> u64 {
        let labels = DurationLabels {
            route: route.clone(),
            cache,
        };
        let histogram = self.duration.get_or_create(&labels);
        histogram.observe(duration.as_secs_f64());
        let DurationLabels { route, cache } = labels;
        let labels = RequestLabels {
            route,
            status,
            cache,
        };
        self.requests.get_or_create(&labels).inc()
    }

    pub(crate) fn register(&self, registry: &mut Registry) {
        let help = "Requests to the public side that were answered";
        registry.register("http_requests", help, self.requests.clone());
        let help = "From a request's head to the head of its answer";
        let duration = self.duration.clone();
        registry.register_with_unit("http_duration", help, Unit::Seconds, duration);
    }
}
