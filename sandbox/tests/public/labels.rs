//! What a shop hands in once a service point is chosen: v2's methods and parcels, v3's orders and
//! shipments.

mod methods;
mod orders;
mod parcels;
mod shipments;

use axum::{body::Body, http::Request};
use sandbox::{DEMO_PUBLIC_KEY, DEMO_SECRET_KEY};
use serde_json::{Value, json};

use crate::support::{Answer, TestApi, basic, send};

/// A post number whose zeros must not be lost.
const POST_NUMBER: &str = "00123456";

async fn post(api: &TestApi, path: &str, body: &Value) -> Answer {
    let request = Request::post(path)
        .header("authorization", basic(DEMO_PUBLIC_KEY, DEMO_SECRET_KEY))
        .header("content-type", "application/json")
        .body(Body::from(body.to_string()));
    send(&api.router, request.expect("a request")).await
}

/// A Packstation that is fresh.
async fn packstation(api: &TestApi) -> u64 {
    let found = api
        .search(&[
            ("country_code", "DE"),
            ("carrier_code", "dhl_de"),
            ("carrier_shop_type", "packStation"),
            ("address", "Alexanderplatz 1, 10178 Berlin"),
        ])
        .await;
    found.results()[0]["id"].as_u64().expect("an id")
}

/// Puts what a selection knows into what the shop knows, object by object.
fn merge(into: &mut Value, fragment: &Value) {
    match (into, fragment) {
        (Value::Object(into), Value::Object(fragment)) => {
            for (name, value) in fragment {
                merge(into.entry(name).or_insert(Value::Null), value);
            }
        }
        (into, fragment) => *into = fragment.clone(),
    }
}

fn merged(body: &Value, fragment: &Value) -> Value {
    let mut body = body.clone();
    merge(&mut body, fragment);
    body
}

/// The pointers of all errors.
fn pointers(answer: &Answer) -> Vec<&str> {
    let errors = answer.json["errors"].as_array().expect("v3's envelope");
    let pointers = errors
        .iter()
        .map(|error| error["source"]["pointer"].as_str());
    pointers
        .map(|pointer| pointer.expect("a pointer"))
        .collect()
}

/// v2's one error: its code and its message.
fn v2_error(answer: &Answer) -> (u64, &str) {
    let error = &answer.json["error"];
    assert!(
        error["request"]
            .as_str()
            .is_some_and(|path| path.starts_with("api/v2/")),
        "{answer:?}"
    );
    (
        error["code"].as_u64().expect("a number"),
        error["message"].as_str().expect("a text"),
    )
}

/// What a shop knows of the recipient, in v3's words.
fn address(country: &str) -> Value {
    json!({
        "name": "Erika Mustermann", "address_line_1": "Alexanderplatz 1", "postal_code": "10178",
        "city": "Berlin", "country_code": country,
    })
}
