//! Map tiles of the sources that the shops configured, fetched and kept here: a source learns
//! nothing of the shoppers who look at its map.

mod source;
mod sources;
mod tile;

use std::sync::Arc;
use std::time::Duration;

use prometheus_client::registry::Registry;

use crate::clock::Clock;
use crate::config::TilesConfig;
use crate::pictures::{Absence, Found, Key, Pictures, Terms};
pub(crate) use source::{Source, SourceId};
use sources::Sources;
pub(crate) use tile::Tile;

/// How long a tile is shown without asking again, where its source does not say.
const FRESH: Duration = Duration::from_secs(7 * 24 * 3600);
/// How long an older one is held back for a newer one: a map that fills slowly is worse than one of
/// last week.
const PATIENCE: Duration = Duration::from_secs(1);
/// Most tiles, of all sources, that are asked for or wait for that.
const FLIGHTS: usize = 256;
/// How much memory there is for each tile that is expected: most are smaller, and a part of the
/// memory still holds several of the largest.
const TILE_BYTES: u64 = 64 * 1024;

/// The tiles of all sources.
pub(crate) struct Tiles {
    sources: Sources,
    pictures: Pictures<TileKey>,
}

/// A tile of a source: what another source has there is another picture.
#[derive(Clone, PartialEq, Eq, Hash)]
struct TileKey {
    source: SourceId,
    tile: Tile,
}

impl Tiles {
    /// Keeps up to `memory_bytes` of them.
    pub(crate) fn new(memory_bytes: u64, clock: Clock) -> Self {
        let count = usize::try_from(memory_bytes / TILE_BYTES).unwrap_or(usize::MAX);
        Self {
            sources: Sources::new(clock),
            pictures: Pictures::new(Terms {
                subject: "a map tile",
                metric: ("tile_calls", "Calls for a map tile"),
                fresh: FRESH,
                patience: PATIENCE,
                flights: FLIGHTS,
                memory_bytes,
                count,
            }),
        }
    }

    pub(crate) fn register(&self, registry: &mut Registry) {
        self.pictures.register(registry);
    }

    /// The source of a shop, as a proxy asks it that browsers reach at `public_url`. Fails where the
    /// system's certificates cannot be read.
    pub(crate) fn source(
        &self,
        config: &TilesConfig,
        public_url: &str,
    ) -> Result<Arc<Source>, reqwest::Error> {
        self.sources.find(config, public_url)
    }

    /// A tile of a source.
    ///
    /// # Errors
    ///
    /// Where the source has none, or cannot be asked and none is kept.
    pub(crate) async fn find(&self, source: &Arc<Source>, tile: Tile) -> Result<Found, Absence> {
        let key = TileKey {
            source: source.id(),
            tile,
        };
        let source = source.clone();
        let fetch = |last| async move { source.fetch(tile, last).await };
        self.pictures.find(key, fetch).await
    }
}

impl Key for TileKey {
    fn weight(&self) -> usize {
        size_of::<Self>()
    }
}
