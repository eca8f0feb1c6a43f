//! Which failures are worth a second call.

use std::time::Duration;

use axum::http::StatusCode;
use sandbox::CallClass::{AddressSearch, Get, Post};
use sandbox::Fault;
use serde_json::Value;
use tokio::time::{self, Instant};

use super::stage::Stage;

#[tokio::test]
async fn a_read_is_made_again_where_the_failure_may_pass() {
    for fault in [
        Fault::Reset,
        Fault::GatewayError(StatusCode::BAD_GATEWAY),
        Fault::GatewayError(StatusCode::SERVICE_UNAVAILABLE),
        Fault::GatewayError(StatusCode::GATEWAY_TIMEOUT),
    ] {
        let stage = Stage::new().await;
        stage.faults.set(fault.times(1));
        let answer = stage.search_address(1).await;
        assert_eq!(answer.status, StatusCode::OK, "{fault:?}");
        assert_eq!(stage.calls(AddressSearch), 2, "{fault:?}");
    }
}

#[tokio::test]
async fn a_read_is_made_again_once() {
    let stage = Stage::new().await;
    stage.faults.set(Fault::Reset);
    let answer = stage.search_map(1).await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(stage.calls(Get), 2);
}

#[tokio::test]
async fn what_will_not_pass_is_not_asked_again() {
    for fault in [
        Fault::GatewayError(StatusCode::INTERNAL_SERVER_ERROR),
        Fault::GeocoderDown,
        Fault::Garbage,
        Fault::WrongType,
        Fault::HalfBody,
        Fault::BrokenChunks,
        Fault::GzipBomb,
        Fault::Huge,
    ] {
        let stage = Stage::new().await;
        stage.faults.set(fault.times(1));
        let answer = stage.search_address(1).await;
        assert!(answer.status.is_server_error(), "{fault:?}");
        assert_eq!(stage.calls(AddressSearch), 1, "{fault:?}");
    }
}

/// Some carriers are asked live, and nobody knows what a second question does there.
#[tokio::test]
async fn a_question_that_may_have_arrived_is_not_repeated() {
    for fault in [
        Fault::Reset,
        Fault::GatewayError(StatusCode::SERVICE_UNAVAILABLE),
    ] {
        let stage = Stage::new().await;
        stage.faults.set(fault.on(Post).times(1));
        let answer = stage.select().await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
        assert_eq!(answer.json()["is_available"], Value::Null);
        assert_eq!(stage.calls(Post), 1, "{fault:?}");
    }
}

/// An outage would otherwise be met with twice the calls.
#[tokio::test]
async fn retries_are_few() {
    let stage = Stage::cold().await;
    stage.faults.set(Fault::Reset);
    time::pause();
    // Of two classes, so that their breakers do not hide the budget.
    for number in 0..2 {
        stage.search_map(number).await;
        stage.search_address(number).await;
    }
    let calls = stage.calls(Get) + stage.calls(AddressSearch);
    assert!(calls < 8, "{calls}");
}

/// The clock runs ahead whenever nothing else is left to do.
#[tokio::test]
async fn what_drips_ends_in_time() {
    for fault in [
        Fault::Drip(Duration::from_millis(100)),
        Fault::Latency(Duration::from_secs(60)),
    ] {
        let stage = Stage::new().await;
        stage.faults.set(fault);
        time::pause();
        let started = Instant::now();
        let answer = stage.search_map(1).await;
        let took = started.elapsed();
        assert_eq!(answer.status, StatusCode::GATEWAY_TIMEOUT, "{fault:?}");
        assert!(took <= Duration::from_millis(2600), "{fault:?}: {took:?}");
        time::resume();
    }
}

#[tokio::test]
async fn a_slow_failure_and_its_retry_end_in_time() {
    let stage = Stage::new().await;
    stage
        .faults
        .set(Fault::Latency(Duration::from_millis(2400)));
    let failure = Fault::GatewayError(StatusCode::SERVICE_UNAVAILABLE);
    stage.faults.add(failure);
    time::pause();
    let started = Instant::now();
    let answer = stage.search_map(1).await;
    let took = started.elapsed();
    assert!(answer.status.is_server_error(), "{}", answer.text());
    assert_eq!(stage.calls(Get), 2);
    assert!(took <= Duration::from_millis(4750), "{took:?}");
}
