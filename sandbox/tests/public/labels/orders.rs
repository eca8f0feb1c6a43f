//! v3's orders, and the fragment `order-v3` in them.

use axum::{body::Body, http::Request, http::StatusCode};
use sandbox::{DEMO_PUBLIC_KEY, DEMO_SECRET_KEY};
use serde_json::{Value, json};

use super::{POST_NUMBER, merged, packstation, pointers, post};
use crate::support::{Answer, TestApi, basic, send};

fn minimal(order_id: &str) -> Value {
    json!({
        "order_id": order_id, "order_number": format!("No. {order_id}"),
        "order_details": {
            "integration": { "id": 1 }, "status": { "code": "unfulfilled", "message": "Open" },
            "order_created_at": "2026-03-02T10:00:00Z", "order_items": [],
        },
        "payment_details": {
            "total_price": { "value": 20, "currency": "EUR" },
            "status": { "code": "paid", "message": "Paid" },
        },
    })
}

fn fragment(id: u64) -> Value {
    json!({ "service_point_details": {
        "id": id.to_string(), "post_number": POST_NUMBER, "latitude": "52.516300",
        "longitude": "13.377700", "type": "packStation",
        "extra_data": { "partner_name": "DHL", "carrier": "dhl_de" },
    } })
}

async fn save(api: &TestApi, orders: &Value) -> Answer {
    post(api, "/api/v3/orders", orders).await
}

#[tokio::test]
async fn the_documented_fragments_are_accepted() {
    let api = TestApi::new();
    let numbered = merged(&minimal("1"), &fragment(packstation(&api).await));
    let locker = json!({ "service_point_details": {
        "id": "1000002", "latitude": "51.443218", "longitude": "5.481600", "type": "pakketautomaat",
        "extra_data": { "partner_name": "PostNL", "carrier": "postnl" },
    } });
    let locker = merged(&minimal("2"), &locker);
    let answer = save(&api, &json!([numbered, locker])).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{answer:?}");
    let saved = answer.json["data"].as_array().expect("a list");
    let names: Vec<&Value> = saved.iter().map(|order| &order["order_id"]).collect();
    assert_eq!(names, ["1", "2"]);
    assert!(saved.iter().all(|order| order["id"].is_u64()));
}

#[tokio::test]
async fn an_order_that_is_saved_again_keeps_its_id() {
    let api = TestApi::new();
    let first = save(&api, &json!([minimal("1"), minimal("2")])).await;
    let again = save(&api, &json!([minimal("2")])).await;
    assert_eq!(again.json["data"][0]["id"], first.json["data"][1]["id"]);
    assert_ne!(again.json["data"][0]["id"], first.json["data"][0]["id"]);
}

#[tokio::test]
async fn one_wrong_order_refuses_all_and_says_which() {
    let api = TestApi::new();
    let good = merged(&minimal("1"), &fragment(1_000_002));
    for (change, pointer) in [
        (
            json!({ "service_point_details": { "id": 1_000_777 } }),
            "/id",
        ),
        (
            json!({ "service_point_details": { "post_number": 123_456 } }),
            "/post_number",
        ),
        (
            json!({ "service_point_details": { "latitude": 52.5 } }),
            "/latitude",
        ),
        (
            json!({ "service_point_details": { "longitude": 13.3 } }),
            "/longitude",
        ),
        (
            json!({ "service_point_details": { "extra_data": "DHL" } }),
            "/extra_data",
        ),
        (json!({ "service_point_details": { "id": null } }), ""),
        (
            json!({ "service_point_details": { "carrier_service_point_id": "NL-00002" } }),
            "",
        ),
    ] {
        let wrong = merged(&good, &change);
        let answer = save(&api, &json!([good, wrong])).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{change}");
        assert_eq!(
            pointers(&answer),
            [format!("/[1]/service_point_details{pointer}")],
            "{change}"
        );
    }
    let answer = save(&api, &json!([{}])).await;
    let missing = pointers(&answer);
    assert!(missing.contains(&"/[0]/order_id") && missing.contains(&"/[0]/payment_details"));
}

#[tokio::test]
async fn orders_come_in_lists_of_a_hundred_at_most() {
    let api = TestApi::new();
    let orders = |count: usize| {
        (0..count)
            .map(|id| minimal(&id.to_string()))
            .collect::<Value>()
    };
    assert_eq!(save(&api, &orders(100)).await.status, StatusCode::CREATED);
    for wrong in [orders(101), json!([]), minimal("1"), json!(null)] {
        assert_eq!(save(&api, &wrong).await.status, StatusCode::BAD_REQUEST);
    }
}

#[tokio::test]
async fn what_is_no_json_is_refused_in_the_envelope() {
    let api = TestApi::new();
    for (kind, body, status) in [("application/json", "[{", 400), ("text/plain", "[]", 415)] {
        let request = Request::post("/api/v3/orders")
            .header("authorization", basic(DEMO_PUBLIC_KEY, DEMO_SECRET_KEY))
            .header("content-type", kind)
            .body(Body::from(body))
            .unwrap();
        let answer = send(&api.router, request).await;
        assert_eq!(answer.status, status);
        assert_eq!(answer.error().0, status.to_string());
    }
}
