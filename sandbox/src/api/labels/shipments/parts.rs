//! Parts of a shipment that say the same wherever they stand: addresses, the point, weights.

use model::{ServicePoint, code};

use super::super::{
    body::{Findings, Part},
    destination,
};

/// What an address needs.
const ADDRESS_FIELDS: &[&str] = &[
    "name",
    "address_line_1",
    "postal_code",
    "city",
    "country_code",
];

/// An address, where there is one.
pub(super) fn read_address(address: &Part<'_>, findings: &mut Findings) {
    address.object(findings);
    if address.is_missing() {
        return;
    }
    for name in ADDRESS_FIELDS {
        address.member(name).required_text(findings);
    }
}

/// The point of `to_service_point`, both of whose ids are texts. The carrier's own wins.
pub(super) fn read_point(
    part: &Part<'_>,
    country: &str,
    findings: &mut Findings,
) -> Option<ServicePoint> {
    if part.is_missing() {
        return None;
    }
    part.object(findings);
    let id = part.member("id");
    let own_id = part.member("carrier_service_point_id");
    let (named, point) = match (id.text(findings), own_id.text(findings)) {
        (_, Some(text)) => (own_id, destination::find_by_carriers_own_id(country, text)),
        (Some(text), None) => (id, text.parse().ok().and_then(destination::find)),
        (None, None) => {
            if id.is_missing() && own_id.is_missing() {
                id.require(findings);
            }
            return None;
        }
    };
    if point.is_none() {
        findings.add(
            &named,
            code::INVALID,
            "The service point could not be found",
        );
    }
    point
}

/// Grams, from a text and its unit.
pub(super) fn read_weight(parcel: &Part<'_>, findings: &mut Findings) -> Option<u32> {
    let weight = parcel.member("weight");
    weight.require_object(findings);
    let value = weight.member("value");
    let unit = weight.member("unit");
    let text = value.required_text(findings)?;
    let grams = match unit.required_text(findings)? {
        "kg" => 1_000.0,
        "g" => 1.0,
        "lbs" => 453.592,
        "oz" => 28.349_5,
        _ => {
            findings.add(
                &unit,
                code::INVALID_CHOICE,
                "Input should be 'kg', 'g', 'lbs' or 'oz'",
            );
            return None;
        }
    };
    let number = text.parse::<f64>().ok().filter(|number| *number > 0.0);
    if number.is_none() {
        findings.add(&value, code::INVALID, "Input should be a valid weight");
    }
    // A cast of what is too large gives the largest number, which no method takes.
    number.map(|number| (number * grams).ceil() as u32)
}
