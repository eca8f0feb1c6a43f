//! `order-v3`: for an order of `POST /api/v3/orders`, or the body of `PATCH /api/v3/orders/{id}`.
//!
//! Source: Sendcloud's API v3 reference, "Orders", the schema of `service_point_details`: texts
//! throughout, one of `id` and `carrier_service_point_id`, what is not known left out. `extra_data` is
//! free; `carrier` in it is ours, because no other field of an order says whose point it is.

use model::ServicePoint;
use serde_json::{Value, json};

pub(super) fn fragment(point: &ServicePoint, post_number: Option<&str>) -> Value {
    let mut details = json!({
        "id": point.id.to_string(),
        "latitude": degrees(point.position.latitude),
        "longitude": degrees(point.position.longitude),
        "extra_data": {"partner_name": point.carrier.name, "carrier": point.carrier.code},
    });
    if let Some(number) = post_number {
        details["post_number"] = number.into();
    }
    if let Some(kind) = &point.carrier_shop_type {
        details["type"] = kind.as_str().into();
    }
    json!({ "service_point_details": details })
}

/// Six decimals, a tenth of a metre; never `-0.000000`.
fn degrees(value: f64) -> String {
    let text = format!("{value:.6}");
    match text.strip_prefix('-') {
        Some(zero) if zero == "0.000000" => zero.to_owned(),
        _ => text,
    }
}
