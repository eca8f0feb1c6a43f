//! Carriers' texts in service points, made fit for people and pages.

use model::{SearchResults, ServicePoint};
use reqwest::Url;

use crate::clean::{clean, is_invisible};

/// Most characters of one text.
const TEXT_MAX: usize = 200;

/// Cleans every text that a person will read.
pub(super) fn clean_results(results: &mut SearchResults) {
    results.results.iter_mut().for_each(clean_point);
    let geocoding = results.geocoding.as_mut();
    let address = geocoding.and_then(|geocoding| geocoding.formatted_address.as_mut());
    if let Some(address) = address {
        *address = clean(address, TEXT_MAX);
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

/// The same for one point. Pictures stay only where a page over https may load them.
pub(super) fn clean_point(point: &mut ServicePoint) {
    let texts = [
        &mut point.name,
        &mut point.carrier.name,
        &mut point.address.street,
        &mut point.address.house_number,
        &mut point.address.postal_code,
        &mut point.address.city,
        &mut point.contact.email,
        &mut point.contact.phone,
    ];
    for text in texts {
        *text = clean(text, TEXT_MAX);
    }
    for url in [&mut point.carrier.logo_url, &mut point.carrier.icon_url] {
        *url = url.take().filter(|url| is_https(url));
    }
}

fn is_https(url: &str) -> bool {
    Url::parse(url).is_ok_and(|url| url.scheme() == "https")
}
