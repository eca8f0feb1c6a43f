//! Map tiles of a shop's source, for pages of any origin.

use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;

use super::{picture, query::ShopOnly};
use crate::limits::ClientAddress;
use crate::pictures::Absence;
use crate::tiles::Tile;
use crate::{app::AppState, error::Error};

/// `GET /tiles/{z}/{x}/{y}`
pub(super) async fn show(
    State(app): State<AppState>,
    client: ClientAddress,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Error> {
    app.limit_files(client)?;
    let ShopOnly(shop) = ShopOnly::read(&uri, &app.settings())?;
    let (source, max_zoom) = shop.tiles().ok_or(Error::UnknownRoute)?;
    // As it was sent, in its one spelling: whatever else leads here, caches would keep once more.
    let tile = uri.path().strip_prefix("/tiles/").and_then(Tile::parse);
    let tile = tile.filter(|tile| tile.z() <= max_zoom);
    let tile = tile.ok_or(Error::UnknownRoute)?;
    let found = app.tiles().find(source, tile).await;
    let found = found.map_err(|absence| match absence {
        Absence::Missing => Error::UnknownRoute,
        Absence::Failed(failure) => Error::NoTile(failure),
    })?;
    let cache_control = match found.left_s {
        Some(left) => format!("public, max-age={left}"),
        None => "no-store".to_owned(),
    };
    Ok(picture::answer(found, &headers, cache_control))
}
