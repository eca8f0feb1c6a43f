//! Whose keys these are, and how the integration is set: what a check of a configuration asks.

use axum::{Json, extract::Path, extract::State, extract::rejection::PathRejection};
use serde_json::{Value, json};

use super::{Api, Refusal};

/// The sandbox has one integration.
const ID: u64 = 1;

/// `GET /user/auth/metadata`.
pub(super) async fn metadata() -> Json<Value> {
    Json(json!({ "data": { "user_id": 1, "integration_id": ID } }))
}

/// `GET /integrations/{integration_id}`.
pub(super) async fn find(
    State(api): State<Api>,
    id: Result<Path<u64>, PathRejection>,
) -> Result<Json<Value>, Refusal> {
    let is_known = id.is_ok_and(|Path(id)| id == ID);
    if !is_known {
        return Err(Refusal::not_found("The integration could not be found"));
    }
    let sandbox = &api.0.sandbox;
    Ok(Json(json!({ "data": {
        "id": ID,
        "service_point_enabled": sandbox.is_enabled,
        "service_point_carriers": sandbox.integration_carriers,
    } })))
}
