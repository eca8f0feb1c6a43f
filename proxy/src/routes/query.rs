//! The query string of an API call: `shop` is ours and taken off, the rest is v3's or a mistake.

use std::sync::Arc;

use axum::extract::{FromRequestParts, Query};
use axum::http::{Uri, request::Parts};
use model::{CountryCode, ErrorObject, code};

use crate::{app::AppState, error::Error, shop::Shop, telemetry::Note};

/// The shop that a query names, and the pairs of the query without that.
pub(crate) struct ShopQuery(pub(crate) Arc<Shop>, pub(crate) Vec<(String, String)>);

/// The shop of a query that holds nothing else.
pub(crate) struct ShopOnly(pub(crate) Arc<Shop>);

impl FromRequestParts<AppState> for ShopQuery {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Error> {
        let Query(pairs) = Query::<Vec<(String, String)>>::try_from_uri(&parts.uri)
            .map_err(|_| invalid("shop", code::INVALID, "The query cannot be read"))?;
        let (shops, rest): (Vec<_>, Vec<_>) =
            pairs.into_iter().partition(|(name, _)| name == "shop");
        let key = match shops.as_slice() {
            [] => None,
            [(_, key)] => Some(key.as_str()),
            _ => {
                let detail = "Parameter given too many times";
                return Err(invalid("shop", code::INVALID, detail));
            }
        };
        let shop = app.settings().find_shop(key)?.clone();
        Note::shop(&parts.extensions, &shop);
        let country = rest.iter().find(|(name, _)| name == "country_code");
        let country = country.and_then(|(_, code)| CountryCode::parse(code.trim()).ok());
        if let Some(country) = country {
            Note::country(&parts.extensions, country);
        }
        Ok(Self(shop, rest))
    }
}

impl FromRequestParts<AppState> for ShopOnly {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Error> {
        let ShopQuery(shop, rest) = ShopQuery::from_request_parts(parts, app).await?;
        match rest.first() {
            None => Ok(Self(shop)),
            Some((name, _)) => {
                let name: String = name.chars().take(40).collect();
                Err(invalid(&name, code::UNKNOWN_FIELD, "Unknown parameter"))
            }
        }
    }
}

/// The shop that a query names first, before anything else of it is looked at.
pub(crate) fn shop_key(uri: &Uri) -> Option<String> {
    let Query(pairs) = Query::<Vec<(String, String)>>::try_from_uri(uri).ok()?;
    let mut pairs = pairs.into_iter();
    pairs.find_map(|(name, value)| (name == "shop").then_some(value))
}

fn invalid(parameter: &str, code: &str, detail: &str) -> Error {
    Error::InvalidParameters(vec![ErrorObject::parameter(parameter, code, detail)])
}
