//! The selection of a cart, after a reload.

use std::time::Duration;

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::stored::bind;
use super::{SELECTIONS, address, assert_refused, select};
use crate::support::points::{self, Calls, Points};
use crate::support::{TestApp, upstream, verify};

pub(super) const RESTORE: &str = "/api/selections/restore";
/// Longer than the same choice is taken for the same selection.
pub(super) const LATER: Duration = Duration::from_secs(31 * 60);

/// A selection of point 1 for `cart-1`.
async fn select_for_cart(app: &TestApp) -> Value {
    select(app, json!({"service_point_id": 1, "reference": "cart-1"})).await
}

async fn is_refused(app: &TestApp, body: Value, status: StatusCode, code: &str) {
    assert_refused(&app.post(RESTORE, &body).await, status, code);
}

#[tokio::test]
async fn a_cart_gets_its_selection_back() {
    let (app, points) = Points::start().await;
    let selection = select_for_cart(&app).await;
    points.take_calls();
    app.hands.advance(Duration::from_secs(29 * 60));
    let answer = app.post(RESTORE, &json!({"reference": "cart-1"})).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let restored = answer.json();
    for member in ["id", "selected_at", "service_point", "reference"] {
        assert_eq!(restored[member], selection[member]);
    }
    let issued_at = |selection: &Value| {
        let token = selection["token"].as_str().expect("a token");
        verify(token).claims["iat"].as_i64().expect("a moment")
    };
    assert_eq!(issued_at(&restored) - issued_at(&selection), 29 * 60);
    assert_eq!(points.take_calls(), Calls::default());

    let other = json!({"reference": "cart-2"});
    is_refused(&app, other, StatusCode::NOT_FOUND, "not_found").await;
}

/// Half an hour later the point may be full.
#[tokio::test]
async fn an_older_selection_is_confirmed_once_more() {
    let (app, points) = Points::start().await;
    let selection = select_for_cart(&app).await;
    points.take_calls();
    app.hands.advance(LATER);
    let answer = app.post(RESTORE, &json!({"reference": "cart-1"})).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
    assert_eq!(answer.json()["service_point_id"], 1);
    assert_eq!(answer.json()["is_available"], true);
    assert_ne!(answer.json()["id"], selection["id"]);
    let calls = points.take_calls();
    assert_eq!((calls.points, calls.availability), (1, 1));
    let before = app.get_as_backend(&address(&selection)).await.json();
    assert_eq!(before["is_current"], false);
}

/// That was a 404: the page would have said nothing, and the shopper sent a parcel nowhere.
#[tokio::test]
async fn a_point_that_is_no_choice_any_more_is_said_to_be_none() {
    type Change = fn(&Points);
    let changes: [(Change, &str); 3] = [
        (|points| points.remove(1), "expired"),
        (|points| points.set(1, "is_expired", json!(true)), "expired"),
        (|points| points.fill(1), "unavailable"),
    ];
    for (change, code) in changes {
        let (app, points) = Points::start().await;
        points.put(upstream::point(12));
        select_for_cart(&app).await;
        change(&points);
        app.hands.advance(LATER);
        let answer = app.post(RESTORE, &json!({"reference": "cart-1"})).await;
        assert_refused(&answer, StatusCode::CONFLICT, code);
        let alternatives = &answer.error()["meta"]["alternatives"];
        assert_eq!(alternatives[0]["id"], 12, "{alternatives}");
    }
}

/// A reference may be guessed; a post number is the shopper's.
#[tokio::test]
async fn a_post_number_is_given_back_to_who_names_the_selection() {
    let (app, _) = Points::start().await;
    let chosen = json!({"service_point_id": 2, "to_post_number": "00123456",
        "reference": "cart-1"});
    let id = select(&app, chosen).await["id"].clone();
    let almost = format!("{}x", id.as_str().expect("an id"));
    for wrong in [json!(null), json!(""), json!("sel_x"), json!(almost)] {
        let body = json!({"reference": "cart-1", "id": wrong});
        is_refused(&app, body, StatusCode::NOT_FOUND, "not_found").await;
    }
    for later in [Duration::ZERO, LATER] {
        app.hands.advance(later);
        let body = json!({"reference": "cart-1", "id": id});
        let answer = app.post(RESTORE, &body).await;
        assert!(answer.status.is_success(), "{}", answer.text());
        assert_eq!(answer.json()["to_post_number"], "00123456");
    }
    // The one that took its place has another id.
    let body = json!({"reference": "cart-1", "id": id});
    is_refused(&app, body, StatusCode::NOT_FOUND, "not_found").await;
}

/// Another tab was quicker: what was there before must not take its place.
#[tokio::test]
async fn what_is_chosen_meanwhile_stays() {
    let (app, points) = Points::start().await;
    select_for_cart(&app).await;
    app.hands.advance(LATER);
    points.take_calls();
    points.hold(1);
    let reload = app.clone();
    let reload = tokio::spawn(async move {
        let body = json!({"reference": "cart-1"});
        reload.post(RESTORE, &body).await
    });
    points.availability_is_asked(1).await;
    let other = json!({"service_point_id": 2, "to_post_number": "123456",
        "reference": "cart-1"});
    let other = select(&app, other).await;
    points.release(1);
    let restored = reload.await.expect("no panic");
    assert_refused(&restored, StatusCode::NOT_FOUND, "not_found");
    let found = app
        .get_as_backend(&format!("{SELECTIONS}?reference=cart-1"))
        .await;
    assert_eq!(found.json()["id"], other["id"]);
}

/// Two tabs are opened again: the slower one was told that there was nothing.
#[tokio::test]
async fn two_reloads_at_a_time_get_the_same() {
    let (app, points) = Points::start().await;
    select_for_cart(&app).await;
    app.hands.advance(LATER);
    points.take_calls();
    points.hold(1);
    let reload = || {
        let app = app.clone();
        tokio::spawn(async move { app.post(RESTORE, &json!({"reference": "cart-1"})).await })
    };
    let reloads = [reload(), reload()];
    points.availability_is_asked(1).await;
    points.release(1);
    let [first, second] = reloads.map(async |reload| reload.await.expect("no panic"));
    let (first, second) = (first.await, second.await);
    let mut statuses = [first.status, second.status];
    statuses.sort();
    assert_eq!(statuses, [StatusCode::OK, StatusCode::CREATED]);
    assert_eq!(first.json()["id"], second.json()["id"]);
}

#[tokio::test]
async fn an_order_is_given_back_to_no_page() {
    let (app, _) = Points::start().await;
    let selection = select_for_cart(&app).await;
    bind(&app, &selection, "order-1").await;
    for reference in ["cart-1", "order-1"] {
        let body = json!({"reference": reference, "id": selection["id"]});
        is_refused(&app, body, StatusCode::NOT_FOUND, "not_found").await;
    }
}

/// A reload is no confirmation, until it becomes one.
#[tokio::test]
async fn only_what_is_confirmed_again_counts_as_a_confirmation() {
    let (app, _) = Points::start().await;
    select_for_cart(&app).await;
    let from_outside = |body: &Value| {
        let peer = proxy::accept::Peer("203.0.113.7:5000".parse().expect("an address"));
        let request = axum::http::Request::post(RESTORE)
            .header("origin", crate::support::ORIGIN)
            .header("content-type", "application/json")
            .extension(peer)
            .body(axum::body::Body::from(body.to_string()));
        app.send(request.expect("a request"))
    };
    let body = json!({"reference": "cart-1"});
    for _ in 0..10 {
        assert_eq!(from_outside(&body).await.status, StatusCode::OK);
    }
    let mut statuses = Vec::new();
    for _ in 0..7 {
        app.hands.advance(LATER);
        statuses.push(from_outside(&body).await.status);
    }
    let limited = StatusCode::TOO_MANY_REQUESTS;
    assert_eq!(statuses[0], StatusCode::CREATED);
    assert_eq!(statuses.last(), Some(&limited), "{statuses:?}");
}

/// A check of the shop's may know better than the confirmation of a minute ago.
#[tokio::test]
async fn a_selection_that_was_found_wanting_is_confirmed_again() {
    let (app, points) = Points::start().await;
    let selection = select_for_cart(&app).await;
    app.hands.advance(Duration::from_secs(120));
    points.fill(1);
    points::share_fills().await;
    let recheck = format!("{}/recheck", address(&selection));
    let checked = app.ask_as_backend(axum::http::Method::POST, &recheck, None);
    assert_eq!(checked.await.json()["is_available"], false);
    let body = json!({"reference": "cart-1"});
    is_refused(&app, body.clone(), StatusCode::CONFLICT, "unavailable").await;
    let chosen = json!({"service_point_id": 1, "reference": "cart-1"});
    let answer = app.post(SELECTIONS, &chosen).await;
    assert_refused(&answer, StatusCode::CONFLICT, "unavailable");

    points.empty(1);
    app.hands.advance(Duration::from_secs(120));
    points::share_fills().await;
    let answer = app.post(RESTORE, &body).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
    assert_eq!(answer.json()["is_available"], true);
}

/// Of a double click on what a check had found wanting, each made a selection.
#[tokio::test]
async fn what_was_found_wanting_is_replaced_once() {
    let (app, points) = Points::start().await;
    let selection = select_for_cart(&app).await;
    points.fill(1);
    app.hands.advance(Duration::from_secs(120));
    points::share_fills().await;
    let recheck = format!("{}/recheck", address(&selection));
    let checked = app.ask_as_backend(axum::http::Method::POST, &recheck, None);
    assert_eq!(checked.await.json()["is_available"], false);
    points.empty(1);
    app.hands.advance(Duration::from_secs(120));
    points::share_fills().await;
    points.take_calls();
    points.hold(1);
    let mut clicks = tokio::task::JoinSet::new();
    for _ in 0..4 {
        let app = app.clone();
        let chosen = json!({"service_point_id": 1, "reference": "cart-1"});
        clicks.spawn(async move { app.post(SELECTIONS, &chosen).await.status });
    }
    points.availability_is_asked(1).await;
    points.release(1);
    let mut statuses = clicks.join_all().await;
    statuses.sort();
    let [ok, created] = [StatusCode::OK, StatusCode::CREATED];
    assert_eq!(statuses, [ok, ok, ok, created]);
}

#[tokio::test]
async fn a_request_of_another_form_is_refused() {
    let app = TestApp::alone();
    for (body, pointer) in [
        (json!({}), Value::Null),
        (json!({"reference": ""}), json!("/reference")),
        (json!({"reference": "x".repeat(129)}), json!("/reference")),
        (json!({"reference": "c", "id": 7}), json!("/id")),
        (json!({"reference": "c", "token": "x"}), json!("/token")),
    ] {
        let answer = app.post(RESTORE, &body).await;
        assert_refused(&answer, StatusCode::BAD_REQUEST, "invalid");
        assert_eq!(answer.error()["source"]["pointer"], pointer, "{body}");
    }
}
