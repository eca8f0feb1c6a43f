//! Where a selection ends: orders, shipments and their labels in v3, parcels and methods in v2.
//!
//! Nothing is shipped and no label exists, but what Sendcloud would refuse is refused.

mod body;
mod destination;
mod ledger;
mod methods;
mod orders;
mod parcels;
mod shipments;
mod v2;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    routing::{get, post},
};

use super::{Api, Refusal};

pub(super) use ledger::Ledger;
pub(super) use v2::in_its_own_shape;

/// A hundred orders, or fifteen parcels with all that is in them.
const BODY_MAX_BYTES: usize = 512 * 1024;

/// What a carrier would call a parcel.
fn tracking_number(id: u64) -> String {
    format!("SB{id:012}")
}

/// Below `/api/v3`.
pub(super) fn v3_routes() -> Router<Api> {
    Router::new()
        .route("/orders", post(orders::save))
        .route("/shipments/announce", post(shipments::announce))
        .route(
            "/shipments/announce-with-shipping-rules",
            post(shipments::announce_with_shipping_rules),
        )
        .layer(DefaultBodyLimit::max(BODY_MAX_BYTES))
}

/// Below `/api/v2`.
pub(super) fn v2_routes() -> Router<Api> {
    Router::new()
        .route("/shipping_methods", get(methods::list_methods))
        .route("/shipping-products", get(methods::list_products))
        .route("/parcels", post(parcels::create))
        .layer(DefaultBodyLimit::max(BODY_MAX_BYTES))
        .fallback(async || Refusal::not_found("Not found"))
        .method_not_allowed_fallback(async || Refusal::method_not_allowed())
}
