//! `magento2`: extension attributes of a quote, an order or `addressInformation`.
//!
//! Source: Sendcloud's module for Magento 2 (`github.com/SendCloud`), whose columns have these names.
//! The id is a whole number, the others are texts of at most 255 characters, empty where there is
//! nothing. It has no field for the carrier.

use model::ServicePoint;
use serde_json::{Value, json};

/// Most characters of a column.
const TEXT_MAX: usize = 255;

pub(super) fn fragment(point: &ServicePoint, post_number: Option<&str>) -> Value {
    let address = &point.address;
    json!({"extension_attributes": {
        "sendcloud_service_point_id": point.id,
        "sendcloud_service_point_name": cut(&point.name),
        "sendcloud_service_point_street": cut(&address.street),
        "sendcloud_service_point_house_number": cut(&address.house_number),
        "sendcloud_service_point_zip_code": cut(&address.postal_code),
        "sendcloud_service_point_city": cut(&address.city),
        "sendcloud_service_point_country": cut(&address.country_code),
        "sendcloud_service_point_postnumber": cut(post_number.unwrap_or_default()),
    }})
}

fn cut(text: &str) -> String {
    text.chars().take(TEXT_MAX).collect()
}
