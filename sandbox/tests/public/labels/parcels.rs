//! v2's parcels, and the fragment `parcel-v2` in them.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::{POST_NUMBER, merged, packstation, post, v2_error};
use crate::support::{Answer, TestApi};

/// What a shop knows without the selection.
fn minimal(country: &str) -> Value {
    json!({ "parcel": {
        "name": "Erika Mustermann", "address": "Alexanderplatz 1", "city": "Berlin",
        "postal_code": "10178", "country": country,
    } })
}

fn fragment(id: u64, post_number: &str) -> Value {
    json!({ "parcel": { "to_service_point": id, "to_post_number": post_number } })
}

async fn create(api: &TestApi, body: &Value) -> Answer {
    post(api, "/api/v2/parcels", body).await
}

async fn method_of(api: &TestApi, point: u64) -> u64 {
    let path = format!("/api/v2/shipping_methods?service_point_id={point}");
    let answer = api.ask("GET", &path).await;
    let methods = answer.json["shipping_methods"].as_array().expect("a list");
    let required = methods
        .iter()
        .find(|method| method["service_point_input"] == "required");
    required
        .and_then(|method| method["id"].as_u64())
        .expect("a method")
}

#[tokio::test]
async fn the_documented_fragments_are_accepted() {
    let api = TestApi::new();
    let locker = merged(&minimal("NL"), &fragment(1_000_002, ""));
    let answer = create(&api, &locker).await;
    assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
    let parcel = &answer.json["parcel"];
    assert_eq!(parcel["to_service_point"], "1000002", "a text in answers");
    assert_eq!(parcel["status"]["message"], "No label");
    assert_eq!(
        (&parcel["tracking_number"], &parcel["label"]),
        (&json!(""), &Value::Null)
    );

    let id = packstation(&api).await;
    let numbered = merged(&minimal("DE"), &fragment(id, POST_NUMBER));
    let answer = create(&api, &numbered).await;
    assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
    assert_eq!(answer.json["parcel"]["to_post_number"], POST_NUMBER);
}

#[tokio::test]
async fn a_label_needs_a_method_that_reaches_the_point() {
    let api = TestApi::new();
    let mut body = merged(&minimal("NL"), &fragment(1_000_002, ""));
    body["parcel"]["request_label"] = json!(true);
    let (code, message) = {
        let answer = create(&api, &body).await;
        let (code, message) = v2_error(&answer);
        (code, message.to_owned())
    };
    assert_eq!(
        (code, message.as_str()),
        (400, "shipment.id: Field required.")
    );

    let of_the_shop = method_of(&api, 1_000_001).await;
    for wrong in [8, of_the_shop] {
        body["parcel"]["shipment"] = json!({ "id": wrong });
        let answer = create(&api, &body).await;
        assert!(
            v2_error(&answer).1.starts_with("shipment.id: "),
            "{answer:?}"
        );
    }

    let id = method_of(&api, 1_000_002).await;
    body["parcel"]["shipment"] = json!({ "id": id });
    let answer = create(&api, &body).await;
    let parcel = &answer.json["parcel"];
    assert_eq!(parcel["shipment"]["id"], id, "{answer:?}");
    assert_eq!(parcel["carrier"]["code"], "postnl");
    assert_eq!(
        parcel["status"],
        json!({ "id": 1000, "message": "Ready to send" })
    );
    assert!(
        parcel["tracking_number"]
            .as_str()
            .is_some_and(|number| !number.is_empty())
    );
    assert!(parcel["label"]["label_printer"].is_string());
    assert_eq!(
        parcel["label"]["normal_printer"].as_array().map(Vec::len),
        Some(4)
    );
}

#[tokio::test]
async fn a_method_takes_its_own_weights() {
    let api = TestApi::new();
    let id = method_of(&api, 1_000_002).await;
    let mut body = merged(&minimal("NL"), &fragment(1_000_002, ""));
    merge_label(
        &mut body,
        &json!({ "request_label": true, "shipment": { "id": id } }),
    );
    for (weight, is_taken) in [
        (json!("1.999"), true),
        (json!(2), true),
        (json!("2.001"), false),
    ] {
        body["parcel"]["weight"] = weight.clone();
        let answer = create(&api, &body).await;
        assert_eq!(
            answer.status == StatusCode::OK,
            is_taken,
            "{weight}: {answer:?}"
        );
    }
}

fn merge_label(body: &mut Value, label: &Value) {
    super::merge(&mut body["parcel"], label);
}

#[tokio::test]
async fn shipping_rules_find_the_method() {
    let api = TestApi::new();
    let id = packstation(&api).await;
    let mut body = merged(&minimal("DE"), &fragment(id, POST_NUMBER));
    let rules = json!({ "request_label": true, "apply_shipping_rules": true,
        "shipping_method_checkout_name": "Packstation" });
    merge_label(&mut body, &rules);
    let answer = create(&api, &body).await;
    assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
    let parcel = &answer.json["parcel"];
    assert_eq!(parcel["carrier"]["code"], "dhl_de");
    assert!(parcel["shipment"]["id"].is_u64());

    body["parcel"]["weight"] = json!("60.000");
    let answer = create(&api, &body).await;
    assert!(v2_error(&answer).1.starts_with("shipment: "), "{answer:?}");
}

/// What public integrations get wrong.
#[tokio::test]
async fn what_v2_does_not_take_is_named() {
    let api = TestApi::new();
    let id = packstation(&api).await;
    let good = merged(&minimal("DE"), &fragment(id, POST_NUMBER));
    for (change, field) in [
        (
            json!({ "to_service_point": id.to_string() }),
            "to_service_point",
        ),
        (json!({ "to_service_point": 3 }), "to_service_point"),
        (json!({ "to_service_point": 1_000_404 }), "to_service_point"),
        (json!({ "to_post_number": 123_456 }), "to_post_number"),
        (json!({ "to_post_number": null }), "to_post_number"),
        (json!({ "to_post_number": "" }), "to_post_number"),
        // The postal code, which is no post number.
        (json!({ "to_post_number": "10178" }), "to_post_number"),
        (json!({ "name": null }), "name"),
        (json!({ "address": "" }), "address"),
        (json!({ "city": null }), "city"),
        (json!({ "postal_code": null }), "postal_code"),
        (json!({ "country": 49 }), "country"),
        (json!({ "request_label": "true" }), "request_label"),
        (json!({ "weight": "heavy" }), "weight"),
    ] {
        let mut body = good.clone();
        merge_label(&mut body, &change);
        let answer = create(&api, &body).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{change}");
        let message = v2_error(&answer).1;
        assert!(
            message.starts_with(&format!("{field}: ")),
            "{change}: {message}"
        );
    }
    let answer = create(&api, &json!({})).await;
    assert_eq!(v2_error(&answer).0, 400);
}

#[tokio::test]
async fn a_full_point_gets_no_label() {
    let api = TestApi::new();
    let mut body = merged(&minimal("NL"), &fragment(1_000_410, ""));
    assert_eq!(create(&api, &body).await.status, StatusCode::OK);
    let rules = json!({ "request_label": true, "apply_shipping_rules": true });
    merge_label(&mut body, &rules);
    let answer = create(&api, &body).await;
    assert!(
        v2_error(&answer).1.starts_with("to_service_point: "),
        "{answer:?}"
    );
}
