//! Map tiles of the procedural Europe: `GET /tiles/{z}/{x}/{y}`, SVG of 256 × 256 pixels.
//!
//! A tile is drawn from world coordinates alone, so what crosses its border goes on in the next
//! one; what lies on it are the same cities, quarters and side streets that service points use.

mod blocks;
mod canvas;
mod contours;
mod ground;
mod labels;
mod roads;

use axum::{
    Router,
    extract::Path,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};

use canvas::{SIZE, Tile};

/// The deepest zoom.
pub const MAX_ZOOM: u8 = 19;

/// The style of everything on a tile: quiet and light, so that markers stand out.
const STYLE: &str = include_str!("tiles/tile.css");

/// `GET /tiles/{z}/{x}/{y}`.
pub fn router() -> Router {
    Router::new().route("/tiles/{z}/{x}/{y}", get(show))
}

async fn show(Path((z, x, y)): Path<(String, String, String)>) -> Response {
    let tile = z.parse().ok().zip(x.parse().ok()).zip(y.parse().ok());
    let Some(tile) = tile.and_then(|((z, x), y)| Tile::new(z, x, y)) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let headers = [
        (header::CONTENT_TYPE, "image/svg+xml"),
        (header::CACHE_CONTROL, "public, max-age=86400"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'unsafe-inline'",
        ),
    ];
    (headers, draw(tile)).into_response()
}

/// The picture, from the ground up.
fn draw(tile: Tile) -> String {
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{SIZE}\" height=\"{SIZE}\" \
        viewBox=\"0 0 {SIZE} {SIZE}\"><style>{STYLE}</style>"
    );
    ground::draw(&mut svg, tile);
    if tile.z >= 11 {
        let quarters = blocks::Quarters::of(tile);
        blocks::draw(&mut svg, tile, &quarters);
        roads::draw_streets(&mut svg, tile, &quarters);
    }
    roads::draw_motorways(&mut svg, tile);
    svg.push_str("</g>");
    labels::draw(&mut svg, tile);
    svg.push_str("</svg>");
    svg
}
