//! What a backend does with the selections of its shop.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use super::{SELECTIONS, address, assert_refused, select};
use crate::support::points::Points;

#[tokio::test]
async fn a_selection_is_bound_to_its_order_and_found_by_it() {
    let (app, _) = Points::start().await;
    let selection = select(&app, json!({"service_point_id": 1, "reference": "cart-1"})).await;
    let order = json!({"reference": "order-1"});
    for _ in 0..2 {
        let answer = app
            .ask_as_backend(Method::PATCH, &address(&selection), Some(&order))
            .await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        assert_eq!(answer.json()["order_reference"], "order-1");
        assert_eq!(answer.json()["bound_at"], "2026-03-02T10:00:00Z");
    }
    for reference in ["cart-1", "order-1"] {
        let answer = app
            .get_as_backend(&format!("{SELECTIONS}?reference={reference}"))
            .await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        assert_eq!(answer.json()["id"], selection["id"]);
        assert_eq!(answer.json()["is_current"], true);
        assert_eq!(answer.json()["earlier_service_point_id"], Value::Null);
    }
    let other = json!({"reference": "order-2"});
    let answer = app
        .ask_as_backend(Method::PATCH, &address(&selection), Some(&other))
        .await;
    assert_refused(&answer, StatusCode::CONFLICT, "conflict");
}

#[tokio::test]
async fn a_long_list_comes_in_pages() {
    let (app, _) = Points::start().await;
    let mut made = Vec::new();
    for _ in 0..5 {
        made.push(select(&app, json!({"service_point_id": 1})).await["id"].clone());
        app.hands.advance(std::time::Duration::from_secs(1));
    }
    let mut listed = Vec::new();
    let mut next = Value::Null;
    loop {
        let after = next.as_str().map(|next| format!("&after={next}"));
        let uri = format!("{SELECTIONS}?limit=2{}", after.unwrap_or_default());
        let page = app.get_as_backend(&uri).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text());
        let page = page.json();
        let results = page["results"].as_array().expect("a list");
        listed.extend(results.iter().map(|selection| selection["id"].clone()));
        next = page["next"].clone();
        if next.is_null() {
            break;
        }
        assert_eq!(results.len(), 2);
    }
    assert_eq!(listed, made);
}

#[tokio::test]
async fn what_is_erased_is_gone() {
    let (app, _) = Points::start().await;
    for by in ["id", "reference"] {
        let chosen = json!({"service_point_id": 1, "reference": "cart-1"});
        let selection = select(&app, chosen).await;
        let uri = match by {
            "id" => address(&selection),
            _ => format!("{SELECTIONS}?reference=cart-1"),
        };
        for _ in 0..2 {
            let answer = app.ask_as_backend(Method::DELETE, &uri, None).await;
            assert_eq!(answer.status, StatusCode::NO_CONTENT, "{}", answer.text());
        }
        let answer = app.get_as_backend(&address(&selection)).await;
        assert_refused(&answer, StatusCode::NOT_FOUND, "not_found");
    }
}
