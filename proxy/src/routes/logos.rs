//! Carriers' logos, for pages of any origin: they hold nothing of a shop.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};

use crate::assets::if_none_match;
use crate::limits::ClientAddress;
use crate::logos::{FRESH, LogoPath};
use crate::{app::AppState, error::Error, headers::CORP};

/// For a picture that can hold markup: opened on its own it does nothing.
const SVG_POLICY: HeaderValue =
    HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'; sandbox");

/// `GET /logos/{path}`
pub(super) async fn show(
    State(app): State<AppState>,
    client: ClientAddress,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let logos = app.logos().ok_or(Error::UnknownRoute)?;
    app.limit_files(client)?;
    let found = logos.find(read(&uri).ok_or(Error::UnknownRoute)?).await?;
    let picture = found.picture;

    let mut response = if if_none_match(&headers, &picture.etag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let content_type = HeaderValue::from_static(picture.media_type());
        (
            [(header::CONTENT_TYPE, content_type)],
            picture.bytes.clone(),
        )
            .into_response()
    };
    response.extensions_mut().insert(found.cache);
    let headers = response.headers_mut();
    if picture.is_svg() {
        headers.insert(header::CONTENT_SECURITY_POLICY, SVG_POLICY);
    }
    let kept = format!("public, max-age={}", FRESH.as_secs());
    let kept = HeaderValue::try_from(kept).expect("digits are header characters");
    headers.insert(header::CACHE_CONTROL, kept);
    headers.insert(header::AGE, found.age.as_secs().into());
    headers.insert(header::ETAG, picture.etag.clone());
    headers.insert(CORP, HeaderValue::from_static("cross-origin"));
    Ok(response)
}

/// The path as it was sent, in its one spelling: whatever else leads here, caches would keep once
/// more.
fn read(uri: &Uri) -> Option<LogoPath> {
    let path = uri.path().strip_prefix("/logos/")?;
    LogoPath::parse(path).filter(|_| uri.query().is_none())
}
