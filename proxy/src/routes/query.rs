//! The query string of an API call: `shop` is ours and taken off, the rest is v3's or a mistake.

use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use model::{ErrorObject, code};

use crate::{app::AppState, error::Error};

/// The pairs of a query without `shop`, which has been found to be the configured one.
pub(crate) struct ShopQuery(pub(crate) Vec<(String, String)>);

/// A query that holds nothing but `shop`.
pub(crate) struct ShopOnly;

impl FromRequestParts<AppState> for ShopQuery {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Error> {
        let Query(pairs) = Query::<Vec<(String, String)>>::try_from_uri(&parts.uri)
            .map_err(|_| invalid("shop", code::INVALID, "The query cannot be read"))?;
        let (shops, rest): (Vec<_>, Vec<_>) =
            pairs.into_iter().partition(|(name, _)| name == "shop");
        match shops.as_slice() {
            [] => Ok(Self(rest)),
            [(_, shop)] if *shop == app.shop().key => Ok(Self(rest)),
            [_] => Err(Error::UnknownShop),
            _ => {
                let detail = "Parameter given too many times";
                Err(invalid("shop", code::INVALID, detail))
            }
        }
    }
}

impl FromRequestParts<AppState> for ShopOnly {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Error> {
        let ShopQuery(rest) = ShopQuery::from_request_parts(parts, app).await?;
        match rest.first() {
            None => Ok(Self),
            Some((name, _)) => {
                let name: String = name.chars().take(40).collect();
                Err(invalid(&name, code::UNKNOWN_FIELD, "Unknown parameter"))
            }
        }
    }
}

fn invalid(parameter: &str, code: &str, detail: &str) -> Error {
    Error::InvalidParameters(vec![ErrorObject::parameter(parameter, code, detail)])
}
