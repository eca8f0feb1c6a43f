//! What is kept stays true: limits, days that pass, points that go away.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::Json;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use sandbox::Fault;
use serde_json::{Value, json};

use super::minutes;
use crate::support::faulty::FaultyApp;
use crate::support::{Answer, TestApp, upstream};

fn ids(answer: &Answer) -> Vec<u64> {
    let json = answer.json();
    let results = json["data"]["results"].as_array().expect("a list");
    results
        .iter()
        .map(|point| point["id"].as_u64().expect("an id"))
        .collect()
}

/// Every limit and radius was a call of its own.
#[tokio::test]
async fn one_answer_serves_smaller_searches() {
    let it = FaultyApp::start().await;
    let near = "/api/v3/service-points?country_code=NL&carrier_code=postnl\
                &latitude=51.44&longitude=5.47";
    let all = it.app.get(&format!("{near}&radius=5000&limit=50")).await;
    assert!(ids(&all).len() > 5, "{}", all.text());
    let few = it.app.get(&format!("{near}&radius=5000&limit=3")).await;
    assert_eq!(ids(&few), ids(&all)[..3]);
    let close = it.app.get(&format!("{near}&radius=2500&limit=40")).await;
    assert!(ids(&all).starts_with(&ids(&close)));
    let distances = close.json()["data"]["results"].clone();
    for point in distances.as_array().expect("a list") {
        assert!(point["distance"].as_u64().expect("metres") <= 2500);
    }
    assert_eq!(it.reads(), 1);
    // A street away is the same place, another spelling the same postal code.
    it.app
        .get(&format!(
            "{}&radius=4000&limit=40",
            near.replace("51.44&", "51.4402&")
        ))
        .await;
    assert_eq!(it.reads(), 1);
    for postal_code in ["5611EM", "5611+em", "+5611++EM"] {
        let town = "/api/v3/service-points?country_code=nl&carrier_code=postnl";
        it.app
            .get(&format!("{town}&address_postal_code={postal_code}"))
            .await;
    }
    assert_eq!(it.reads(), 2);
}

#[tokio::test]
async fn what_no_point_has_is_asked_once() {
    let it = FaultyApp::start().await;
    for _ in 0..3 {
        let answer = it.app.get("/api/v3/service-points/4").await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
    }
    assert_eq!(it.reads(), 1);
    it.app.hands.advance(minutes(2));
    it.app.get("/api/v3/service-points/4").await;
    assert_eq!(it.reads(), 2);
}

/// A kept answer went on saying "opens at five past eleven" after that.
#[tokio::test]
async fn the_next_opening_moves_with_the_clock() {
    let calls = Arc::new(AtomicUsize::new(0));
    let counted = calls.clone();
    let address = upstream::always(move || {
        counted.fetch_add(1, Ordering::Relaxed);
        let mut point = upstream::point(7);
        for day in ["monday", "tuesday"] {
            point["opening_times"][day] = json!([{"start_time": "11:05", "end_time": "17:00"}]);
        }
        // The proxy's clock starts on Monday at eleven in the Netherlands.
        point["next_open_at"] = json!("2026-03-02T11:05:00+01:00");
        point["is_open_tomorrow"] = json!(true);
        async move { Json(json!({"data": point})).into_response() }
    })
    .await;
    let app = TestApp::on(address, &[]);
    let point = async || app.get("/api/v3/service-points/7").await.json()["data"].clone();
    app.hands.advance(minutes(1));
    assert_eq!(point().await["next_open_at"], "2026-03-02T11:05:00+01:00");
    app.hands.advance(minutes(3));
    assert_eq!(point().await["next_open_at"], "2026-03-02T11:05:00+01:00");
    app.hands.advance(minutes(2));
    assert_eq!(point().await["next_open_at"], "2026-03-03T11:05:00+01:00");
    assert_eq!(point().await["is_open_tomorrow"], true);
    assert_eq!(calls.load(Ordering::Relaxed), 1);
}

/// Only failures leave an old answer standing: that a point is gone is an answer.
#[tokio::test]
async fn a_point_that_is_gone_is_gone_after_the_refresh() {
    let calls = Arc::new(AtomicUsize::new(0));
    let counted = calls.clone();
    let address = upstream::always(move || {
        let is_first = counted.fetch_add(1, Ordering::Relaxed) == 0;
        async move {
            if is_first {
                Json(json!({"data": upstream::point(7)})).into_response()
            } else {
                StatusCode::NOT_FOUND.into_response()
            }
        }
    })
    .await;
    let app = TestApp::on(address, &[]);
    let status = async || app.get("/api/v3/service-points/7").await.status;
    assert_eq!(status().await, StatusCode::OK);
    // The account's share for renewing starts empty.
    tokio::time::sleep(Duration::from_millis(1_200)).await;
    app.hands.advance(minutes(30));
    assert_eq!(status().await, StatusCode::OK);
    for _ in 0..500 {
        if status().await == StatusCode::NOT_FOUND {
            return;
        }
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    panic!("the old answer stayed");
}

/// Sendcloud's outage does not close a checkout: the point was there within the hour. It is not said
/// to be available, which nobody could ask.
#[tokio::test]
async fn a_selection_is_confirmed_from_a_recent_answer_where_sendcloud_fails() {
    let it = FaultyApp::start().await;
    it.app.get("/api/v3/service-points/1000002").await;
    it.faults.set(Fault::GatewayError(StatusCode::BAD_GATEWAY));
    let choice = json!({"service_point_id": 1_000_002, "reference": "cart-1"});
    it.app.hands.advance(minutes(40));
    let confirmed = it.app.post("/api/selections", &choice).await;
    assert_eq!(
        confirmed.status,
        StatusCode::CREATED,
        "{}",
        confirmed.text()
    );
    assert_eq!(confirmed.json()["is_available"], Value::Null);
    assert_eq!(it.posts(), 0);
    // Two hours are too long ago, though good enough to look at.
    it.app.hands.advance(minutes(80));
    let refused = it.app.post("/api/selections", &choice).await;
    assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE);
    let shown = it.app.get("/api/v3/service-points/1000002").await;
    assert_eq!(shown.status, StatusCode::OK);
}

/// A second click cost another of the 100 calls a minute.
#[tokio::test]
async fn availability_is_asked_once_for_two_clicks() {
    let it = FaultyApp::start().await;
    // Without a reference each click makes a selection of its own.
    let choice = json!({"service_point_id": 1_000_002});
    for _ in 0..2 {
        let confirmed = it.app.post("/api/selections", &choice).await;
        assert_eq!(confirmed.status, StatusCode::CREATED);
        assert_eq!(confirmed.json()["is_available"], true);
    }
    assert_eq!((it.reads(), it.posts()), (1, 1));
    it.app.hands.advance(minutes(2));
    it.app.post("/api/selections", &choice).await;
    assert_eq!((it.reads(), it.posts()), (1, 2));
}
