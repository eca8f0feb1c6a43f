//! What can ship to a selected point, as a backend asks before it buys a label.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Json;
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use sandbox::{CallClass, Fault, RetryAfter};
use serde_json::{Value, json};
use tokio::task::JoinSet;
use tokio::time;

use crate::handoff::point;
use crate::support::faulty::FaultyApp;
use crate::support::{Answer, TestApp, log, upstream};

const LOCKER: u64 = 1_000_002;
const SHOP: u64 = 1_000_001;

/// Selects a point; the address that tells what ships there from the Netherlands.
async fn select(app: &TestApp, id: u64) -> String {
    let body = json!({ "service_point_id": id });
    let selection = app.post("/api/selections", &body).await.json();
    let id = selection["id"].as_str().expect("an id");
    format!("/api/selections/{id}/shipping-options?from_country_code=NL")
}

/// Lets time pass until the quota has another call to give: at first there is one, and then one every
/// three seconds.
async fn quota_fills() {
    time::pause();
    time::advance(Duration::from_millis(3_100)).await;
    time::resume();
}

fn codes(answer: &Answer) -> Vec<String> {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let json = answer.json();
    let options = json["data"].as_array().expect("a list").iter();
    let codes = options.map(|option| option["code"].as_str().expect("a code").to_owned());
    codes.collect()
}

/// A Sendcloud that knows both points, and answers questions for options like this. What it was last
/// asked is written down.
async fn app_with(
    options: impl Fn() -> Response + Clone + Send + Sync + 'static,
) -> (TestApp, Arc<Mutex<Option<(HeaderMap, Value)>>>) {
    let asked = Arc::new(Mutex::new(None));
    let note = asked.clone();
    let find = async |Path(id): Path<u64>| {
        let mut point = point("locker");
        point["id"] = json!(id);
        if id == SHOP {
            point["general_shop_type"] = json!("servicepoint");
        }
        Json(json!({ "data": point }))
    };
    let check = async || Json(json!({"data": {"is_available": true}}));
    let list = async move |headers: HeaderMap, Json(body): Json<Value>| {
        *note.lock().expect("no panic") = Some((headers, body));
        options()
    };
    let api = axum::Router::new()
        .route("/service-points/{id}", get(find))
        .route("/service-points/{id}/check-availability", post(check))
        .route("/shipping-options", post(list));
    let router = axum::Router::new().nest("/api/v3", api);
    (TestApp::on(upstream::serve(router).await, &[]), asked)
}

/// A filter for service points would have hidden the options that are for lockers alone.
#[tokio::test]
async fn a_locker_is_told_all_options_that_end_at_points() {
    let it = FaultyApp::start().await;
    let locker = select(&it.app, LOCKER).await;
    let answer = it.app.get_as_backend(&locker).await;
    assert_eq!(
        codes(&answer),
        ["postnl:pakjegemak", "postnl:pakketautomaat"]
    );
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let json = answer.json();
    assert_eq!(json["message"], json!(null));
    let option = json["data"][0].as_object().expect("an object");
    let names: Vec<&str> = option.keys().map(String::as_str).collect();
    let mut listed = vec![
        "code",
        "name",
        "carrier",
        "product",
        "functionalities",
        "weight",
        "max_dimensions",
        "contract",
        "requirements",
    ];
    listed.sort_unstable();
    assert_eq!(names, listed);
}

#[tokio::test]
async fn a_shop_is_told_the_options_that_end_at_it() {
    let it = FaultyApp::start().await;
    let shop = select(&it.app, SHOP).await;
    assert_eq!(
        codes(&it.app.get_as_backend(&shop).await),
        ["dhl:service_point"]
    );
    quota_fills().await;
    let heavy = it.app.get_as_backend(&format!("{shop}&weight=24")).await;
    assert_eq!(heavy.json(), json!({"data": [], "message": null}));
}

#[tokio::test]
async fn sendcloud_is_asked_as_it_documents() {
    let none = || Json(json!({"data": null, "message": "None\u{0} there."})).into_response();
    let (app, asked) = app_with(none).await;
    let locker = select(&app, LOCKER).await;
    let query = "&from_postal_code=1012AB&weight=0.50&weight_unit=lbs";
    let answer = app.get_as_backend(&format!("{locker}{query}")).await;
    assert_eq!(answer.json(), json!({"data": [], "message": "None there."}));
    let (headers, body) = asked
        .lock()
        .expect("no panic")
        .take()
        .expect("it was asked");
    assert_eq!(headers["content-type"], "application/json");
    assert!(headers.contains_key("authorization"));
    let mut expected = json!({
        "from_address": {"country_code": "NL", "postal_code": "1012AB"},
        "to_address": {"country_code": "NL", "postal_code": "5611 AC"},
        "to_service_point": {"id": "1000002"},
        "parcels": [{"weight": {"value": "0.50", "unit": "lbs"}}],
        "carrier_code": "postnl",
        "calculate_quotes": false,
    });
    assert_eq!(body, expected);

    let shop = select(&app, SHOP).await;
    quota_fills().await;
    app.get_as_backend(&shop).await;
    let (_, body) = asked
        .lock()
        .expect("no panic")
        .take()
        .expect("it was asked");
    expected["from_address"] = json!({"country_code": "NL"});
    expected["to_service_point"] = json!({"id": "1000001"});
    expected["parcels"] = json!([{"weight": {"value": "1", "unit": "kg"}}]);
    expected["functionalities"] = json!({"last_mile": "service_point"});
    assert_eq!(body, expected);
}

/// It was said that Sendcloud gave no answer, which had not been asked.
#[tokio::test]
async fn a_spent_share_is_not_called_sendclouds_failure() {
    let it = Arc::new(FaultyApp::start().await);
    let locker = select(&it.app, LOCKER).await;
    let mut asked = JoinSet::new();
    for weight in 1..=12 {
        let (it, uri) = (it.clone(), format!("{locker}&weight={weight}"));
        asked.spawn(async move { it.app.get_as_backend(&uri).await });
    }
    let answers = asked.join_all().await;
    let is_refused = |answer: &&Answer| answer.status != StatusCode::OK;
    let refused: Vec<_> = answers.iter().filter(is_refused).collect();
    assert!((1..12).contains(&refused.len()), "{}", refused.len());
    for answer in refused {
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(answer.error()["code"], "share_spent");
        assert!(answer.header("retry-after").is_some());
    }
}

/// While an order is packed, the same is asked again and again; a hundred a minute is all there is.
#[tokio::test]
async fn the_same_question_is_asked_once_a_minute() {
    let it = FaultyApp::start().await;
    let locker = select(&it.app, LOCKER).await;
    let before = it.posts();
    for _ in 0..3 {
        assert_eq!(codes(&it.app.get_as_backend(&locker).await).len(), 2);
    }
    assert_eq!(it.posts(), before + 1);
    quota_fills().await;
    let other = it.app.get_as_backend(&format!("{locker}&weight=2")).await;
    assert_eq!(codes(&other).len(), 2);
    assert_eq!(it.posts(), before + 2);
}

#[tokio::test]
async fn parameters_are_refused_in_v3s_words() {
    let it = FaultyApp::start().await;
    let locker = select(&it.app, LOCKER).await;
    let before = it.posts();
    let (without, _) = locker.split_once('?').expect("a query");
    for (uri, parameter, code) in [
        (without.to_owned(), "from_country_code", "required"),
        (
            format!("{without}?from_country_code=XX"),
            "from_country_code",
            "invalid_choice",
        ),
        (format!("{locker}&weight=0"), "weight", "invalid"),
        (
            format!("{locker}&weight_unit=stone"),
            "weight_unit",
            "invalid_choice",
        ),
        (
            format!("{locker}&to_country_code=NL"),
            "to_country_code",
            "unknown_field",
        ),
    ] {
        let answer = it.app.get_as_backend(&uri).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{uri}");
        let error = answer.error();
        assert_eq!(error["code"], code, "{uri}");
        assert_eq!(error["source"]["parameter"], parameter, "{uri}");
    }
    assert_eq!(it.posts(), before, "Sendcloud was not asked");
}

#[tokio::test]
async fn only_the_backend_is_told_and_only_of_its_selections() {
    let it = FaultyApp::start().await;
    let locker = select(&it.app, LOCKER).await;
    assert_eq!(it.app.get(&locker).await.status, StatusCode::UNAUTHORIZED);
    let none = "/api/selections/sel_0/shipping-options?from_country_code=NL";
    let answer = it.app.get_as_backend(none).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert_eq!(answer.error()["code"], "not_found");
}

/// A backend's developer has to read what is wrong, and mends it.
#[tokio::test]
async fn sendclouds_own_refusal_keeps_its_words() {
    let refusal = || {
        let error = json!({"status": "400", "code": "invalid", "detail": "No\u{7} such lane.",
            "source": {"pointer": "/from_address/country_code"}, "meta": {"inside": "x"}});
        (StatusCode::BAD_REQUEST, Json(json!({"errors": [error]}))).into_response()
    };
    let (app, _) = app_with(refusal).await;
    let locker = select(&app, LOCKER).await;
    let answer = app.get_as_backend(&locker).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    let error = json!({"status": "400", "code": "invalid", "detail": "No such lane.",
        "source": {"pointer": "/from_address/country_code"}});
    assert_eq!(answer.json(), json!({"errors": [error]}));
}

#[tokio::test]
async fn failures_are_told_as_everywhere() {
    let faults = [
        (
            Fault::GatewayError(StatusCode::BAD_GATEWAY),
            503,
            "upstream_unavailable",
        ),
        (
            Fault::TooManyRequests(RetryAfter::Seconds(7)),
            503,
            "upstream_unavailable",
        ),
        (Fault::Unauthorized, 502, "upstream_refused"),
        (Fault::Garbage, 502, "upstream_invalid"),
        (Fault::Huge, 502, "upstream_invalid"),
        (Fault::WrongType, 502, "upstream_invalid"),
    ];
    for (fault, status, code) in faults {
        let it = FaultyApp::start().await;
        let locker = select(&it.app, LOCKER).await;
        let before = it.posts();
        it.faults.set(fault.on(CallClass::Post));
        let answer = it.app.get_as_backend(&locker).await;
        assert_eq!(answer.status, status, "{code}: {}", answer.text());
        assert_eq!(answer.error()["code"], code);
        // A carrier is asked behind it: what failed on the way may have been done.
        assert_eq!(it.posts(), before + 1, "{code}");
    }
}

#[tokio::test]
async fn what_makes_no_sense_is_left_out_and_counted() {
    let odd = || {
        let sound = json!({"code": "a", "name": "\u{202E}A", "quotes": [1],
            "requirements": {"is_service_point_required": true}});
        Json(json!({"data": [sound, {"name": "no code"}]})).into_response()
    };
    let (app, _) = app_with(odd).await;
    let locker = select(&app, LOCKER).await;
    let answer = app.get_as_backend(&locker).await;
    assert_eq!(codes(&answer), ["a"]);
    assert_eq!(answer.json()["data"][0]["name"], "A");
    let log = log::read();
    assert!(
        log.contains("malformed shipping options were left out"),
        "{log}"
    );
}

/// Labels are bought in batches; no shopper may feel it.
#[tokio::test]
async fn where_shipping_options_fail_confirmations_go_on() {
    let it = FaultyApp::start().await;
    let locker = select(&it.app, LOCKER).await;
    let before = it.posts();
    it.faults
        .set(Fault::GatewayError(StatusCode::BAD_GATEWAY).on(CallClass::Post));
    for weight in 1..=6 {
        quota_fills().await;
        let uri = format!("{locker}&weight={weight}");
        let answer = it.app.get_as_backend(&uri).await;
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    }
    assert_eq!(it.posts(), before + 5, "the sixth was spared");
    it.faults.heal();
    let choice = json!({ "service_point_id": SHOP });
    let selection = it.app.post("/api/selections", &choice).await.json();
    assert_eq!(selection["is_available"], json!(true));
}
