//! A picture as an answer, for pages of any origin: it holds nothing of a shop.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::assets::if_none_match;
use crate::headers::CORP;
use crate::pictures::Found;

/// For a picture that can hold markup: opened on its own it does nothing.
const SVG_POLICY: HeaderValue =
    HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'; sandbox");

/// The picture, or that the browser has it already; `cache_control` says how long it may be kept.
pub(super) fn answer(found: Found, request: &HeaderMap, cache_control: String) -> Response {
    let picture = found.picture;
    let mut response = if if_none_match(request, &picture.etag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let content_type = HeaderValue::from_static(picture.media_type());
        let headers = [(header::CONTENT_TYPE, content_type)];
        (headers, picture.bytes.clone()).into_response()
    };
    response.extensions_mut().insert(found.cache);
    let headers = response.headers_mut();
    if picture.is_svg() {
        headers.insert(header::CONTENT_SECURITY_POLICY, SVG_POLICY);
    }
    let cache_control = HeaderValue::try_from(cache_control);
    let cache_control = cache_control.expect("words and digits are header characters");
    headers.insert(header::CACHE_CONTROL, cache_control);
    headers.insert(header::ETAG, picture.etag.clone());
    headers.insert(CORP, HeaderValue::from_static("cross-origin"));
    response
}
