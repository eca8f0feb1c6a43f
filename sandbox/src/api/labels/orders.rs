//! v3's orders: what a shop hands in, to be shipped later.

use axum::{Json, extract::State, http::StatusCode};
use model::code;
use serde_json::{Value, json};

use super::body::{self, Findings, JsonBody, Part};
use crate::api::{Api, Refusal};

/// Most orders of a request.
const ORDERS_MAX: usize = 100;

/// What of `service_point_details` is text. The rest is `extra_data`.
const POINT_TEXTS: &[&str] = &[
    "id",
    "carrier_service_point_id",
    "post_number",
    "latitude",
    "longitude",
    "type",
];

/// `POST /orders`: saves all of them or none.
///
/// Assumed: that the point exists is nobody's question yet, as saving is asynchronous; the answer
/// has each order's id and the shop's own names for it.
pub(super) async fn save(
    State(api): State<Api>,
    body: JsonBody,
) -> Result<(StatusCode, Json<Value>), Refusal> {
    let body = body::read(body)?;
    let mut findings = Findings::default();
    let items = Part::root(&body).items(&mut findings, ORDERS_MAX);
    let orders: Vec<Option<Order<'_>>> = items
        .iter()
        .map(|item| Order::read(item, &mut findings))
        .collect();
    findings.into_result()?;
    let saved = orders.iter().flatten().map(|order| {
        json!({
            "id": api.0.ledger.order_id(order.integration_id, order.order_id),
            "order_id": order.order_id,
            "order_number": order.order_number,
        })
    });
    let saved: Vec<Value> = saved.collect();
    Ok((StatusCode::CREATED, Json(json!({ "data": saved }))))
}

struct Order<'a> {
    order_id: &'a str,
    order_number: &'a str,
    integration_id: u64,
}

impl<'a> Order<'a> {
    /// None only where something was found.
    fn read(part: &Part<'a>, findings: &mut Findings) -> Option<Self> {
        part.object(findings);
        let order_id = part.member("order_id").required_text(findings);
        let order_number = part.member("order_number").required_text(findings);
        let details = part.member("order_details");
        details.require_object(findings);
        let integration = details.member("integration").member("id");
        integration.require(findings);
        let integration_id = integration.id(findings);
        details
            .member("status")
            .member("code")
            .required_text(findings);
        details.member("order_created_at").required_text(findings);
        details.member("order_items").require(findings);
        let payment = part.member("payment_details");
        payment.require_object(findings);
        payment.member("total_price").require_object(findings);
        payment
            .member("status")
            .member("code")
            .required_text(findings);
        let shipping = part.member("shipping_details");
        shipping.object(findings);
        shipping.member("delivery_indicator").text(findings);
        let point = part.member("service_point_details");
        if !point.is_missing() {
            read_point(&point, findings);
        }
        Some(Self {
            order_id: order_id?,
            order_number: order_number?,
            integration_id: integration_id?,
        })
    }
}

fn read_point(point: &Part<'_>, findings: &mut Findings) {
    point.object(findings);
    for name in POINT_TEXTS {
        point.member(name).text(findings);
    }
    point.member("extra_data").object(findings);
    let has = |name: &str| !point.member(name).is_missing();
    if has("id") == has("carrier_service_point_id") {
        let detail = "Exactly one of id and carrier_service_point_id must be provided";
        findings.add(point, code::VALIDATION_ERROR, detail);
    }
}
