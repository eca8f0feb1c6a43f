//! Carriers' logos, fetched and kept here: from a third host they would hand it the shopper's
//! address. Only what Sendcloud's own host has at the paths that it uses is ever asked for.

mod host;
mod path;

use std::sync::Arc;
use std::time::Duration;

use prometheus_client::registry::Registry;
use reqwest::Url;

use crate::pictures::{Absence, Found, Key, Pictures, Terms};
use host::Host;
pub(crate) use path::{LogoPath, LogoUrls};

/// How long a logo is shown without asking again; browsers are told the same.
pub(crate) const FRESH: Duration = Duration::from_secs(7 * 24 * 3600);
const MEMORY_BYTES: u64 = 16 * 1024 * 1024;
const COUNT: usize = 200;
const FLIGHTS: usize = 64;

/// The carriers' logos; cheap to clone.
#[derive(Clone)]
pub(crate) struct Logos {
    host: Arc<Host>,
    pictures: Pictures<LogoPath>,
}

impl Logos {
    /// The logos of the host at `base_url`. Fails where the system's certificates cannot be read.
    pub(crate) fn new(base_url: &Url) -> Result<Self, reqwest::Error> {
        let terms = Terms {
            subject: "a carrier's logo",
            metric: ("logo_calls", "Calls for a carrier's logo"),
            fresh: FRESH,
            // They hardly ever change, so whichever is at hand will do.
            patience: Duration::ZERO,
            flights: FLIGHTS,
            memory_bytes: MEMORY_BYTES,
            count: COUNT,
        };
        Ok(Self {
            host: Arc::new(Host::new(base_url)?),
            pictures: Pictures::new(terms),
        })
    }

    pub(crate) fn register(&self, registry: &mut Registry) {
        self.pictures.register(registry);
    }

    /// The logo at a path; one that was there last is shown at once, and asked for behind.
    ///
    /// # Errors
    ///
    /// Where there is none, or it cannot be asked for and none is kept.
    pub(crate) async fn find(&self, path: LogoPath) -> Result<Found, Absence> {
        let (host, asked) = (self.host.clone(), path.clone());
        let fetch = |_| async move { host.fetch(&asked).await };
        self.pictures.find(path, fetch).await
    }
}

impl Key for LogoPath {
    fn weight(&self) -> usize {
        self.len()
    }
}
