//! When Sendcloud is left alone, and what of it is not.

use std::time::Duration;

use axum::http::StatusCode;
use sandbox::CallClass::{AddressSearch, Get, Post};
use sandbox::{Fault, RetryAfter};
use serde_json::Value;

use super::stage::{Stage, pass, retry_after};

/// One outage of the geocoder would otherwise take the map with it.
#[tokio::test]
async fn a_broken_geocoder_leaves_the_map_alone() {
    let stage = Stage::new().await;
    stage.faults.set(Fault::GeocoderDown);
    for number in 0..5 {
        let answer = stage.search_address(number).await;
        assert_eq!(answer.error()["code"], Value::Null, "{number}");
    }
    let spared = stage.search_address(5).await;
    assert_eq!(spared.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(spared.error()["code"], "upstream_unavailable");
    assert!((1..=6).contains(&retry_after(&spared)), "{spared:?}");
    assert_eq!(stage.calls(AddressSearch), 5);

    assert_eq!(stage.select().await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn one_call_finds_out_whether_it_is_over() {
    let stage = Stage::new().await;
    stage.faults.set(Fault::GeocoderDown);
    for number in 0..6 {
        stage.search_address(number).await;
    }
    pass(Duration::from_secs(7)).await;
    stage.search_address(6).await;
    stage.search_address(7).await;
    assert_eq!(stage.calls(AddressSearch), 6, "a probe that failed");

    stage.faults.heal();
    assert!(stage.search_address(8).await.status.is_server_error());
    pass(Duration::from_secs(13)).await;
    for number in 9..15 {
        let answer = stage.search_address(number).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    }
}

/// Anybody can ask for what does not exist.
#[tokio::test]
async fn refusals_are_no_failures() {
    let stage = Stage::new().await;
    for id in 1..=20 {
        let answer = stage.app.get(&format!("/api/v3/service-points/{id}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
    }
    assert_eq!(stage.calls(Get), 20);
    assert_eq!(stage.search_map(1).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_429_pauses_reads_for_as_long_as_it_says() {
    let stage = Stage::new().await;
    let limited = Fault::TooManyRequests(RetryAfter::Seconds(7));
    stage.faults.set(limited.times(1));
    assert_eq!(retry_after(&stage.search_map(1).await), 7);
    for answer in [stage.search_map(2).await, stage.search_address(2).await] {
        assert_eq!(answer.error()["code"], "upstream_unavailable");
        assert!((6..=7).contains(&retry_after(&answer)), "{answer:?}");
    }
    assert_eq!(stage.calls(Get) + stage.calls(AddressSearch), 1);

    pass(Duration::from_secs(7)).await;
    assert_eq!(stage.search_map(3).await.status, StatusCode::OK);
}

/// The clock of the test stands at a full minute.
#[tokio::test]
async fn a_429_that_says_nothing_pauses_until_the_next_minute() {
    let stage = Stage::new().await;
    let limited = Fault::TooManyRequests(RetryAfter::Missing);
    stage.faults.set(limited.times(1));
    stage.search_map(1).await;
    let waits = retry_after(&stage.search_map(2).await);
    assert!((60..=62).contains(&waits), "{waits}");
}

/// The two grants are counted apart, so one that is spent says nothing of the other.
#[tokio::test]
async fn a_429_for_a_confirmation_pauses_no_search() {
    let stage = Stage::new().await;
    let limited = Fault::TooManyRequests(RetryAfter::Seconds(30));
    stage.faults.set(limited.on(Post).times(1));
    for _ in 0..2 {
        let answer = stage.select().await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
        assert_eq!(answer.json()["is_available"], Value::Null);
    }
    assert_eq!(stage.calls(Post), 1);
    assert_eq!(stage.search_map(1).await.status, StatusCode::OK);
}

/// Calls with keys that are refused would be refused too, and count all the same.
#[tokio::test]
async fn refused_keys_are_not_shown_again_at_once() {
    let stage = Stage::new().await;
    stage.faults.set(Fault::Unauthorized.times(1));
    let refused = stage.search_map(1).await;
    assert_eq!(refused.error()["code"], "upstream_refused");
    let spared = stage.search_map(2).await;
    assert_eq!(spared.error()["code"], "upstream_unavailable");
    assert!((29..=30).contains(&retry_after(&spared)), "{spared:?}");
    assert_eq!(stage.calls(Get), 1);
    pass(Duration::from_secs(30)).await;
    assert_eq!(stage.search_map(3).await.status, StatusCode::OK);
}
