//! What a page may know of a shop's settings.

use axum::Json;
use axum::http::header;
use axum::response::IntoResponse;
use model::PublicConfig;

use super::query::ShopOnly;

/// `GET /api/config`
pub(super) async fn show(ShopOnly(shop): ShopOnly) -> impl IntoResponse {
    let shop = shop.config();
    let config = PublicConfig {
        shop: shop.key.clone(),
        carriers: shop.carriers.clone(),
        countries: shop.countries.clone(),
        general_shop_types: shop.general_shop_types.clone(),
        allow_expired: shop.allow_expired,
        radius_max: shop.radius_max,
        tiles: shop.tiles.clone(),
        post_number_rules: shop.post_number_rules.clone(),
    };
    ([(header::CACHE_CONTROL, "max-age=60")], Json(config))
}
