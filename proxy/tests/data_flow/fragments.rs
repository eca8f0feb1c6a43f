//! What the proxy hands off, put into the least that a shop adds, is taken by the sandbox.

use reqwest::Method;
use serde_json::{Value, json};

use super::{Order, packstation};

/// The packstation of the fixtures is made up; the sandbox has others.
const MADE_UP: &str = "1000777";

/// A fixture of a hand-off, for a point that exists.
fn fragment(text: &str, id: u64) -> Value {
    let text = text.replace(MADE_UP, &id.to_string());
    serde_json::from_str(&text).expect("fixtures are JSON")
}

/// Object by object, as a shop is told to.
fn merge(into: &mut Value, fragment: Value) {
    match (into, fragment) {
        (Value::Object(into), Value::Object(fragment)) => {
            for (name, value) in fragment {
                merge(into.entry(name).or_insert(Value::Null), value);
            }
        }
        (into, fragment) => *into = fragment,
    }
}

fn merged(mut body: Value, fragment: Value) -> Value {
    merge(&mut body, fragment);
    body
}

fn parcel(country: &str) -> Value {
    json!({"parcel": {"name": "Jo Field", "address": "Main Street 1", "city": "Testville",
        "postal_code": "10178", "country": country, "request_label": true,
        "apply_shipping_rules": true}})
}

fn order() -> Value {
    json!({"order_id": "1", "order_number": "1",
        "order_details": {"integration": {"id": 1}, "status": {"code": "unfulfilled"},
            "order_created_at": "2026-03-02T10:00:00Z", "order_items": []},
        "payment_details": {"total_price": {"value": 20, "currency": "EUR"},
            "status": {"code": "paid"}}})
}

fn shipment(country: &str) -> Value {
    json!({"to_address": {"name": "Jo Field", "address_line_1": "Main Street 1",
        "postal_code": "10178", "city": "Testville", "country_code": country}})
}

/// Sends all three, as they were handed off for a point in a country.
async fn hand_in(order_to: &Order, id: u64, country: &str, texts: [&str; 3]) {
    let [parcel_v2, order_v3, shipment_v3] = texts.map(|text| fragment(text, id));
    let send =
        async |path: &str, body: Value| order_to.send(&Method::POST, path, Some(&body)).await;

    let answer = send("/api/v2/parcels", merged(parcel(country), parcel_v2)).await;
    assert_eq!(answer["parcel"]["to_service_point"], id.to_string());

    send("/api/v3/orders", json!([merged(order(), order_v3)])).await;

    let path = "/api/v3/shipments/announce-with-shipping-rules";
    let answer = send(path, merged(shipment(country), shipment_v3)).await;
    assert_eq!(answer["data"]["errors"], json!([]));
    assert_eq!(answer["data"]["to_service_point"]["id"], id.to_string());
}

#[tokio::test]
async fn a_locker_is_handed_in() {
    let id = 1_000_002;
    let texts = [
        include_str!("../handoff/golden/parcel-v2.locker.json"),
        include_str!("../handoff/golden/order-v3.locker.json"),
        include_str!("../handoff/golden/shipment-v3.locker.json"),
    ];
    hand_in(&Order::to(id, "").await, id, "NL", texts).await;
}

/// Without the number, or with it in another place, the sandbox's carrier refuses.
#[tokio::test]
async fn a_packstation_is_handed_in_with_the_post_number() {
    let id = packstation().await;
    let texts = [
        include_str!("../handoff/golden/parcel-v2.packstation.json"),
        include_str!("../handoff/golden/order-v3.packstation.json"),
        include_str!("../handoff/golden/shipment-v3.packstation.json"),
    ];
    hand_in(&Order::to(id, "").await, id, "DE", texts).await;
}
