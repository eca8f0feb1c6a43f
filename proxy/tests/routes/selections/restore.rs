//! The selection of a cart, after a reload.

use axum::http::StatusCode;
use serde_json::json;

use super::{assert_refused, select};
use crate::support::points::Points;

pub(super) const RESTORE: &str = "/api/selections/restore";

#[tokio::test]
async fn a_cart_gets_its_selection_back() {
    let (app, points) = Points::start().await;
    let chosen = json!({"service_point_id": 1, "reference": "cart-1"});
    let selection = select(&app, chosen).await;
    points.take_calls();
    let answer = app.post(RESTORE, &json!({"reference": "cart-1"})).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    assert_eq!(answer.json()["id"], selection["id"]);
    assert_eq!(points.take_calls(), Default::default());

    let answer = app.post(RESTORE, &json!({"reference": "cart-2"})).await;
    assert_refused(&answer, StatusCode::NOT_FOUND, "not_found");
}
