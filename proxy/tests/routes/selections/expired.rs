//! Points whose details are expired, at shops that allow them.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use super::restore::{LATER, RESTORE};
use super::{SELECTIONS, address, assert_refused, select};
use crate::support::points::{self, Calls, Points};
use crate::support::{Answer, TestApp, upstream, verify};

const ALLOWED: [(&str, &str); 1] = [("PICKER_ALLOW_EXPIRED", "true")];

/// A proxy that allows them, before a Sendcloud where point 1 is one.
async fn allowing() -> (TestApp, Points) {
    let (app, points) = Points::start_with(&ALLOWED).await;
    points.set(1, "is_expired", json!(true));
    (app, points)
}

/// A selection of point 1 for `cart-1`.
async fn select_for_cart(app: &TestApp) -> Value {
    select(app, json!({"service_point_id": 1, "reference": "cart-1"})).await
}

async fn restore(app: &TestApp) -> Answer {
    app.post(RESTORE, &json!({"reference": "cart-1"})).await
}

async fn recheck(app: &TestApp, selection: &Value) -> Value {
    points::share_fills().await;
    let uri = format!("{}/recheck", address(selection));
    let answer = app.ask_as_backend(Method::POST, &uri, None).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    answer.json()
}

#[tokio::test]
async fn one_that_takes_parcels_is_confirmed_and_signed() {
    let (app, points) = allowing().await;
    let selection = select_for_cart(&app).await;
    assert_eq!(selection["service_point"]["is_expired"], true);
    assert_eq!(selection["is_available"], true);
    assert_eq!(points.take_calls().availability, 1);
    let token = verify(selection["token"].as_str().expect("a token"));
    assert_eq!(token.claims["service_point_id"], 1);
    assert_eq!(token.claims["is_available"], true);
}

/// It is the details that are allowed to be old, not the point to be full or gone.
#[tokio::test]
async fn one_that_takes_none_is_refused_as_any_other() {
    let (app, points) = allowing().await;
    points.fill(1);
    let mut other = upstream::point(12);
    other["is_expired"] = json!(true);
    points.put(other);
    points.put(upstream::point(13));
    let answer = app.post(SELECTIONS, &json!({"service_point_id": 1})).await;
    assert_refused(&answer, StatusCode::CONFLICT, "unavailable");
    let alternatives = answer.error()["meta"]["alternatives"].clone();
    let alternatives = alternatives.as_array().expect("a list");
    let ids: Vec<_> = alternatives.iter().map(|point| &point["id"]).collect();
    assert_eq!(ids, [13], "the expired one is no advice");

    let answer = app.post(SELECTIONS, &json!({"service_point_id": 9})).await;
    assert_refused(&answer, StatusCode::NOT_FOUND, "not_found");
}

/// The sandbox's take no parcels, which is found out where they are allowed alone.
#[tokio::test]
async fn the_sandboxes_are_asked_about_where_they_are_allowed() {
    for (variables, code) in [(&[][..], "expired"), (&ALLOWED[..], "unavailable")] {
        let app = TestApp::on_sandbox_with(variables).await;
        for id in [1_000_408, 1_000_409] {
            let answer = app.post(SELECTIONS, &json!({"service_point_id": id})).await;
            assert_refused(&answer, StatusCode::CONFLICT, code);
        }
    }
}

#[tokio::test]
async fn the_same_choice_is_the_same_selection() {
    let (app, points) = allowing().await;
    let selection = select_for_cart(&app).await;
    points.take_calls();
    let chosen = json!({"service_point_id": 1, "reference": "cart-1"});
    let again = app.post(SELECTIONS, &chosen).await;
    let restored = restore(&app).await;
    for answer in [again, restored] {
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        assert_eq!(answer.json()["id"], selection["id"]);
    }
    assert_eq!(points.take_calls(), Calls::default());
}

/// Each would make a selection of its own if an expired one counted as found wanting.
#[tokio::test]
async fn a_double_click_makes_one_selection() {
    let (app, points) = allowing().await;
    points.hold(1);
    let click = || {
        let app = app.clone();
        let chosen = json!({"service_point_id": 1, "reference": "cart-1"});
        tokio::spawn(async move { app.post(SELECTIONS, &chosen).await })
    };
    let clicks = [click(), click()];
    points.availability_is_asked(1).await;
    points.release(1);
    let [first, second] = clicks.map(async |click| click.await.expect("no panic"));
    let (first, second) = (first.await, second.await);
    let mut statuses = [first.status, second.status];
    statuses.sort();
    assert_eq!(statuses, [StatusCode::OK, StatusCode::CREATED]);
    assert_eq!(first.json()["id"], second.json()["id"]);
}

#[tokio::test]
async fn an_older_selection_is_confirmed_once_more() {
    let (app, points) = Points::start_with(&ALLOWED).await;
    let selection = select_for_cart(&app).await;
    points.set(1, "is_expired", json!(true));
    app.hands.advance(LATER);
    let restored = restore(&app).await;
    assert_eq!(restored.status, StatusCode::CREATED, "{}", restored.text());
    let restored = restored.json();
    assert_ne!(restored["id"], selection["id"]);
    assert_eq!(restored["service_point"]["is_expired"], true);

    points.remove(1);
    app.hands.advance(LATER);
    assert_refused(&restore(&app).await, StatusCode::CONFLICT, "expired");
}

/// A check must not take back what the confirmation gave: the shop was told to ask the shopper for
/// another point.
#[tokio::test]
async fn a_check_asks_whether_it_takes_the_parcel() {
    let (app, points) = allowing().await;
    let selection = select_for_cart(&app).await;
    app.hands.advance(Duration::from_secs(120));
    let checked = recheck(&app, &selection).await;
    assert_eq!(checked["is_available"], true);
    assert_eq!(checked["service_point"]["is_expired"], true);
    // What was checked is given back as before.
    let restored = restore(&app).await;
    assert_eq!(restored.status, StatusCode::OK, "{}", restored.text());
    assert_eq!(restored.json()["id"], selection["id"]);

    app.hands.advance(Duration::from_secs(120));
    points.fill(1);
    let checked = recheck(&app, &selection).await;
    assert_eq!(checked["is_available"], false);
    assert_refused(&restore(&app).await, StatusCode::CONFLICT, "unavailable");
}

/// The setting as it is now decides, not as it was when the shopper chose.
#[tokio::test]
async fn a_shop_that_allows_them_no_more_refuses_what_it_confirmed() {
    let (address, points) = Points::serve().await;
    points.set(1, "is_expired", json!(true));
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("expired-of-proxy-tests");
    let _ = fs::remove_dir_all(&folder); // There is none the first time.
    fs::create_dir_all(&folder).expect("a folder");
    let store = format!("sqlite:{}", folder.join("selections.db").display());
    let allowing = TestApp::on(address, &[ALLOWED[0], ("PICKER_STORE", &store)]);
    let selection = select_for_cart(&allowing).await;

    let strict = TestApp::on(address, &[("PICKER_STORE", &store)]);
    assert_refused(&restore(&strict).await, StatusCode::CONFLICT, "expired");
    let chosen = json!({"service_point_id": 1, "reference": "cart-1"});
    let answer = strict.post(SELECTIONS, &chosen).await;
    assert_refused(&answer, StatusCode::CONFLICT, "expired");
    strict.hands.advance(Duration::from_secs(120));
    let checked = recheck(&strict, &selection).await;
    assert_eq!(checked["is_available"], false);
    assert_eq!(checked["id"], selection["id"]);
}
