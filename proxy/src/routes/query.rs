//! The query string of an API call: `shop` is ours and taken off, the rest is v3's or a mistake.

use std::borrow::Cow;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::{Uri, request::Parts};
use model::{CountryCode, ErrorObject, code};

use crate::settings::Settings;
use crate::{app::AppState, error::Error, shop::Shop};

/// Name and value, decoded.
pub(crate) type Pair<'a> = (Cow<'a, str>, Cow<'a, str>);

/// The shop that a query names, and the pairs of the query without that.
///
/// # Errors
///
/// 404 where there is no such shop, 400 where several are named.
pub(crate) fn take_shop<'a, 'b>(
    uri: &'a Uri,
    settings: &'b Settings,
) -> Result<(&'b Arc<Shop>, Vec<Pair<'a>>), Error> {
    let (shops, rest): (Vec<_>, Vec<_>) = pairs(uri).partition(|(name, _)| name == "shop");
    let key = match shops.as_slice() {
        [] => None,
        [(_, key)] => Some(key.as_ref()),
        _ => {
            let detail = "Parameter given too many times";
            return Err(invalid("shop", code::INVALID, detail));
        }
    };
    Ok((settings.find_shop(key)?, rest))
}

/// The shop of a query that holds nothing else.
pub(crate) struct ShopOnly(pub(crate) Arc<Shop>);

impl ShopOnly {
    /// # Errors
    ///
    /// As [`take_shop`]; 400 for any other parameter.
    pub(crate) fn read(uri: &Uri, settings: &Settings) -> Result<Self, Error> {
        let (shop, rest) = take_shop(uri, settings)?;
        match rest.first() {
            None => Ok(Self(shop.clone())),
            Some((name, _)) => {
                let name: String = name.chars().take(40).collect();
                Err(invalid(&name, code::UNKNOWN_FIELD, "Unknown parameter"))
            }
        }
    }
}

impl FromRequestParts<AppState> for ShopOnly {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Error> {
        Self::read(&parts.uri, &app.settings())
    }
}

/// The shop that a query names first, before anything else of it is looked at.
pub(crate) fn shop_key(uri: &Uri) -> Option<Cow<'_, str>> {
    pairs(uri).find_map(|(name, value)| (name == "shop").then_some(value))
}

/// The country that a query names first, where there is such a country.
pub(crate) fn country(uri: &Uri) -> Option<CountryCode> {
    let text = pairs(uri).find_map(|(name, value)| (name == "country_code").then_some(value));
    CountryCode::parse(text?.trim()).ok()
}

fn pairs(uri: &Uri) -> form_urlencoded::Parse<'_> {
    form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes())
}

fn invalid(parameter: &str, code: &str, detail: &str) -> Error {
    Error::InvalidParameters(vec![ErrorObject::parameter(parameter, code, detail)])
}
