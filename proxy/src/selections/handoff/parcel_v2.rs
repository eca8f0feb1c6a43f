//! `parcel-v2`: for the body of `POST /api/v2/parcels`, or of a v2 integration shipment.
//!
//! Source: Sendcloud's API v2 reference, "Create a parcel or parcels", and its guide "How to include
//! service points in your data flow". The id is a number there, though answers write it as text; the
//! post number is always sent, empty where there is none.

use model::ServicePoint;
use serde_json::{Value, json};

pub(super) fn fragment(point: &ServicePoint, post_number: Option<&str>) -> Value {
    json!({"parcel": {
        "to_service_point": point.id,
        "to_post_number": post_number.unwrap_or_default(),
    }})
}
