//! Carrier logos: `GET /global-media/{carrier}/img/{logo|icon}.svg`, drawn from the carrier's
//! initials. Nobody's trademark is in them.

use axum::{
    extract::Path,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};

use crate::europe::{carrier, hash_text};

/// The path of the route.
pub(crate) const ROUTE: &str = "/global-media/{carrier}/img/{file}";

/// `GET /global-media/{carrier}/img/{file}`.
pub(crate) async fn show(Path((code, file)): Path<(String, String)>) -> Response {
    let is_wide = match file.as_str() {
        "logo.svg" => true,
        "icon.svg" => false,
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    let Some(carrier) = carrier(&code) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let headers = [
        (header::CONTENT_TYPE, "image/svg+xml"),
        (header::CACHE_CONTROL, "public, max-age=86400"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, draw(carrier.code, carrier.name, is_wide)).into_response()
}

/// A rounded square in a colour of the carrier's own, or twice as wide with the whole name.
fn draw(code: &str, name: &str, is_wide: bool) -> String {
    let hue = hash_text(code).rem_euclid(360);
    let (width, text, size) = if is_wide {
        (128, name.to_owned(), 16)
    } else {
        (64, initials(name), 26)
    };
    let middle = width / 2;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} 64\">\
         <rect width=\"{width}\" height=\"64\" rx=\"12\" fill=\"hsl({hue} 55% 34%)\"/>\
         <text x=\"{middle}\" y=\"32\" fill=\"#fff\" font-family=\"sans-serif\" \
         font-size=\"{size}\" font-weight=\"700\" text-anchor=\"middle\" \
         dominant-baseline=\"central\">{text}</text></svg>"
    )
}

/// Of two words at most, in upper case.
fn initials(name: &str) -> String {
    let words = name.split(' ').take(2);
    let letters = words.filter_map(|word| word.chars().next());
    letters.flat_map(char::to_uppercase).collect()
}
