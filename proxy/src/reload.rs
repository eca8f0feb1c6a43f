//! Reading the configuration again while requests are served.
//!
//! That is on SIGHUP, and when the content of its file or of a secret's file is another. A good one
//! replaces the old as a whole, a bad one changes nothing.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::time::Duration;

use prometheus_client::metrics::counter::Counter;
use prometheus_client::registry::Registry;
use reqwest::Url;
use tokio::time::{Instant, MissedTickBehavior, interval_at};
use tracing::{error, info, warn};

use crate::app::AppState;
use crate::config::{Config, Contents, Environment, Reading, Source, StoreConfig};
use crate::telemetry;

/// How often the files are looked at. By content and not by time or name: mounted secrets change
/// by a swap of links.
const POLL: Duration = Duration::from_secs(30);

/// Keeps the configuration of a running proxy up to date.
#[derive(Debug)]
pub struct Reloader {
    source: Source,
    /// What the files held when they were read last.
    contents: Contents,
    /// What the process was started with.
    started: Started,
    metrics: Metrics,
    hangups: Hangups,
}

/// Counts what operators cannot see otherwise: the proxy goes on with the old configuration.
#[derive(Clone, Debug, Default)]
pub struct Metrics {
    failures: Counter,
}

/// Settings that are used once, at start.
#[derive(Clone, Debug)]
struct Started {
    listen: SocketAddr,
    admin_listen: SocketAddr,
    connections: usize,
    drain_grace: Duration,
    memory_bytes: u64,
    tiles_memory_bytes: u64,
    public_url: Option<Url>,
    store: StoreConfig,
    logos: bool,
    logo_url: Url,
}

impl Metrics {
    /// Adds the metrics to those that are shown.
    pub fn register(&self, registry: &mut Registry) {
        registry.register(
            "reload_failures",
            "Configurations that could not be used while the earlier one stayed",
            self.failures.clone(),
        );
    }
}

impl Reloader {
    /// For a process that starts with `config`, which `source` gave when its files held `contents`.
    /// From now on SIGHUP no longer ends the process.
    #[must_use]
    pub fn new(source: Source, config: &Config, contents: Contents, metrics: Metrics) -> Self {
        Self {
            source,
            contents,
            started: Started::of(config),
            metrics,
            hangups: Hangups::listen(),
        }
    }

    /// Replaces the settings of `state` whenever that is called for; never ends.
    pub async fn run(mut self, state: AppState) -> Infallible {
        let mut polls = interval_at(Instant::now() + POLL, POLL);
        polls.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let is_asked = tokio::select! {
                _ = polls.tick() => false,
                () = self.hangups.next() => true,
            };
            let source = self.source.clone();
            // A mounted file may keep its reader waiting.
            let reading = tokio::task::spawn_blocking(move || source.read(&Environment::get));
            match reading.await {
                Ok(reading) if is_asked || reading.contents != self.contents => {
                    self.contents = reading.contents;
                    self.take(reading, &state);
                }
                Ok(_) => {}
                Err(error) => self.fail(&error.to_string()),
            }
        }
    }

    fn take(&self, reading: Reading, state: &AppState) {
        let mut config = match reading.config {
            Ok(config) => config,
            Err(findings) => return self.fail(&findings.0.join("; ")),
        };
        let changed = self.started.changed(&Started::of(&config));
        // Answers that are kept name it, so it goes with them or not at all.
        config.public_url.clone_from(&self.started.public_url);
        if let Err(error) = state.apply(config) {
            return self.fail(&telemetry::chain(&error));
        }
        info!("the configuration was read again and is in use");
        if !changed.is_empty() {
            let settings = changed.join(", ");
            warn!(settings, "these settings changed too, and take a restart");
        }
    }

    fn fail(&self, findings: &str) {
        self.metrics.failures.inc();
        error!(
            findings,
            "the configuration cannot be used: the earlier one stays"
        );
    }
}

impl Started {
    fn of(config: &Config) -> Self {
        Self {
            listen: config.server.listen,
            admin_listen: config.server.admin_listen,
            connections: config.server.connections,
            drain_grace: config.server.drain_grace,
            memory_bytes: config.cache.memory_bytes,
            tiles_memory_bytes: config.cache.tiles_memory_bytes,
            public_url: config.public_url.clone(),
            store: config.selections.store.clone(),
            logos: config.logos,
            logo_url: config.logo_url.clone(),
        }
    }

    /// The keys of the settings in which `now` differs.
    fn changed(&self, now: &Self) -> Vec<&'static str> {
        let table = [
            ("server.listen", self.listen != now.listen),
            ("server.admin_listen", self.admin_listen != now.admin_listen),
            ("server.connections", self.connections != now.connections),
            ("server.drain_grace_s", self.drain_grace != now.drain_grace),
            ("cache.memory_mib", self.memory_bytes != now.memory_bytes),
            (
                "cache.tiles_memory_mib",
                self.tiles_memory_bytes != now.tiles_memory_bytes,
            ),
            ("public_url", self.public_url != now.public_url),
            ("selections.store", !self.store.is(&now.store)),
            ("logos", self.logos != now.logos),
            ("logo_url", self.logo_url != now.logo_url),
        ];
        let changed = table.into_iter().filter(|(_, is_changed)| *is_changed);
        changed.map(|(key, _)| key).collect()
    }
}

/// SIGHUPs; where they cannot be listened to, or are not known, there are none.
#[derive(Debug)]
struct Hangups {
    #[cfg(unix)]
    signal: Option<tokio::signal::unix::Signal>,
}

impl Hangups {
    #[cfg(unix)]
    fn listen() -> Self {
        use tokio::signal::unix::{SignalKind, signal};
        Self {
            signal: signal(SignalKind::hangup()).ok(),
        }
    }

    #[cfg(unix)]
    async fn next(&mut self) {
        let signal = match &mut self.signal {
            Some(signal) => signal.recv().await,
            None => None,
        };
        if signal.is_none() {
            std::future::pending::<()>().await;
        }
    }

    #[cfg(not(unix))]
    fn listen() -> Self {
        Self {}
    }

    #[cfg(not(unix))]
    async fn next(&mut self) {
        std::future::pending().await
    }
}
