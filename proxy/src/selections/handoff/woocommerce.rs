//! `woocommerce`: meta data of an order, whose value is JSON in a text.
//!
//! Source: the `WordPress` plugin "Sendcloud Connected Shipping", which stores the point under this
//! key. It silently stores nothing where one of the seven is missing or `null`, so each is a text.

use model::ServicePoint;
use serde::Serialize;
use serde_json::{Value, json};

/// What the plugin reads, in its own order.
#[derive(Serialize)]
struct StoredPoint<'a> {
    id: String,
    /// The post number: the plugin calls it so, and a postal code in it sends the parcel nowhere.
    #[serde(rename = "toPostalCode")]
    to_postal_code: &'a str,
    name: &'a str,
    street: &'a str,
    city: &'a str,
    postal_code: &'a str,
    house_number: &'a str,
}

pub(super) fn fragment(point: &ServicePoint, post_number: Option<&str>) -> Value {
    let stored = StoredPoint {
        id: point.id.to_string(),
        to_postal_code: post_number.unwrap_or_default(),
        name: &point.name,
        street: &point.address.street,
        city: &point.address.city,
        postal_code: &point.address.postal_code,
        house_number: &point.address.house_number,
    };
    let stored = serde_json::to_string(&stored).expect("texts are JSON");
    json!({"meta_data": [{"key": "sendcloudshipping_v2_service_point", "value": stored}]})
}
