//! What a page may know of a shop's settings.

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use model::{PublicConfig, TileSource};

use super::query::ShopOnly;
use crate::app::AppState;
use crate::config::ShopConfig;

/// `GET /api/config`
pub(super) async fn show(
    State(app): State<AppState>,
    ShopOnly(shop): ShopOnly,
) -> impl IntoResponse {
    let shop = shop.config();
    let config = PublicConfig {
        shop: shop.key.clone(),
        carriers: shop.carriers.clone(),
        countries: shop.countries.clone(),
        general_shop_types: shop.general_shop_types.clone(),
        allow_expired: shop.allow_expired,
        radius_max: shop.radius_max,
        tiles: tile_source(shop, app.settings().has_several_shops()),
        post_number_rules: shop.post_number_rules.clone(),
    };
    ([(header::CACHE_CONTROL, "max-age=60")], Json(config))
}

/// The shop's map, by way of this proxy: which source it has is nothing for a page.
fn tile_source(shop: &ShopConfig, has_others: bool) -> Option<TileSource> {
    let tiles = shop.tiles.as_ref()?;
    let query = match has_others {
        // A key has nothing that a query would have to escape.
        true => format!("?shop={}", shop.key),
        false => String::new(),
    };
    Some(TileSource {
        url: format!("/tiles/{{z}}/{{x}}/{{y}}{query}"),
        attribution: tiles.attribution.clone(),
        max_zoom: tiles.max_zoom,
    })
}
