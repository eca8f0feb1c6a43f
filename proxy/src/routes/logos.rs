//! Carriers' logos, for pages of any origin: they hold nothing of a shop.

use axum::extract::State;
use axum::http::{HeaderMap, Uri, header};
use axum::response::Response;

use super::picture;
use crate::limits::ClientAddress;
use crate::logos::{FRESH, LogoPath};
use crate::pictures::Absence;
use crate::{app::AppState, error::Error};

/// `GET /logos/{path}`
pub(super) async fn show(
    State(app): State<AppState>,
    client: ClientAddress,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let logos = app.logos().ok_or(Error::UnknownRoute)?;
    app.limit_files(client)?;
    let path = read(&uri).ok_or(Error::UnknownRoute)?;
    let found = logos.find(path).await.map_err(|absence| match absence {
        Absence::Missing => Error::UnknownRoute,
        Absence::Failed(failure) => Error::NoLogo(failure),
    })?;
    let age = found.age.as_secs();
    let cache_control = format!("public, max-age={}", FRESH.as_secs());
    let mut response = picture::answer(found, &headers, cache_control);
    response.headers_mut().insert(header::AGE, age.into());
    Ok(response)
}

/// The path as it was sent, in its one spelling: whatever else leads here, caches would keep once
/// more.
fn read(uri: &Uri) -> Option<LogoPath> {
    let path = uri.path().strip_prefix("/logos/")?;
    LogoPath::parse(path).filter(|_| uri.query().is_none())
}
