//! The scripts that a page names and the hashed files: loaded by pages of any origin, since they are checked by their
//! digests and hold nothing of a shop.

use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::assets::{Asset, DROP_IN, LOADER, Variant, if_none_match};
use crate::{app::AppState, error::Error, headers::CORP};

/// A script keeps its address over releases, so browsers ask again soon.
pub(super) const STABLE: &str = "public, max-age=300";
/// A hashed address never holds anything else.
const HASHED: &str = "public, max-age=31536000, immutable";

/// `GET /picker.js`
pub(super) async fn loader(
    State(app): State<AppState>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    stable(&app, LOADER, &headers)
}

/// `GET /sendcloud-compat.js`: the stand-in for Sendcloud's own script.
pub(super) async fn drop_in(
    State(app): State<AppState>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    stable(&app, DROP_IN, &headers)
}

fn stable(app: &AppState, file: &str, headers: &HeaderMap) -> Result<Response, Error> {
    let asset = app.assets().find(file).ok_or(Error::UnknownRoute)?;
    Ok(for_all(answer(asset, headers, STABLE)))
}

/// `GET /integrity.json`: what a page can pin of the two.
pub(super) async fn integrity(State(app): State<AppState>) -> Response {
    let cache_control = [(header::CACHE_CONTROL, STABLE)];
    for_all((cache_control, Json(app.assets().integrity())).into_response())
}

/// `GET /assets/{hash}/{path}`
pub(super) async fn hashed(
    State(app): State<AppState>,
    path: Result<Path<(String, String)>, PathRejection>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    // A path that is no UTF-8 names no file.
    let Path((hash, path)) = path.map_err(|_| Error::UnknownRoute)?;
    let asset = app.assets().find(&format!("assets/{hash}/{path}"));
    let asset = asset.ok_or(Error::UnknownRoute)?;
    Ok(for_all(answer(asset, &headers, HASHED)))
}

/// The file in the encoding that the browser likes best, or 304 where it has that one.
pub(crate) fn answer(asset: &Asset, request: &HeaderMap, cache_control: &'static str) -> Response {
    let variant = asset.negotiate(request);
    let mut response = if if_none_match(request, &variant.etag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        whole(asset, variant)
    };
    let headers = response.headers_mut();
    headers.insert(header::ETAG, variant.etag.clone());
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static(cache_control),
    );
    headers.append(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    response
}

/// The file, whatever the browser has of it.
pub(super) fn whole(asset: &Asset, variant: &Variant) -> Response {
    let content_type = HeaderValue::from_static(asset.content_type);
    let content_type = [(header::CONTENT_TYPE, content_type)];
    let mut response = (content_type, variant.bytes.clone()).into_response();
    if let Some(name) = variant.encoding.name() {
        let name = HeaderValue::from_static(name);
        response
            .headers_mut()
            .insert(header::CONTENT_ENCODING, name);
    }
    response
}

fn for_all(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(
        header::ACCESS_CONTROL_ALLOW_ORIGIN,
        HeaderValue::from_static("*"),
    );
    headers.insert(CORP, HeaderValue::from_static("cross-origin"));
    response
}
