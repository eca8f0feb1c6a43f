//! `shipment-v3`: for the body of `POST /api/v3/shipments`, of `…/shipments/announce`, and of the
//! two of them that apply shipping rules.
//!
//! Source: Sendcloud's API v3 reference, "Shipments", and its "Migration guidelines for API v3",
//! which moves v2's `to_post_number` to `to_address.po_box`. `carrier_service_point_id` would win over
//! `id`, so it is not sent.

use model::ServicePoint;
use serde_json::{Value, json};

pub(super) fn fragment(point: &ServicePoint, post_number: Option<&str>) -> Value {
    let mut fragment = json!({"to_service_point": {"id": point.id.to_string()}});
    if let Some(number) = post_number {
        fragment["to_address"] = json!({ "po_box": number });
    }
    fragment
}
