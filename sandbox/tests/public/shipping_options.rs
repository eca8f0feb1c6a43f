//! What can ship to a point: the filters and their trap, the two forms of a request, and refusals.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use sandbox::{CallClass, DEMO_PUBLIC_KEY, DEMO_SECRET_KEY, Fault, Faults, Journal, Sandbox};
use serde_json::{Value, json};

use crate::support::{Answer, TestApi, basic, send};

const PATH: &str = "/api/v3/shipping-options";
/// A shop of DHL's and a locker of `PostNL`'s.
const SHOP: &str = "1000001";
const LOCKER: &str = "1000002";

async fn post(api: &TestApi, body: impl ToString) -> Answer {
    let request = Request::post(PATH)
        .header("authorization", basic(DEMO_PUBLIC_KEY, DEMO_SECRET_KEY))
        .header("content-type", "application/json")
        .body(Body::from(body.to_string()));
    send(&api.router, request.expect("a request")).await
}

/// The documented question for a point.
fn question(id: &str) -> Value {
    json!({
        "from_address": {"country_code": "NL", "postal_code": "1012AB"},
        "to_address": {"country_code": "NL", "postal_code": "5611 AC"},
        "to_service_point": {"id": id},
        "parcels": [{"weight": {"value": "2", "unit": "kg"}}],
        "calculate_quotes": false,
    })
}

/// The same with some members changed.
fn question_with(id: &str, changes: Value) -> Value {
    let mut question = question(id);
    for (name, value) in changes.as_object().expect("an object") {
        question[name] = value.clone();
    }
    question
}

/// The codes that a question finds, each with whether it needs a point.
async fn codes(api: &TestApi, body: &Value) -> Vec<(String, bool)> {
    let answer = post(api, body).await;
    assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
    let options = answer.json["data"].as_array().expect("a list");
    let codes = options.iter().map(|option| {
        let code = option["code"].as_str().expect("a code").to_owned();
        let required = &option["requirements"]["is_service_point_required"];
        (code, required.as_bool().expect("true or false"))
    });
    codes.collect()
}

fn expected(codes: &[(&str, bool)]) -> Vec<(String, bool)> {
    let codes = codes.iter();
    codes
        .map(|&(code, required)| (code.to_owned(), required))
        .collect()
}

#[tokio::test]
async fn the_documented_question_finds_the_documented_option() {
    let api = TestApi::new();
    let change =
        json!({"carrier_code": "postnl", "functionalities": {"last_mile": "service_point"}});
    let answer = post(&api, question_with(LOCKER, change)).await;
    assert_eq!(answer.json["message"], json!(null));
    let option = &answer.json["data"][0];
    assert_eq!(option["code"], "postnl:pakjegemak");
    assert_eq!(
        option["carrier"],
        json!({"code": "postnl", "name": "PostNL"})
    );
    assert_eq!(option["product"]["code"], "postnl:pakjegemak");
    assert_eq!(option["functionalities"]["last_mile"], "service_point");
    assert_eq!(option["functionalities"]["service_area"], "domestic");
    assert_eq!(
        option["weight"]["max"],
        json!({"value": "23.001", "unit": "kg"})
    );
    assert_eq!(option["max_dimensions"]["unit"], "cm");
    assert_eq!(option["quotes"], json!(null));
    assert_eq!(answer.json["data"].as_array().map(Vec::len), Some(1));
}

/// Who filters a locker by `service_point` never learns of the options that are for lockers alone.
#[tokio::test]
async fn a_filter_for_service_points_hides_lockers_options() {
    let api = TestApi::new();
    let all = codes(&api, &question(LOCKER)).await;
    let everything = expected(&[
        ("postnl:standard", false),
        ("postnl:pakjegemak", true),
        ("postnl:pakketautomaat", true),
    ]);
    assert_eq!(all, everything);
    for (last_mile, left) in [("service_point", 1), ("locker", 2), ("home_delivery", 0)] {
        let change = json!({"functionalities": {"last_mile": last_mile, "signature": null}});
        let found = codes(&api, &question_with(LOCKER, change)).await;
        assert_eq!(found, all[left..=left], "{last_mile}");
    }

    // The Packstation near the Alexanderplatz has none at all then.
    let search = [
        ("country_code", "DE"),
        ("carrier_code", "dhl_de"),
        ("carrier_shop_type", "packStation"),
        ("address", "Alexanderplatz 1, 10178 Berlin"),
    ];
    let found = api.search(&search).await;
    let id = found.results()[0]["id"].to_string();
    let to = json!({"to_address": {"country_code": "DE"}});
    let all = codes(&api, &question_with(&id, to.clone())).await;
    assert_eq!(
        all,
        expected(&[("dhl_de:standard", false), ("dhl_de:packstation", true)])
    );
    let mut filtered = question_with(&id, to);
    filtered["functionalities"] = json!({"last_mile": "service_point"});
    assert_eq!(codes(&api, &filtered).await, []);
}

#[tokio::test]
async fn a_shop_is_reached_by_its_own_carrier_and_not_by_lockers_options() {
    let api = TestApi::new();
    let found = codes(&api, &question(SHOP)).await;
    let dhl = expected(&[("dhl:standard", false), ("dhl:service_point", true)]);
    assert_eq!(found, dhl);
    let other = json!({"carrier_code": "postnl"});
    assert_eq!(codes(&api, &question_with(SHOP, other)).await, []);
}

#[tokio::test]
async fn the_carriers_own_id_comes_before_sendclouds() {
    let api = TestApi::new();
    let search = [
        ("country_code", "NL"),
        ("carrier_code", "dpd"),
        ("address", "Amsterdam"),
        ("general_shop_type", "servicepoint"),
    ];
    let found = api.search(&search).await;
    let own = &found.results()[0]["carrier_service_point_id"];
    let point = json!({"id": SHOP, "carrier_service_point_id": own});
    let change = json!({"to_service_point": point, "carrier_code": "dpd"});
    let found = codes(&api, &question_with(SHOP, change)).await;
    assert_eq!(
        found,
        expected(&[("dpd:standard", false), ("dpd:service_point", true)])
    );
}

#[tokio::test]
async fn without_a_point_every_carrier_of_the_destination_answers() {
    let sandbox = Sandbox::default().with_integration_carriers(&["postnl", "inpost_es", "seur"]);
    let api = TestApi::of(sandbox);
    let lanes = [
        ("NL", "service_point,international_c2c"),
        ("ES", "service_point,national_c2c"),
    ];
    for (from, suffix) in lanes {
        let body = json!({
            "from_address": {"country_code": from}, "to_address": {"country_code": "ES"},
            "parcels": [{"weight": {"value": "500", "unit": "g"}}],
        });
        let found = codes(&api, &body).await;
        let code = format!("inpost_es:{suffix}");
        assert!(found.contains(&(code, true)), "{found:?}");
        assert!(found.iter().any(|(code, _)| code == "seur:locker"));
        assert!(!found.iter().any(|(code, _)| code.starts_with("postnl")));
    }
}

#[tokio::test]
async fn weights_and_codes_narrow_the_list_down() {
    let api = TestApi::new();
    for (change, left) in [
        (
            json!({"parcels": [{"weight": {"value": "23", "unit": "kg"}}]}),
            3,
        ),
        (
            json!({"parcels": [{"weight": {"value": "23001", "unit": "g"}}]}),
            0,
        ),
        (
            json!({"parcels": [{"weight": {"value": "1", "unit": "lbs"}},
            {"weight": {"value": "900", "unit": "oz"}}]}),
            0,
        ),
        (json!({"shipping_option_code": "postnl:pakjegemak"}), 1),
        (json!({"shipping_product_code": "postnl:standard"}), 1),
        (json!({"functionalities": {"service_area": "domestic"}}), 3),
        (json!({"functionalities": {"age_check": 18}}), 0),
        (json!({"functionalities": null, "carrier_code": null}), 3),
        (json!({"contract_id": 1}), 3),
    ] {
        let found = codes(&api, &question_with(LOCKER, change.clone())).await;
        assert_eq!(found.len(), left, "{change}");
    }
}

#[tokio::test]
async fn quotes_are_made_for_who_asks() {
    let api = TestApi::new();
    let answer = post(
        &api,
        question_with(LOCKER, json!({"calculate_quotes": true})),
    )
    .await;
    let quote = &answer.json["data"][0]["quotes"][0];
    assert_eq!(quote["price"]["total"]["currency"], "EUR");
    assert_eq!(quote["lead_time"], 24);
}

/// Callers that expect a list meet `null` in the middle of the night.
#[tokio::test]
async fn where_the_basics_are_missing_the_list_is_null() {
    let api = TestApi::new();
    let whole = question(LOCKER);
    for missing in ["from_address", "to_address", "parcels"] {
        let mut body = whole.clone();
        body[missing] = json!(null);
        let answer = post(&api, body).await;
        assert_eq!(answer.status, StatusCode::OK, "{missing}");
        assert_eq!(answer.json["data"], json!(null), "{missing}");
        assert!(answer.json["message"].is_string());
    }
    assert_eq!(post(&api, json!({})).await.json["data"], json!(null));
}

#[tokio::test]
async fn the_deprecated_form_works_alone_and_not_beside_the_new_one() {
    let api = TestApi::new();
    let flat = json!({
        "from_country_code": "NL", "to_country_code": "NL", "from_postal_code": "1012AB",
        "to_postal_code": "5611AC", "to_service_point_id": 1_000_002,
        "parcels": [{"weight": {"value": "2", "unit": "kg"}}],
    });
    assert_eq!(
        codes(&api, &flat).await,
        codes(&api, &question(LOCKER)).await
    );
    for (name, value) in flat.as_object().expect("an object") {
        if name == "parcels" {
            continue;
        }
        let change = json!({ name.as_str(): value });
        let answer = post(&api, question_with(LOCKER, change)).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{name}");
        assert_eq!(answer.error().1, Some("validation_error"), "{name}");
        let pointer = &answer.json["errors"][0]["source"]["pointer"];
        assert_eq!(*pointer, format!("/{name}"));
    }
}

#[tokio::test]
async fn what_is_wrong_is_refused_and_pointed_at() {
    let api = TestApi::new();
    let weight = |value: Value, unit: &str| json!([{"weight": {"value": value, "unit": unit}}]);
    let parcel = weight(json!("1"), "kg")[0].clone();
    for (change, pointer, code) in [
        (
            json!({"from_address": {}}),
            "/from_address/country_code",
            "required",
        ),
        (
            json!({"to_address": {"country_code": "XX"}}),
            "/to_address/country_code",
            "invalid_choice",
        ),
        (json!({"to_address": "NL"}), "/to_address", "invalid"),
        (
            json!({"to_address": {"country_code": "NL", "postal_code": "1234567890123"}}),
            "/to_address/postal_code",
            "invalid",
        ),
        (
            json!({"to_service_point": {"id": 1_000_002}}),
            "/to_service_point/id",
            "invalid",
        ),
        (
            json!({"to_service_point": {"id": "3"}}),
            "/to_service_point/id",
            "invalid",
        ),
        (
            json!({"to_service_point": {"id": "1000404"}}),
            "/to_service_point/id",
            "invalid",
        ),
        (
            json!({"to_service_point": {}}),
            "/to_service_point/id",
            "required",
        ),
        (json!({"parcels": {}}), "/parcels", "not_a_list"),
        (json!({"parcels": vec![parcel; 51]}), "/parcels", "invalid"),
        (
            json!({"parcels": weight(json!(2), "kg")}),
            "/parcels/0/weight/value",
            "invalid",
        ),
        (
            json!({"parcels": weight(json!("x"), "kg")}),
            "/parcels/0/weight/value",
            "invalid",
        ),
        (
            json!({"parcels": weight(json!("0"), "kg")}),
            "/parcels/0/weight/value",
            "min_value",
        ),
        (
            json!({"parcels": weight(json!("1"), "lb")}),
            "/parcels/0/weight/unit",
            "invalid_choice",
        ),
        (
            json!({"functionalities": {"last_mile": "drone"}}),
            "/functionalities/last_mile",
            "invalid_choice",
        ),
        (
            json!({"carrier_code": ["postnl"]}),
            "/carrier_code",
            "invalid",
        ),
        (
            json!({"calculate_quotes": "yes"}),
            "/calculate_quotes",
            "invalid",
        ),
    ] {
        let answer = post(&api, question_with(LOCKER, change.clone())).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{change}");
        assert_eq!(answer.error().1, Some(code), "{change}");
        let found = &answer.json["errors"][0]["source"]["pointer"];
        assert_eq!(*found, pointer, "{change}");
    }
}

#[tokio::test]
async fn the_two_documented_refusals_have_their_words() {
    let api = TestApi::new();
    for (change, detail) in [
        (
            json!({"parcels": []}),
            "At least one parcel must be provided.",
        ),
        (json!({"contract_id": 7}), "Invalid contract."),
    ] {
        let answer = post(&api, question_with(LOCKER, change)).await;
        let expected = json!({"errors": [{"status": "400", "code": "invalid", "detail": detail}]});
        assert_eq!(answer.json, expected);
    }
    for body in ["", "[]", "{", "7"] {
        assert_eq!(
            post(&api, body).await.status,
            StatusCode::BAD_REQUEST,
            "{body:?}"
        );
    }
}

/// Keys, journal, faults and limits are those of every other call.
#[tokio::test(start_paused = true)]
async fn it_is_a_call_of_the_api() {
    let (faults, journal) = (Faults::none(), Journal::default());
    let sandbox = Sandbox::default().with_rate_limits();
    let api = TestApi::of(sandbox.with_faults(&faults).with_journal(&journal));
    let stranger = Request::post(PATH)
        .body(Body::from("{}"))
        .expect("a request");
    let answer = send(&api.router, stranger).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert_eq!(
        api.ask("GET", PATH).await.status,
        StatusCode::METHOD_NOT_ALLOWED
    );
    faults.set(
        Fault::GatewayError(StatusCode::BAD_GATEWAY)
            .on(CallClass::Post)
            .times(1),
    );
    let statuses = [(); 16].map(|()| post(&api, "{}"));
    let mut seen = Vec::new();
    for status in statuses {
        seen.push(status.await.status.as_u16());
    }
    assert_eq!(seen[0], 502);
    assert_eq!(seen[1], 200);
    assert_eq!(seen[15], 429, "{seen:?}");
    assert_eq!(journal.count(CallClass::Post), 17);
}
