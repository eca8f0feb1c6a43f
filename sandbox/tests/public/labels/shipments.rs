//! v3's shipments, and the fragment `shipment-v3` in them.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::{POST_NUMBER, address, merged, packstation, pointers, post};
use crate::support::{Answer, TestApi};

const ANNOUNCE: &str = "/api/v3/shipments/announce";
const BY_RULES: &str = "/api/v3/shipments/announce-with-shipping-rules";

fn ship_with(code: &str) -> Value {
    json!({ "type": "shipping_option_code", "properties": { "shipping_option_code": code } })
}

fn minimal(country: &str, option: &str) -> Value {
    json!({
        "from_address": address(country), "to_address": address(country),
        "ship_with": ship_with(option),
        "parcels": [{ "weight": { "value": "2", "unit": "kg" } }],
    })
}

fn fragment(id: u64, post_number: &str) -> Value {
    json!({ "to_service_point": { "id": id.to_string() }, "to_address": { "po_box": post_number } })
}

/// Announced without a complaint, with a tracking number for each parcel.
fn assert_announced(answer: &Answer) {
    assert_eq!(answer.status, StatusCode::CREATED, "{answer:?}");
    let data = &answer.json["data"];
    assert_eq!(data["errors"], json!([]), "{answer:?}");
    let parcels = data["parcels"].as_array().expect("parcels");
    assert!(!parcels.is_empty());
    for parcel in parcels {
        assert!(
            parcel["tracking_number"].is_string() && parcel["documents"][0]["link"].is_string()
        );
    }
}

/// A success that is none: the code and pointer of its one error.
fn complaint(answer: &Answer) -> (&str, &str) {
    assert_eq!(answer.status, StatusCode::CREATED, "{answer:?}");
    let data = &answer.json["data"];
    let errors = data["errors"].as_array().expect("a list");
    assert_eq!(errors.len(), 1, "{answer:?}");
    assert_eq!(data["parcels"][0]["tracking_number"], Value::Null);
    let error = &errors[0];
    (
        error["code"].as_str().expect("a code"),
        error["source"]["pointer"].as_str().expect("a pointer"),
    )
}

#[tokio::test]
async fn the_documented_fragments_are_accepted() {
    let api = TestApi::new();
    let locker = json!({ "to_service_point": { "id": "1000002" } });
    let body = merged(&minimal("NL", "postnl:pakjegemak"), &locker);
    let answer = post(&api, ANNOUNCE, &body).await;
    assert_announced(&answer);
    let point = json!({ "id": "1000002", "carrier_service_point_id": "NL-00002" });
    assert_eq!(answer.json["data"]["to_service_point"], point);
    assert_eq!(answer.json["data"]["carrier"]["code"], "postnl");

    let id = packstation(&api).await;
    let body = merged(
        &minimal("DE", "dhl_de:packstation"),
        &fragment(id, POST_NUMBER),
    );
    let answer = post(&api, ANNOUNCE, &body).await;
    assert_announced(&answer);
    assert_eq!(answer.json["data"]["to_address"]["po_box"], POST_NUMBER);
}

#[tokio::test]
async fn rules_choose_for_the_shop() {
    let api = TestApi::new();
    let id = packstation(&api).await;
    let body = json!({ "to_address": address("DE"), "delivery_indicator": "Packstation" });
    let body = merged(&body, &fragment(id, POST_NUMBER));
    let answer = post(&api, BY_RULES, &body).await;
    assert_announced(&answer);
    let code = &answer.json["data"]["ship_with"]["properties"]["shipping_option_code"];
    assert_eq!(code, "dhl_de:packstation");

    // They outrank what the body says, unless they are switched off.
    let shops = merged(
        &body,
        &json!({ "ship_with": ship_with("dhl_de:postfiliale") }),
    );
    assert_announced(&post(&api, BY_RULES, &shops).await);
    let off = merged(&shops, &json!({ "apply_shipping_rules": false }));
    assert_eq!(
        complaint(&post(&api, BY_RULES, &off).await).1,
        "/to_service_point"
    );

    let nowhere = json!({ "to_address": address("DE") });
    let answer = post(&api, BY_RULES, &nowhere).await;
    assert_eq!(pointers(&answer), ["/ship_with"]);
}

/// A status alone tells nothing: what the carrier says stands inside.
#[tokio::test]
async fn the_carrier_complains_within_a_success() {
    let api = TestApi::new();
    let id = packstation(&api).await;
    let body = minimal("DE", "dhl_de:packstation");
    // None, the postal code, and what a form makes of none.
    for post_number in [Value::Null, json!("10178"), json!("")] {
        let mut body = merged(&body, &fragment(id, ""));
        body["to_address"]["po_box"] = post_number;
        let answer = post(&api, ANNOUNCE, &body).await;
        assert_eq!(
            complaint(&answer),
            ("parcel_announcement_error", "/to_address/po_box")
        );
    }
    // An option for shops does not open lockers.
    let shops = merged(
        &minimal("DE", "dhl_de:postfiliale"),
        &fragment(id, POST_NUMBER),
    );
    let answer = post(&api, ANNOUNCE, &shops).await;
    assert_eq!(complaint(&answer).1, "/to_service_point");
    let heavy = json!({ "to_service_point": { "id": "1000002" },
        "parcels": [{ "weight": { "value": "51", "unit": "lbs" } }] });
    let heavy = merged(&minimal("NL", "postnl:pakjegemak"), &heavy);
    let answer = post(&api, ANNOUNCE, &heavy).await;
    assert_eq!(complaint(&answer).1, "/parcels");
    // What was free when it was chosen may be full by now.
    let full = json!({ "to_service_point": { "id": "1000410" } });
    let full = merged(&minimal("NL", "dhl:service_point"), &full);
    let answer = post(&api, ANNOUNCE, &full).await;
    assert_eq!(complaint(&answer).1, "/to_service_point");
}

#[tokio::test]
async fn a_reference_announces_once() {
    let api = TestApi::new();
    let body = merged(
        &minimal("NL", "postnl:pakjegemak"),
        &json!({ "to_service_point": { "id": "1000002" }, "external_reference_id": "order-1" }),
    );
    let first = post(&api, ANNOUNCE, &body).await;
    assert_announced(&first);
    for path in [ANNOUNCE, BY_RULES] {
        let again = post(&api, path, &body).await;
        assert_eq!(again.status, StatusCode::CONFLICT);
        assert_eq!(again.json["data"], first.json["data"]);
    }
    let other = merged(&body, &json!({ "external_reference_id": "order-2" }));
    assert_announced(&post(&api, ANNOUNCE, &other).await);
}

#[tokio::test]
async fn the_carriers_own_id_wins() {
    let api = TestApi::new();
    let point = json!({ "id": "1000001", "carrier_service_point_id": "NL-00002" });
    let body = json!({ "to_service_point": point });
    let answer = post(
        &api,
        ANNOUNCE,
        &merged(&minimal("NL", "postnl:pakjegemak"), &body),
    )
    .await;
    assert_announced(&answer);
    assert_eq!(answer.json["data"]["to_service_point"]["id"], "1000002");
}

#[tokio::test]
async fn what_v3_does_not_take_has_a_pointer() {
    let api = TestApi::new();
    let point = json!({ "to_service_point": { "id": "1000002" } });
    let good = merged(&minimal("NL", "postnl:pakjegemak"), &point);
    let parcels = |count: usize| {
        let parcel = json!({ "weight": { "value": "2", "unit": "kg" } });
        json!({ "parcels": vec![parcel; count] })
    };
    let option = "/ship_with/properties/shipping_option_code";
    for (change, pointer) in [
        (
            json!({ "to_service_point": { "id": 1_000_002 } }),
            "/to_service_point/id",
        ),
        (
            json!({ "to_service_point": { "id": "3" } }),
            "/to_service_point/id",
        ),
        (
            json!({ "to_service_point": { "id": "1000404" } }),
            "/to_service_point/id",
        ),
        (
            json!({ "to_service_point": { "id": null } }),
            "/to_service_point/id",
        ),
        (json!({ "to_service_point": null }), "/to_service_point"),
        (
            json!({ "to_address": { "name": null } }),
            "/to_address/name",
        ),
        (
            json!({ "to_address": { "po_box": 123_456 } }),
            "/to_address/po_box",
        ),
        (json!({ "from_address": null }), "/from_address"),
        (
            json!({ "from_address": { "city": "" } }),
            "/from_address/city",
        ),
        (json!({ "ship_with": null }), "/ship_with"),
        (
            json!({ "ship_with": { "type": "method" } }),
            "/ship_with/type",
        ),
        (
            json!({ "ship_with": ship_with("acme:service_point") }),
            option,
        ),
        (json!({ "parcels": null }), "/parcels"),
        (parcels(0), "/parcels"),
        (parcels(16), "/parcels"),
        (
            json!({ "parcels": [{ "weight": { "value": 2, "unit": "kg" } }] }),
            "/parcels/[0]/weight/value",
        ),
        (
            json!({ "parcels": [{ "weight": { "value": "2", "unit": "st" } }] }),
            "/parcels/[0]/weight/unit",
        ),
    ] {
        let answer = post(&api, ANNOUNCE, &merged(&good, &change)).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{change}");
        assert_eq!(pointers(&answer), [pointer], "{change}");
    }
    let most = merged(&good, &parcels(15));
    assert_announced(&post(&api, ANNOUNCE, &most).await);
}
