//! What is counted of connections.

use prometheus_client::metrics::{counter::Counter, family::Family, gauge::Gauge};
use prometheus_client::registry::Registry;

use super::progress::Cut;

/// The accept loop's counters; clones count together.
#[derive(Clone, Debug, Default)]
pub struct Metrics {
    connections: Gauge,
    pub(super) connections_shed: Counter,
    connections_cut: Family<[(&'static str, &'static str); 1], Counter>,
    pub(super) accept_errors: Counter,
    pub(super) clients_left: Counter,
    pub(super) panics: Counter,
}

impl Metrics {
    /// Adds them to what is shown.
    pub fn register(&self, registry: &mut Registry) {
        registry.register(
            "connections",
            "Connections that are open, aside from those being refused",
            self.connections.clone(),
        );
        registry
            .sub_registry_with_label(("reason".into(), "connections".into()))
            .register(
                "shed",
                "Refused with 503 before any work",
                self.connections_shed.clone(),
            );
        registry.register(
            "connections_cut",
            "Connections that the proxy closed because nothing came, or nothing was read",
            self.connections_cut.clone(),
        );
        registry.register(
            "accept_errors",
            "Connections that could not be taken, as when files have run out",
            self.accept_errors.clone(),
        );
        registry.register(
            "clients_left",
            "Requests whose client left before the answer was ready",
            self.clients_left.clone(),
        );
        registry.register(
            "panics",
            "Requests that a fault of the program ended; each is an alarm",
            self.panics.clone(),
        );
    }

    pub(super) fn count_cut(&self, cut: Cut) {
        let reason = match cut {
            Cut::Head => "head",
            Cut::Idle => "idle",
            Cut::Write => "write",
        };
        self.connections_cut
            .get_or_create(&[("reason", reason)])
            .inc();
    }

    /// Counts a connection until what is returned is dropped.
    pub(super) fn count_connection(&self) -> Counted {
        self.connections.inc();
        Counted(self.connections.clone())
    }
}

/// A connection among those that are open.
#[derive(Debug)]
pub(super) struct Counted(Gauge);

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.dec();
    }
}
