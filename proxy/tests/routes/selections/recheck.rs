//! The look at the point before its label is bought.

use std::sync::Arc;
use std::time::Duration;

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::{address, select};
use crate::support::points::{self, Calls, Points};
use crate::support::{TestApp, upstream, verify};

const SECOND: Duration = Duration::from_secs(1);

/// Point 1, chosen ten minutes ago.
async fn selected() -> (TestApp, Points, Value) {
    let (app, points) = Points::start().await;
    let selection = select(&app, json!({"service_point_id": 1})).await;
    app.hands.advance(600 * SECOND);
    points.take_calls();
    (app, points, selection)
}

/// The answer of a recheck, where the share for rechecks is not spent.
async fn check(app: &TestApp, selection: &Value) -> Value {
    points::share_fills().await;
    check_at_once(app, selection).await
}

async fn check_at_once(app: &TestApp, selection: &Value) -> Value {
    let uri = format!("{}/recheck", address(selection));
    let answer = app.ask_as_backend(Method::POST, &uri, None).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    answer.json()
}

/// What a backend reads afterwards.
async fn read(app: &TestApp, selection: &Value) -> Value {
    app.get_as_backend(&address(selection)).await.json()
}

#[tokio::test]
async fn a_point_is_asked_about_again() {
    let (app, points, selection) = selected().await;
    let checked = check(&app, &selection).await;
    assert_eq!(checked["is_available"], true);
    assert_eq!(checked["checked_at"], "2026-03-02T10:10:00Z");
    assert_eq!(checked["selected_at"], selection["selected_at"]);
    app.hands.advance(61 * SECOND);
    points.fill(1);
    let checked = check(&app, &selection).await;
    assert_eq!(checked["is_available"], false);
    let token = verify(checked["token"].as_str().expect("a token"));
    assert_eq!(token.claims["is_available"], false);
    assert_eq!(read(&app, &selection).await["is_available"], false);
    assert_eq!(
        read(&app, &selection).await["checked_at"],
        "2026-03-02T10:11:01Z"
    );
}

/// What a page was shown five minutes ago is good enough to look at, not to buy a label by.
#[tokio::test]
async fn what_is_kept_does_not_do_but_a_repetition_costs_nothing() {
    let (app, points, selection) = selected().await;
    app.get("/api/v3/service-points/1").await;
    app.hands.advance(300 * SECOND);
    points.take_calls();
    let once = Calls {
        points: 1,
        searches: 0,
        availability: 1,
    };
    check(&app, &selection).await;
    assert_eq!(points.take_calls(), once);
    app.hands.advance(50 * SECOND);
    check(&app, &selection).await;
    assert_eq!(points.take_calls(), Calls::default());
    app.hands.advance(20 * SECOND);
    check(&app, &selection).await;
    assert_eq!(points.take_calls(), once);
}

#[tokio::test]
async fn an_expired_point_takes_nothing_and_costs_no_question() {
    let (app, points, selection) = selected().await;
    points.set(1, "is_expired", json!(true));
    let checked = check(&app, &selection).await;
    assert_eq!(checked["is_available"], false);
    assert_eq!(checked["service_point"]["is_expired"], true);
    assert_eq!(points.take_calls().availability, 0);
}

/// Sendcloud's ids do not last; the carrier's do.
#[tokio::test]
async fn a_point_with_a_new_id_is_found_again() {
    let (app, points, selection) = selected().await;
    points.remove(1);
    let mut moved = upstream::point(11);
    // 130 metres to the north.
    moved["position"]["latitude"] = json!(51.4445);
    points.put(moved);
    let checked = check(&app, &selection).await;
    assert_eq!(checked["is_available"], true);
    assert_eq!(checked["service_point_id"], 11);
    assert_eq!(checked["service_point"]["id"], 11);
    assert_eq!(checked["earlier_service_point_id"], 1);
    // And again: the id that the shopper chose stays known.
    app.hands.advance(120 * SECOND);
    points.remove(11);
    points.put(upstream::point(12));
    let checked = check(&app, &selection).await;
    assert_eq!(checked["service_point_id"], 12);
    assert_eq!(checked["earlier_service_point_id"], 1);
    assert_eq!(read(&app, &selection).await["service_point_id"], 12);
}

/// A parcel goes nowhere that the shopper did not choose.
#[tokio::test]
async fn another_point_is_no_successor() {
    type Change = fn(&mut Value);
    let changes: [(&str, Change); 4] = [
        ("too far", |point| {
            point["position"]["latitude"] = json!(51.4453)
        }),
        ("another carrier", |point| {
            point["carrier"]["code"] = json!("dpd")
        }),
        ("another id of the carrier", |point| {
            point["carrier_service_point_id"] = json!("NL-00003")
        }),
        ("another country", |point| {
            point["address"]["country_code"] = json!("BE")
        }),
    ];
    for (what, change) in changes {
        let (app, points, selection) = selected().await;
        points.remove(1);
        let mut other = upstream::point(11);
        change(&mut other);
        points.put(other);
        let checked = check(&app, &selection).await;
        assert_eq!(checked["is_available"], false, "{what}");
        assert_eq!(checked["service_point_id"], 1, "{what}");
        assert_eq!(checked["earlier_service_point_id"], Value::Null, "{what}");
        assert_eq!(points.take_calls().availability, 0, "{what}");
    }
    // Of two that could be meant, neither is.
    let (app, points, selection) = selected().await;
    points.remove(1);
    points.put(upstream::point(11));
    points.put(upstream::point(12));
    let checked = check(&app, &selection).await;
    assert_eq!(checked["is_available"], false);
    assert_eq!(checked["service_point_id"], 1);
}

/// Nobody knows, so nobody is told otherwise.
#[tokio::test]
async fn what_cannot_be_asked_is_not_known() {
    let (app, points, selection) = selected().await;
    points.set_down(true);
    let checked = check(&app, &selection).await;
    assert_eq!(checked["is_available"], Value::Null);
    assert_eq!(checked["checked_at"], selection["selected_at"]);
    let stored = read(&app, &selection).await;
    assert_eq!(stored["is_available"], true);
    assert_eq!(stored["checked_at"], selection["selected_at"]);
}

/// The order is made: what the shop sells from today on does not matter to it.
#[tokio::test]
async fn what_the_shop_offers_by_now_does_not_matter() {
    let countries = [("PICKER_COUNTRIES", "NL"), ("PICKER_CARRIERS", "postnl")];
    let (app, points) = Points::start_with(&countries).await;
    let selection = select(&app, json!({"service_point_id": 1})).await;
    app.hands.advance(600 * SECOND);
    points.set(1, "address", json!({"country_code": "BE"}));
    points.set(1, "carrier", json!({"code": "bpost", "name": "bpost"}));
    let checked = check(&app, &selection).await;
    assert_eq!(checked["is_available"], true);
    assert_eq!(checked["carrier"], "bpost");
}

/// So many selections, made ten minutes ago, of a point each; the shares have filled since.
async fn many_selected(count: u64) -> (TestApp, Points, Vec<Value>) {
    let (app, points) = Points::start().await;
    let mut selections = Vec::new();
    for number in 100..100 + count {
        points.put(upstream::point(number));
        selections.push(select(&app, json!({"service_point_id": number})).await);
    }
    app.hands.advance(600 * SECOND);
    points::share_fills().await;
    points.take_calls();
    (app, points, selections)
}

/// 38 of 41 had been 200 with null within 0.3 seconds, and backends bought their labels on that.
#[tokio::test]
async fn a_check_that_has_no_turn_is_refused_and_says_when_to_come_again() {
    let (app, points, selections) = many_selected(12).await;
    let app = Arc::new(app);
    let started = Instant::now();
    let mut asked = JoinSet::new();
    for selection in &selections {
        let (app, uri) = (app.clone(), format!("{}/recheck", address(selection)));
        asked.spawn(async move { app.ask_as_backend(Method::POST, &uri, None).await });
    }
    let answers = asked.join_all().await;
    assert!(started.elapsed() < 8 * SECOND);
    let mut known = 0;
    for answer in answers {
        if answer.status == StatusCode::OK {
            assert_eq!(answer.json()["is_available"], true);
            known += 1;
            continue;
        }
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
        let error = answer.error();
        assert_eq!(error["code"], "share_spent");
        let detail = error["detail"].as_str().expect("a text");
        assert!(detail.contains("the proxy's own share"), "{detail}");
        let wait = answer.header("retry-after").expect("a time");
        let wait: u64 = wait.parse().expect("seconds");
        assert!((1..60).contains(&wait), "{wait}");
    }
    // Five at once, and those whose turn comes within four seconds.
    assert!((6..=8).contains(&known), "{known} of 12 were asked");
    assert_eq!(points.take_calls().availability, known);
    // A batch of labels leaves shoppers their share.
    let chosen = select(&app, json!({"service_point_id": 1})).await;
    assert_eq!(chosen["is_available"], true);
}

/// Orders by telephone were asked for out of the shoppers' share.
#[tokio::test]
async fn what_a_backend_confirms_leaves_shoppers_their_share() {
    let (app, points, _) = many_selected(12).await;
    let app = Arc::new(app);
    let mut confirmed = JoinSet::new();
    for number in 100..112 {
        let (app, body) = (app.clone(), json!({"service_point_id": number}));
        confirmed.spawn(async move {
            let answer = app.ask_as_backend(Method::POST, "/api/selections", Some(&body));
            answer.await.json()
        });
    }
    let confirmed = confirmed.join_all().await;
    let is_asked = |selection: &&Value| selection["is_available"] == true;
    let asked = confirmed.iter().filter(is_asked).count();
    assert!((6..=8).contains(&asked), "{asked} of 12 were asked");
    for number in 200..206 {
        points.put(upstream::point(number));
        let chosen = select(&app, json!({"service_point_id": number})).await;
        assert_eq!(chosen["is_available"], true);
    }
}

/// Null and the moment of the failure had taken the place of what was known.
#[tokio::test]
async fn where_availability_cannot_be_asked_what_was_known_is_kept() {
    let (app, points, selection) = selected().await;
    points.fail_availability();
    let checked = check(&app, &selection).await;
    assert_eq!(checked["is_available"], Value::Null);
    assert_eq!(checked["checked_at"], selection["selected_at"]);
    let stored = read(&app, &selection).await;
    assert_eq!(stored["is_available"], true);
    assert_eq!(stored["checked_at"], selection["selected_at"]);

    app.hands.advance(120 * SECOND);
    points.remove(1);
    points.put(upstream::point(11));
    let checked = check(&app, &selection).await;
    assert_eq!(checked["is_available"], Value::Null);
    let stored = read(&app, &selection).await;
    assert_eq!(stored["service_point_id"], 11);
    assert_eq!(stored["earlier_service_point_id"], 1);
    assert_eq!(stored["is_available"], true);
    assert_eq!(stored["checked_at"], selection["selected_at"]);
}

/// Whoever is bound or replaced is checked all the same.
#[tokio::test]
async fn a_selection_that_is_not_current_is_checked_too() {
    let (app, points) = Points::start().await;
    let chosen = json!({"service_point_id": 1, "reference": "cart-1"});
    let replaced = select(&app, chosen).await;
    let other = json!({"service_point_id": 2, "to_post_number": "123456",
        "reference": "cart-1"});
    select(&app, other).await;
    app.hands.advance(600 * SECOND);
    points.fill(1);
    let checked = check(&app, &replaced).await;
    assert_eq!(checked["is_available"], false);
    assert_eq!(checked["is_current"], false);
}
