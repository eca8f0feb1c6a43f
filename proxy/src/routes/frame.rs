//! The page that holds the widget where the shop's own forbids WASM: it stands in the shop's pages
//! alone, and has a policy of its own.

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::Response;

use super::assets::{STABLE, whole};
use super::query::ShopOnly;
use crate::{app::AppState, error::Error, headers::CORP, shop::Shop};

/// What the widget needs: the files, the API and the pictures, all of them the proxy's. Its style
/// sheet is fetched and constructed, so nothing is said of styles. The origins of the shop's pages
/// follow.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
                      connect-src 'self'; img-src 'self'; base-uri 'none'; \
                      form-action 'none'; frame-ancestors 'self'";

/// A page with this header holds only frames that have it too.
const COEP: HeaderName = HeaderName::from_static("cross-origin-embedder-policy");

/// `GET /assets/{hash}/frame.html`
///
/// The one file there that is not kept for ever, since its policy follows the configuration. Nor
/// has it an entity tag: with a 304 it would be the browser's matter which policy it goes by.
pub(super) async fn show(
    State(app): State<AppState>,
    hash: Result<Path<String>, PathRejection>,
    ShopOnly(shop): ShopOnly,
    headers: HeaderMap,
) -> Result<Response, Error> {
    // A hash that is no UTF-8 is that of no build.
    let Path(hash) = hash.map_err(|_| Error::UnknownRoute)?;
    let asset = app.assets().find(&format!("assets/{hash}/frame.html"));
    let asset = asset.ok_or(Error::UnknownRoute)?;
    let mut response = whole(asset, asset.negotiate(&headers));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, policy(&shop));
    headers.insert(COEP, HeaderValue::from_static("require-corp"));
    headers.insert(CORP, HeaderValue::from_static("cross-origin"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(STABLE));
    headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    Ok(response)
}

fn policy(shop: &Shop) -> HeaderValue {
    let origins = shop.config().origins.iter();
    let sources = origins.filter_map(|origin| origin.as_policy_source());
    let policy = sources.fold(POLICY.to_owned(), |policy, source| policy + " " + source);
    HeaderValue::try_from(policy).expect("sources are made of header characters")
}
