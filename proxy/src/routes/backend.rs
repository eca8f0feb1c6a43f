//! Whose request it is: the shop's backend, which shows a secret, or a page, which names its origin.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::{HeaderMap, Uri, header, request::Parts};
use secrecy::ExposeSecret;

use super::query::{ShopOnly, take_shop};
use crate::selections::Outcome;
use crate::{app::AppState, cors, error::Error, id, shop::Shop};

/// The shop whose backend asks: it has shown the shop's secret, and is no page.
///
/// Only `?shop=` of the query is looked at.
pub(crate) struct Backend(pub(crate) Arc<Shop>);

/// The shop whose page or backend asks; the query holds nothing else.
pub(crate) enum Caller {
    /// [`cors::check_origin`] has found its origin allowed.
    Page(Arc<Shop>),
    Backend(Arc<Shop>),
}

impl Backend {
    /// # Errors
    ///
    /// 404 for the shop; 401 where its secret is not shown; 403 where another shop's is, or a page
    /// shows one.
    fn read(uri: &Uri, headers: &HeaderMap, app: &AppState) -> Result<Self, Error> {
        let settings = app.settings();
        let (shop, _) = take_shop(uri, &settings)?;
        if cors::has_origin(headers) {
            return Err(Error::SecretInPage);
        }
        let refused = |error| {
            app.selection_metrics().count(shop, Outcome::Refused);
            Err(error)
        };
        let Some(shown) = bearer(headers) else {
            return refused(Error::UnknownBackend);
        };
        if is_secret_of(shop, shown) {
            return Ok(Self(shop.clone()));
        }
        // Only who knows a secret learns that it is one.
        let mut shops = settings.shops().iter();
        if shops.any(|other| is_secret_of(other, shown)) {
            return refused(Error::ForeignSecret);
        }
        refused(Error::UnknownBackend)
    }
}

impl FromRequestParts<AppState> for Backend {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Error> {
        Self::read(&parts.uri, &parts.headers, app)
    }
}

impl FromRequestParts<AppState> for Caller {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Error> {
        let ShopOnly(shop) = ShopOnly::read(&parts.uri, &app.settings())?;
        if cors::has_origin(&parts.headers) {
            return Ok(Self::Page(shop));
        }
        if parts.headers.contains_key(header::AUTHORIZATION) {
            let Backend(shop) = Backend::read(&parts.uri, &parts.headers, app)?;
            return Ok(Self::Backend(shop));
        }
        // A page always says where it is; without that no list of origins would protect the quota.
        Err(Error::UnknownOrigin)
    }
}

impl Caller {
    pub(crate) fn shop(&self) -> &Arc<Shop> {
        match self {
            Self::Page(shop) | Self::Backend(shop) => shop,
        }
    }

    pub(crate) fn is_page(&self) -> bool {
        matches!(self, Self::Page(_))
    }
}

/// What the one `Authorization` of a request shows as a bearer (RFC 6750).
pub(crate) fn bearer(headers: &HeaderMap) -> Option<&[u8]> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let (value, None) = (values.next()?.as_bytes(), values.next()) else {
        return None;
    };
    let (scheme, shown) = value.split_at_checked("Bearer ".len())?;
    let is_bearer = scheme.eq_ignore_ascii_case(b"Bearer ");
    let shown = shown.trim_ascii();
    (is_bearer && !shown.is_empty()).then_some(shown)
}

/// Whether a request is one of the shop's backend, which shows the secret and is no page.
pub(crate) fn is_of_backend(headers: &HeaderMap, shop: &Shop) -> bool {
    let shown = bearer(headers).filter(|_| !cors::has_origin(headers));
    shown.is_some_and(|shown| is_secret_of(shop, shown))
}

fn is_secret_of(shop: &Shop, shown: &[u8]) -> bool {
    let secret = shop.config().backend_secret.as_ref();
    secret.is_some_and(|secret| id::is_same(shown, secret.expose_secret().as_bytes()))
}
