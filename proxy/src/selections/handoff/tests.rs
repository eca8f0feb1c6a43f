//! What is the same in every format; the formats themselves are pinned by golden files, in
//! `tests/handoff/`.

use model::ServicePoint;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::Format;

const GOLDEN: [(Format, &str, &str); 7] = {
    macro_rules! golden {
        ($($format:ident $name:literal),*) => {
            [$((
                Format::$format,
                include_str!(concat!("../../../tests/handoff/golden/", $name, ".locker.json")),
                include_str!(concat!("../../../tests/handoff/golden/", $name, ".packstation.json")),
            )),*]
        };
    }
    golden!(
        ParcelV2 "parcel-v2", OrderV3 "order-v3", ShipmentV3 "shipment-v3", Magento2 "magento2",
        Shopware6 "shopware6", Lightspeed "lightspeed", Woocommerce "woocommerce"
    )
};

/// Every format's fields: what they say is the point's, and no text is longer than carriers'.
fn point(id: u64, text: &str, postal_code: &str) -> ServicePoint {
    serde_json::from_value(json!({
        "id": id, "name": text, "carrier": {"code": "dhl_de", "name": "DHL"},
        "carrier_service_point_id": text, "carrier_shop_type": "packStation",
        "address": {"street": text, "house_number": "", "postal_code": postal_code,
            "city": text, "country_code": "DE"},
        "position": {"latitude": -0.000_000_1, "longitude": 13.3777},
    }))
    .expect("a service point")
}

/// Point and post number of the two golden files.
fn locker() -> ServicePoint {
    let locker = include_str!("../../../tests/handoff/locker.json");
    serde_json::from_str(locker).expect("a service point")
}

fn packstation() -> ServicePoint {
    let packstation = include_str!("../../../tests/handoff/packstation.json");
    serde_json::from_str(packstation).expect("a service point")
}

/// A change here breaks shops that have worked for years.
#[test]
fn every_fragment_is_byte_for_byte_the_golden_one() {
    let pretty = |fragment: Value| format!("{fragment:#}\n");
    for (format, without, with) in GOLDEN {
        let name = format.as_str();
        assert_eq!(pretty(format.fragment(&locker(), None)), without, "{name}");
        let fragment = format.fragment(&packstation(), Some("00123456"));
        assert_eq!(pretty(fragment), with, "{name}");
    }
}

#[test]
fn a_format_is_found_by_its_name_alone() {
    for format in Format::ALL {
        assert_eq!(Format::find(format.as_str()), Some(format));
    }
    for unknown in ["", "parcel", "PARCEL-V2", "parcel-v2 ", "order-v3/"] {
        assert_eq!(Format::find(unknown), None, "{unknown:?}");
    }
}

#[test]
fn a_point_without_a_type_has_none_in_an_order() {
    let mut point = locker();
    point.carrier_shop_type = None;
    let details = &Format::OrderV3.fragment(&point, None)["service_point_details"];
    assert!(details.get("type").is_none(), "{details}");
}

#[test]
fn a_position_has_six_decimals_and_no_negative_zero() {
    let fragment = Format::OrderV3.fragment(&point(1, "x", "y"), None);
    let details = &fragment["service_point_details"];
    assert_eq!(details["latitude"], "0.000000");
    assert_eq!(details["longitude"], "13.377700");
}

/// The module's columns would refuse the order.
#[test]
fn magento_is_given_no_text_above_its_columns() {
    let fragment = Format::Magento2.fragment(&point(1, &"é".repeat(300), "1"), None);
    let name = fragment["extension_attributes"]["sendcloud_service_point_name"].as_str();
    assert_eq!(name.map(|name| name.chars().count()), Some(255));
}

/// Where a format keeps the id and the post number.
fn places(format: Format) -> (&'static str, &'static str) {
    match format {
        Format::ParcelV2 => ("/parcel/to_service_point", "/parcel/to_post_number"),
        Format::OrderV3 => (
            "/service_point_details/id",
            "/service_point_details/post_number",
        ),
        Format::ShipmentV3 => ("/to_service_point/id", "/to_address/po_box"),
        Format::Magento2 => (
            "/extension_attributes/sendcloud_service_point_id",
            "/extension_attributes/sendcloud_service_point_postnumber",
        ),
        Format::Shopware6 => ("/sendcloud_service_point", "/to_post_number"),
        Format::Lightspeed => ("/shipmentData/location", "/to_post_number"),
        Format::Woocommerce => ("/id", "/toPostalCode"),
    }
}

/// What a reader of the fragment finds there, after it has gone over the wire once.
fn read(format: Format, point: &ServicePoint, number: Option<&str>) -> [Option<Value>; 2] {
    let text = format.fragment(point, number).to_string();
    let mut fragment: Value = serde_json::from_str(&text).expect("JSON");
    if format == Format::Woocommerce {
        let stored = fragment["meta_data"][0]["value"].as_str().expect("a text");
        fragment = serde_json::from_str(stored).expect("JSON in the text");
    }
    let (id, post_number) = places(format);
    [id, post_number].map(|place| fragment.pointer(place).cloned())
}

fn is_id_a_number(format: Format) -> bool {
    matches!(format, Format::ParcelV2 | Format::Magento2)
}

proptest! {
    /// Through a float, the last digit of a long id would name another point.
    #[test]
    fn ids_are_kept_to_the_digit(id in 1_u64..1 << 53, text in "\\PC{0,20}") {
        for format in Format::ALL {
            let [found, _] = read(format, &point(id, &text, "10117"), None);
            let expected = if is_id_a_number(format) { json!(id) } else { json!(id.to_string()) };
            prop_assert_eq!(found, Some(expected), "{}", format.as_str());
        }
    }

    /// Zeros lead German post numbers, and a public plugin sends the postal code in their place.
    #[test]
    fn the_post_number_is_a_text_and_the_shoppers(
        number in "0{0,4}[1-9][0-9]{2,5}",
        postal_code in "[A-Z]{2}[0-9]{3}",
    ) {
        let point = point(7, "Packstation", &postal_code);
        for format in Format::ALL {
            let [_, found] = read(format, &point, Some(&number));
            prop_assert_eq!(found, Some(json!(number)), "{}", format.as_str());
            let [_, none] = read(format, &point, None);
            let expected = match format {
                Format::ParcelV2 | Format::Magento2 | Format::Woocommerce => Some(json!("")),
                Format::OrderV3 | Format::ShipmentV3 => None,
                Format::Shopware6 | Format::Lightspeed => Some(Value::Null),
            };
            prop_assert_eq!(none, expected, "{}", format.as_str());
        }
    }
}
