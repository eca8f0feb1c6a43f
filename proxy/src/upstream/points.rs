//! Carriers' texts in service points, made fit for people and pages.

use jiff::Timestamp;
use model::{
    Decoded, GeneralShopType, LIMIT_MAX, SearchResults, ServicePoint, decode_search_results,
};

use super::Error;
use crate::clean::{clean, clean_email, clean_phone, is_invisible};
use crate::logos::LogoUrls;

/// Most characters of one text.
const TEXT_MAX: usize = 200;

/// Reads the body of a list: sound points alone, and everything in them fit to be passed on.
///
/// # Errors
///
/// Where it is no list, or most of it cannot be used.
pub(crate) fn read_list(body: &str, logo_urls: &LogoUrls) -> Result<Decoded, Error> {
    let mut decoded = decode_search_results(body)
        .map_err(|_| Error::Malformed("it is no list of service points"))?;
    let listed = decoded.results.results.len() + decoded.dropped;
    decoded.results.results.retain(is_sound);
    decoded.dropped = listed - decoded.results.results.len();
    if listed >= 10 && decoded.dropped > listed / 2 {
        return Err(Error::Malformed("most of its service points are malformed"));
    }
    decoded.results.results.truncate(usize::from(LIMIT_MAX));
    clean_results(&mut decoded.results, logo_urls);
    Ok(decoded)
}

/// Cleans every text that a person will read.
fn clean_results(results: &mut SearchResults, logo_urls: &LogoUrls) {
    for point in &mut results.results {
        clean_point(point, logo_urls);
    }
    let Some(geocoding) = &mut results.geocoding else {
        return;
    };
    let texts = [&mut geocoding.precision, &mut geocoding.formatted_address];
    for text in texts.into_iter().flatten() {
        *text = clean(text, TEXT_MAX);
    }
}

/// Whether the codes can be passed on. They are compared by shops and signed, so they are never
/// changed; what cannot be shown as it is cannot be compared by a person either.
pub(super) fn is_sound(point: &ServicePoint) -> bool {
    let codes = [
        Some(point.carrier.code.as_str()),
        Some(point.carrier_service_point_id.as_str()),
        point.carrier_shop_type.as_deref(),
    ];
    let is_code = |code: &str| code.chars().count() <= TEXT_MAX && !code.chars().any(is_invisible);
    codes.into_iter().flatten().all(is_code)
}

/// The same for one point. Pictures are shown from here or not at all.
pub(super) fn clean_point(point: &mut ServicePoint, logo_urls: &LogoUrls) {
    let texts = [
        &mut point.name,
        &mut point.carrier.name,
        &mut point.address.street,
        &mut point.address.house_number,
        &mut point.address.postal_code,
        &mut point.address.city,
        &mut point.address.country_code,
    ];
    for text in texts {
        *text = clean(text, TEXT_MAX);
    }
    point.contact.email = clean_email(&point.contact.email);
    point.contact.phone = clean_phone(&point.contact.phone);
    point.general_shop_type = point.general_shop_type.take().and_then(clean_type);
    let is_time = |text: &String| text.len() <= TEXT_MAX && text.parse::<Timestamp>().is_ok();
    point.next_open_at = point.next_open_at.take().filter(is_time);
    for url in [&mut point.carrier.logo_url, &mut point.carrier.icon_url] {
        *url = url.take().and_then(|url| logo_urls.replace(&url));
    }
}

/// Of the types that Sendcloud may add, what can be read; none where nothing can.
fn clean_type(kind: GeneralShopType) -> Option<GeneralShopType> {
    let GeneralShopType::Other(text) = kind else {
        return Some(kind);
    };
    let text = clean(&text, TEXT_MAX);
    (!text.is_empty()).then(|| text.as_str().into())
}
