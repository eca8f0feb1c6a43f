//! A shop's map: whether its source may be asked by a shop, and answers.

use super::report::Report;
use crate::clock::Clock;
use crate::config::{ShopConfig, TilesConfig};
use crate::pictures::Outcome;
use crate::telemetry::chain;
use crate::tiles::{Source, Tile};

/// OpenStreetMap's own servers, for those who make the map.
const OSM: &str = "tile.openstreetmap.org";

/// Asks a shop's source for one tile, as the proxy does that browsers reach at `public_url`. The
/// picker works without a map, so nothing here fails.
pub(super) async fn check(shop: &ShopConfig, public_url: &str, report: &mut Report) {
    let Some(tiles) = &shop.tiles else { return };
    let host = tiles.url.base().host_str().unwrap_or_default();
    let subject = format!("shop {}: tiles of {host}", shop.key);
    if is_osm(host) {
        return report.warn(&format!(
            "{subject}: these are OpenStreetMap's own servers, which run on donations and promise \
             shops nothing: https://operations.osmfoundation.org/policies/tiles/. docs/tiles.md \
             names others"
        ));
    }
    match ask(tiles, public_url).await {
        Ok(Outcome::Found(picture, _)) => {
            let media_type = picture.media_type();
            report.ok(&format!("{subject}: zoom 0 is there ({media_type})"));
        }
        Ok(Outcome::Missing) => report.ok(&format!(
            "{subject}: the source answers, and has no tile at zoom 0, as maps of one country \
             often have none"
        )),
        Ok(Outcome::Unchanged(_)) => report.warn(&format!("{subject}: it answered 304 to nothing")),
        Ok(Outcome::Failed(failure)) => report.warn(&format!("{subject}: {}", chain(&failure))),
        Err(error) => report.warn(&format!("{subject}: {}", chain(&error))),
    }
}

async fn ask(tiles: &TilesConfig, public_url: &str) -> Result<Outcome, reqwest::Error> {
    let source = Source::new(tiles, public_url, Clock::system())?;
    Ok(source.fetch(Tile::WORLD, None).await)
}

/// Whether a host is one of OpenStreetMap's tile servers.
fn is_osm(host: &str) -> bool {
    let host = host.trim_end_matches('.');
    let before = host.strip_suffix(OSM);
    before.is_some_and(|before| before.is_empty() || before.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::is_osm;

    #[test]
    fn openstreetmaps_own_servers_are_known() {
        for (host, expected) in [
            ("tile.openstreetmap.org", true),
            ("a.tile.openstreetmap.org", true),
            ("tile.openstreetmap.org.", true),
            ("mytile.openstreetmap.org", false),
            ("tile.openstreetmap.org.example", false),
            ("tile.openstreetmap.de", false),
        ] {
            assert_eq!(is_osm(host), expected, "{host}");
        }
    }
}
