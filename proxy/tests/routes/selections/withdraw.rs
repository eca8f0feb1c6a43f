//! A choice that the shopper took back.

use axum::http::{Method, StatusCode};
use serde_json::json;

use super::restore::RESTORE;
use super::{address, assert_refused, select};
use crate::support::ORIGIN;
use crate::support::points::Points;

#[tokio::test]
async fn a_cart_loses_what_was_taken_back() {
    let (app, _) = Points::start().await;
    let chosen = json!({"service_point_id": 1, "reference": "cart-1"});
    let selection = select(&app, chosen).await;
    let withdraw = format!("{}/withdraw", address(&selection));
    let page = [("origin", ORIGIN)];
    for _ in 0..2 {
        let answer = app.send_from(Method::POST, &withdraw, &page).await;
        assert_eq!(answer.status, StatusCode::NO_CONTENT, "{}", answer.text());
    }
    let answer = app.post(RESTORE, &json!({"reference": "cart-1"})).await;
    assert_refused(&answer, StatusCode::NOT_FOUND, "not_found");
}
