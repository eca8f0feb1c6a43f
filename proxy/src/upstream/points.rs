//! Carriers' texts in service points, made fit for people and pages.

use model::{SearchResults, ServicePoint};

use crate::clean::clean;

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

/// The same for one point. Codes and ids stay as they are: shops compare them.
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
}
