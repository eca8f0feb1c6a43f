//! The confirmation of a choice: what is refused, and what a shop's backend can rely on.

mod alternatives;
mod backend;
mod expired;
mod recheck;
mod restore;
mod stored;
mod told;
mod withdraw;

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::Path;
use axum::http::{Request, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use hyper::body::{Frame, SizeHint};
use serde_json::{Value, json};

use crate::support::{Answer, NOW, ORIGIN, PUBLIC_URL, TestApp, log, upstream, verify};

pub(crate) const SELECTIONS: &str = "/api/selections";

/// The selection of a 201, confirmed by a page.
pub(crate) async fn select(app: &TestApp, body: Value) -> Value {
    let answer = app.post(SELECTIONS, &body).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
    answer.json()
}

/// The address of a selection.
pub(crate) fn address(selection: &Value) -> String {
    format!("{SELECTIONS}/{}", selection["id"].as_str().expect("an id"))
}

/// A proxy before one that knows point 1 (a locker), 2 (a Packstation), 3 (expired), 4 (a German
/// post office), 5 (which is another one) and 7 (with a code that is none), and answers questions for availability as told.
async fn app_with(availability: fn() -> Response) -> TestApp {
    app_of(&[], availability).await
}

/// The same of a shop with further variables.
async fn app_of(variables: &[(&str, &str)], availability: fn() -> Response) -> TestApp {
    let find = async |Path(id): Path<u64>| {
        let mut point = match id {
            2 | 4 => upstream::packstation(id),
            1 | 3 => upstream::point(id),
            5 => upstream::point(6),
            7 => {
                let mut point = upstream::point(7);
                point["carrier"]["code"] = json!("post\u{202E}nl");
                point
            }
            _ => return StatusCode::NOT_FOUND.into_response(),
        };
        point["is_expired"] = json!(id == 3);
        if id == 4 {
            point["carrier_shop_type"] = json!("postOffice");
            point["general_shop_type"] = json!("post_office");
        }
        Json(json!({ "data": point })).into_response()
    };
    let router = Router::new()
        .route("/api/v3/service-points/{id}", get(find))
        .route(
            "/api/v3/service-points/{id}/check-availability",
            post(async move || availability()),
        );
    TestApp::on(upstream::serve(router).await, variables)
}

fn is_available(is_available: bool) -> Response {
    Json(json!({"data": {"is_available": is_available}})).into_response()
}

async fn app() -> TestApp {
    app_with(|| is_available(true)).await
}

pub(crate) fn assert_refused(answer: &Answer, status: StatusCode, code: &str) {
    assert_eq!(answer.status, status, "{}", answer.text());
    assert_eq!(answer.error()["code"], code, "{}", answer.text());
}

#[tokio::test]
async fn a_confirmed_selection_is_complete_and_its_token_says_the_same() {
    let body = json!({"service_point_id": 1, "reference": "cart-42"});
    let answer = app().await.post(SELECTIONS, &body).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let selection = answer.json();
    assert_eq!(selection["service_point_id"], 1);
    assert_eq!(selection["to_post_number"], Value::Null);
    assert_eq!(selection["carrier"], "postnl");
    assert_eq!(selection["service_point"], upstream::point(1));
    assert_eq!(selection["is_available"], true);
    assert_eq!(selection["reference"], "cart-42");
    assert_eq!(selection["selected_at"], "2026-03-02T10:00:00Z");

    let token = verify(selection["token"].as_str().expect("a token"));
    assert_eq!(token.header.typ.as_deref(), Some("selection+jwt"));
    assert_eq!(token.header.kid.map(|kid| kid.len()), Some(8));
    let point = upstream::point(1);
    let claims = json!({
        "iss": PUBLIC_URL, "aud": "default", "iat": NOW, "exp": NOW + 3600,
        "jti": selection["id"], "reference": "cart-42", "service_point_id": 1,
        "to_post_number": null, "carrier": "postnl", "carrier_service_point_id": "NL-00002",
        "name": point["name"], "address": point["address"], "is_available": true
    });
    assert_eq!(token.claims, claims);
}

/// Whoever could guess an id could ask for another shopper's selection one day.
#[tokio::test]
async fn ids_are_never_the_same() {
    let app = app().await;
    let mut ids = Vec::new();
    for _ in 0..20 {
        let answer = app.post(SELECTIONS, &json!({"service_point_id": 1})).await;
        ids.push(answer.json()["id"].as_str().expect("an id").to_owned());
    }
    assert!(
        ids.iter()
            .all(|id| id.starts_with("sel_") && id.len() == 26),
        "{ids:?}"
    );
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 20);
}

/// A number type anywhere between form and token would eat the zeros, and the locker the parcel.
#[tokio::test]
async fn post_number_keeps_its_leading_zeros() {
    let body = json!({"service_point_id": 2, "to_post_number": " 0012 345-6 "});
    let answer = app().await.post(SELECTIONS, &body).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
    assert_eq!(answer.json()["to_post_number"], "00123456");
    let token = answer.json()["token"].as_str().expect("a token").to_owned();
    assert_eq!(verify(&token).claims["to_post_number"], "00123456");
}

#[tokio::test]
async fn the_rule_of_the_point_decides_about_the_post_number() {
    let app = app().await;
    let missing = [json!(null), json!(""), json!("   ")];
    for typed in missing {
        let body = json!({"service_point_id": 2, "to_post_number": typed});
        let answer = app.post(SELECTIONS, &body).await;
        assert_refused(&answer, StatusCode::UNPROCESSABLE_ENTITY, "required");
        assert_eq!(answer.error()["source"]["pointer"], "/to_post_number");
    }
    let long = "1".repeat(10_00);
    for typed in [
        "12345",
        "12345678901",
        "12345a",
        "１２３４５６",
        "-",
        long.as_str(),
    ] {
        let body = json!({"service_point_id": 2, "to_post_number": typed});
        let answer = app.post(SELECTIONS, &body).await;
        assert_refused(&answer, StatusCode::UNPROCESSABLE_ENTITY, "invalid");
        assert_eq!(answer.error()["source"]["pointer"], "/to_post_number");
    }
    // A post office takes it with or without.
    for (typed, kept) in [(json!(null), json!(null)), (json!("123"), json!("123"))] {
        let body = json!({"service_point_id": 4, "to_post_number": typed});
        let answer = app.post(SELECTIONS, &body).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
        assert_eq!(answer.json()["to_post_number"], kept);
    }
}

/// Personal data that nobody asked for is not carried on.
#[tokio::test]
async fn a_post_number_where_none_is_asked_for_is_dropped() {
    let body = json!({"service_point_id": 1, "to_post_number": "00123456"});
    let answer = app().await.post(SELECTIONS, &body).await;
    assert_eq!(answer.status, StatusCode::CREATED);
    assert_eq!(answer.json()["to_post_number"], Value::Null);
}

#[tokio::test]
async fn points_that_cannot_be_delivered_to_are_refused() {
    let answer = app()
        .await
        .post(SELECTIONS, &json!({"service_point_id": 9}))
        .await;
    assert_refused(&answer, StatusCode::NOT_FOUND, "not_found");
    let answer = app()
        .await
        .post(SELECTIONS, &json!({"service_point_id": 3}))
        .await;
    assert_refused(&answer, StatusCode::CONFLICT, "expired");
    let full = app_with(|| is_available(false)).await;
    let answer = full.post(SELECTIONS, &json!({"service_point_id": 1})).await;
    assert_refused(&answer, StatusCode::CONFLICT, "unavailable");
    let gone = app_with(|| StatusCode::NOT_FOUND.into_response()).await;
    let answer = gone.post(SELECTIONS, &json!({"service_point_id": 1})).await;
    assert_refused(&answer, StatusCode::NOT_FOUND, "not_found");
}

/// Only searches were bounded once: whoever knew the id of a German point had it signed by a shop
/// that ships to the Netherlands alone. The scarce question is not asked for it either.
#[tokio::test]
async fn a_point_outside_the_shops_countries_is_unknown() {
    static ASKED: AtomicBool = AtomicBool::new(false);
    let variables = [("PICKER_COUNTRIES", "NL"), ("PICKER_CARRIERS", "dhl")];
    let app = app_of(&variables, || {
        ASKED.store(true, Ordering::Relaxed);
        is_available(true)
    })
    .await;
    let body = json!({"service_point_id": 2, "to_post_number": "123456"});
    let answer = app.post(SELECTIONS, &body).await;
    assert_refused(&answer, StatusCode::NOT_FOUND, "not_found");
    let answer = app.get("/api/v3/service-points/2").await;
    assert_refused(&answer, StatusCode::NOT_FOUND, "not_found");
    assert!(!ASKED.load(Ordering::Relaxed));

    // Its own country's points are there, whatever code their carrier has by now.
    let answer = app.post(SELECTIONS, &json!({"service_point_id": 1})).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
    assert_eq!(answer.json()["carrier"], "postnl");
    let answer = app.get("/api/v3/service-points/1").await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
}

/// Both were signed.
#[tokio::test]
async fn another_point_or_one_with_a_broken_code_is_not_signed() {
    let app = app().await;
    for id in [5, 7] {
        let answer = app.post(SELECTIONS, &json!({"service_point_id": id})).await;
        assert_refused(&answer, StatusCode::BAD_GATEWAY, "upstream_invalid");
        let answer = app.get(&format!("/api/v3/service-points/{id}")).await;
        assert_refused(&answer, StatusCode::BAD_GATEWAY, "upstream_invalid");
    }
}

/// A carrier's outage must not close the checkout: the sale goes on, and says what is not known.
#[tokio::test]
async fn the_sale_goes_on_where_availability_cannot_be_asked() {
    let failures: [fn() -> Response; 4] = [
        || StatusCode::TOO_MANY_REQUESTS.into_response(),
        || StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        || "perhaps".into_response(),
        || Json(json!({"data": {"is_available": "yes"}})).into_response(),
    ];
    for failure in failures {
        let app = app_with(failure).await;
        let answer = app.post(SELECTIONS, &json!({"service_point_id": 1})).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
        assert_eq!(answer.json()["is_available"], Value::Null);
        let token = answer.json()["token"].as_str().expect("a token").to_owned();
        assert_eq!(verify(&token).claims["is_available"], Value::Null);
    }
}

#[tokio::test]
async fn a_body_of_another_form_is_refused() {
    let app = app().await;
    let table = [
        (json!({}), Value::Null),
        (json!([]), Value::Null),
        (json!({"service_point_id": 0}), json!("/service_point_id")),
        (
            json!({"service_point_id": 1, "to_post_number": 123_456}),
            json!("/to_post_number"),
        ),
        (
            json!({"service_point_id": 1, "reference": ""}),
            json!("/reference"),
        ),
        (
            json!({"service_point_id": 1, "reference": "é"}),
            json!("/reference"),
        ),
        (
            json!({"service_point_id": 1, "reference": "r".repeat(129)}),
            json!("/reference"),
        ),
        (
            json!({"service_point_id": 1, "carrier": "dhl"}),
            json!("/carrier"),
        ),
    ];
    for (body, pointer) in table {
        let answer = app.post(SELECTIONS, &body).await;
        assert_refused(&answer, StatusCode::BAD_REQUEST, "invalid");
        assert_eq!(answer.error()["source"]["pointer"], pointer, "{body}");
    }
    let longest = json!({"service_point_id": 1, "reference": "r".repeat(128)});
    assert_eq!(
        app.post(SELECTIONS, &longest).await.status,
        StatusCode::CREATED
    );
}

/// `[1]` was read as the fields in their order, and `null` was answered with a Rust type's name.
#[tokio::test]
async fn a_body_that_is_no_object_is_told_so() {
    let app = app().await;
    for body in [
        json!([]),
        json!([1, null, null]),
        json!(null),
        json!(1),
        json!("x"),
    ] {
        let answer = app.post(SELECTIONS, &body).await;
        assert_refused(&answer, StatusCode::BAD_REQUEST, "invalid");
        assert_eq!(answer.error()["detail"], "the body must be a JSON object");
    }
}

/// A warning among many: nobody would have learned that no availability is ever asked.
#[tokio::test]
async fn availability_that_is_refused_is_the_operators_business() {
    let refusals: [fn() -> Response; 3] = [
        || StatusCode::UNAUTHORIZED.into_response(),
        || StatusCode::FORBIDDEN.into_response(),
        || {
            let error = json!({"status": "400", "code": "validation_error", "detail": "Off."});
            (StatusCode::BAD_REQUEST, Json(json!({"errors": [error]}))).into_response()
        },
    ];
    for (count, refusal) in (1..).zip(refusals) {
        let app = app_with(refusal).await;
        let answer = app.post(SELECTIONS, &json!({"service_point_id": 1})).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
        assert_eq!(answer.json()["is_available"], Value::Null);
        let log = log::read();
        let alarms = log.matches("\"level\":\"ERROR\"").count();
        assert_eq!(alarms, count, "{log}");
    }
}

/// Posts text as it is.
async fn post_text(app: &TestApp, headers: &[(&str, &str)], text: &str) -> Answer {
    let mut request = Request::post(SELECTIONS);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Body::from(text.to_owned()));
    app.send(request.expect("a request")).await
}

#[tokio::test]
async fn only_json_from_a_page_of_the_shop_is_read() {
    let app = app().await;
    let origin = ("origin", ORIGIN);
    let json = ("content-type", "application/json; charset=utf-8");
    let valid = "{\"service_point_id\": 1}";
    assert_eq!(
        post_text(&app, &[origin, json], valid).await.status,
        StatusCode::CREATED
    );

    let answer = post_text(&app, &[json], valid).await;
    assert_refused(&answer, StatusCode::FORBIDDEN, "forbidden");
    // What a form of a foreign page could send without a preflight.
    for other in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/jsonp",
    ] {
        let answer = post_text(&app, &[origin, ("content-type", other)], valid).await;
        assert_refused(&answer, StatusCode::UNSUPPORTED_MEDIA_TYPE, "invalid");
    }
    let answer = post_text(&app, &[origin], valid).await;
    assert_refused(&answer, StatusCode::UNSUPPORTED_MEDIA_TYPE, "invalid");

    let twice = "{\"service_point_id\": 1, \"service_point_id\": 2}";
    for text in ["", "{", twice, "{\"service_point_id\": 1} {}"] {
        let answer = post_text(&app, &[origin, json], text).await;
        assert_refused(&answer, StatusCode::BAD_REQUEST, "invalid");
    }
    let padded = format!("{valid}{}", " ".repeat(8 * 1024));
    let answer = post_text(&app, &[origin, json], &padded).await;
    assert_refused(&answer, StatusCode::PAYLOAD_TOO_LARGE, "invalid");
}

#[tokio::test]
async fn the_sandboxes_locker_can_be_chosen() {
    let app = TestApp::on_sandbox().await;
    let answer = app
        .post(SELECTIONS, &json!({"service_point_id": 1_000_002}))
        .await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
    assert_eq!(answer.json()["carrier"], "postnl");
    assert_eq!(answer.json()["is_available"], true);
}

/// A body of so many bytes, by its head, that never comes.
struct Declared(u64);

impl HttpBody for Declared {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Poll::Pending
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.0)
    }
}

/// It was waited for, as with `Expect: 100-continue`, and then said to be late.
#[tokio::test(start_paused = true)]
async fn a_body_that_says_it_is_too_long_is_not_waited_for() {
    for (length, status) in [
        (8 * 1024, StatusCode::REQUEST_TIMEOUT),
        (8 * 1024 + 1, StatusCode::PAYLOAD_TOO_LARGE),
    ] {
        let request = Request::post(SELECTIONS)
            .header("origin", ORIGIN)
            .header("content-type", "application/json")
            .body(Body::new(Declared(length)));
        let answer = TestApp::alone().send(request.expect("a request")).await;
        assert_eq!(answer.status, status, "{length}");
    }
}
