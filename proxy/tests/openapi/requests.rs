//! Bodies and parameters, as described and as taken.

use std::sync::Arc;

use axum::http::Method;
use serde_json::{Value, json};
use tokio::sync::Semaphore;

use super::contract::Contract;
use super::fickle;
use crate::support::TestApp;

/// A generated client would send what is refused, or refuse to send what is taken.
#[tokio::test]
async fn bodies_of_selections_are_taken_as_described() {
    let app = TestApp::on(fickle::start(Arc::new(Semaphore::new(0))).await, &[]);
    let contract = Contract::load();
    let is_taken = true;
    for (body, expected) in [
        (json!({"service_point_id": 1}), is_taken),
        (json!({"service_point_id": "1"}), is_taken),
        (
            json!({"service_point_id": 1, "to_post_number": null, "reference": null}),
            is_taken,
        ),
        (
            json!({"service_point_id": 1, "reference": "x".repeat(128)}),
            is_taken,
        ),
        (json!({}), !is_taken),
        (json!([1]), !is_taken),
        (json!({"service_point_id": 0}), !is_taken),
        (json!({"service_point_id": 1.5}), !is_taken),
        (json!({"service_point_id": "one"}), !is_taken),
        (
            json!({"service_point_id": 9_007_199_254_740_992_u64}),
            !is_taken,
        ),
        (
            json!({"service_point_id": 1, "to_post_number": 12}),
            !is_taken,
        ),
        (json!({"service_point_id": 1, "reference": ""}), !is_taken),
        (
            json!({"service_point_id": 1, "reference": "x".repeat(129)}),
            !is_taken,
        ),
        (
            json!({"service_point_id": 1, "reference": "\u{e9}"}),
            !is_taken,
        ),
        (
            json!({"service_point_id": 1, "carrier": "postnl"}),
            !is_taken,
        ),
    ] {
        let is_described = contract.is_valid("SelectionRequest", &body);
        assert_eq!(is_described, expected, "{body}");
        let answer = app.post("/api/selections", &body).await;
        let status = if expected { 201 } else { 400 };
        assert_eq!(answer.status, status, "{body}: {}", answer.text());
    }
}

/// The same of what a page asks for, and of what a backend binds to.
#[tokio::test]
async fn bodies_about_selections_are_taken_as_described() {
    let app = TestApp::alone();
    let contract = Contract::load();
    let is_taken = true;
    let both = [
        (json!({"reference": "x"}), is_taken),
        (json!({"reference": "x".repeat(128)}), is_taken),
        (json!({"reference": "x".repeat(129)}), !is_taken),
        (json!({"reference": ""}), !is_taken),
        (json!({"reference": "\u{e9}"}), !is_taken),
        (json!({"reference": null}), !is_taken),
        (json!({"reference": "x", "other": 1}), !is_taken),
        (json!({}), !is_taken),
        (json!(["x"]), !is_taken),
    ];
    let pages = [
        (json!({"reference": "x", "id": "sel_x"}), is_taken),
        (json!({"reference": "x", "id": null}), is_taken),
        (json!({"reference": "x", "id": 1}), !is_taken),
    ];
    for (body, expected) in both.iter().chain(&pages) {
        let is_described = contract.is_valid("RestoreRequest", body);
        assert_eq!(is_described, *expected, "{body}");
        let answer = app.post("/api/selections/restore", body).await;
        let status = if *expected { 404 } else { 400 };
        assert_eq!(answer.status, status, "{body}: {}", answer.text());
    }
    for (body, expected) in &both {
        assert_eq!(contract.is_valid("BindRequest", body), *expected, "{body}");
        let uri = "/api/selections/sel_x";
        let answer = app.ask_as_backend(Method::PATCH, uri, Some(body)).await;
        let status = if *expected { 404 } else { 400 };
        assert_eq!(answer.status, status, "{body}: {}", answer.text());
    }
}

/// Every parameter is known, and its bounds are those that are kept.
#[tokio::test]
async fn parameters_of_a_search_are_taken_as_described() {
    let app = TestApp::alone();
    let contract = Contract::load();
    for parameter in contract.parameters("/api/v3/service-points") {
        let name = parameter["name"].as_str().expect("a name");
        if parameter["in"] != "query" || name == "shop" {
            continue;
        }
        let mut schema = &parameter["schema"];
        if schema["type"] == "array" {
            schema = &schema["items"];
        }
        // A corner alone is refused as such, before its value is looked at.
        let corners = ["ne_latitude", "ne_longitude", "sw_latitude", "sw_longitude"];
        let is_beside = |other: &&str| *other != name && corners.contains(&name);
        let others = corners.into_iter().filter(is_beside);
        let mut beside: String = others.map(|other| format!("{other}=1&")).collect();
        if name != "country_code" {
            beside.push_str("country_code=NL&");
        }
        let refusal = async |value: String| {
            let uri = format!("/api/v3/service-points?{beside}{name}={value}");
            let errors = app.get(&uri).await.json()["errors"].clone();
            let errors = errors.as_array().cloned().unwrap_or_default();
            let is_of_it = |error: &&Value| {
                // How parameters go together is said in words.
                error["source"]["parameter"] == name && error["code"] != "validation_error"
            };
            errors
                .iter()
                .find(is_of_it)
                .map(|error| error["code"].clone())
        };
        let (good, bad): (Vec<String>, Vec<String>) = match schema["type"].as_str() {
            Some("integer" | "number") => {
                let [low, high] = ["minimum", "maximum"].map(|name| schema[name].as_i64());
                let (low, high) = (low.expect("a bound"), high.expect("a bound"));
                let good = [low, high].map(|number| number.to_string());
                let bad = [low - 1, high + 1].map(|number| number.to_string());
                (good.into(), bad.into())
            }
            Some("boolean") => (vec!["true".into()], vec!["maybe".into()]),
            _ if schema.get("enum").is_some() => {
                let words = schema["enum"].as_array().expect("a list").iter();
                let words = words.map(|word| word.as_str().expect("text").to_owned());
                (words.collect(), vec!["other".into()])
            }
            _ if schema.get("maxLength").is_some() => {
                let most = schema["maxLength"].as_u64().expect("a number");
                let most = usize::try_from(most).expect("a length");
                (vec!["x".repeat(most)], vec!["x".repeat(most + 1)])
            }
            _ => (vec!["nl".into()], vec!["NLD".into()]),
        };
        for value in good {
            assert_eq!(refusal(value.clone()).await, None, "{name}={value}");
        }
        for value in bad {
            assert!(refusal(value.clone()).await.is_some(), "{name}={value}");
        }
    }
}
