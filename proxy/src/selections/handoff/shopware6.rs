//! `shopware6`: custom fields of an order.
//!
//! Source: Sendcloud's guide "How to include service points in your data flow", which names the field
//! `order.sendcloud_service_point` and says nothing of its type or of a post number: the id is text,
//! and the two keys beside it are ours.

use model::ServicePoint;
use serde_json::{Value, json};

pub(super) fn fragment(point: &ServicePoint, post_number: Option<&str>) -> Value {
    json!({
        "sendcloud_service_point": point.id.to_string(),
        "to_post_number": post_number,
        "carrier": point.carrier.code,
    })
}
