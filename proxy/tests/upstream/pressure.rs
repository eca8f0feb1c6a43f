//! More demand than Sendcloud grants, or answers.

use std::time::{Duration, Instant};

use axum::http::StatusCode;
use sandbox::CallClass::Get;
use sandbox::Fault;
use tokio::task::JoinSet;

use super::stage::{Stage, retry_after};

/// Asks for so many points at the same time, and says how many were answered; all others are told
/// this code, and when to come again. There are no such points: to find that out costs the sandbox
/// nothing.
async fn ask_at_once(stage: &Stage, count: u32, code: &str) -> usize {
    let mut all = JoinSet::new();
    for id in 1..=count {
        let app = stage.app.clone();
        all.spawn(async move { app.get(&format!("/api/v3/service-points/{id}")).await });
    }
    let mut answered = 0;
    for answer in all.join_all().await {
        if answer.status == StatusCode::NOT_FOUND {
            answered += 1;
            continue;
        }
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(answer.error()["code"], code);
        assert_eq!(retry_after(&answer), 1);
    }
    answered
}

/// Nothing has been saved up at a start: a proxy that keeps crashing burns no bursts.
#[tokio::test]
async fn what_the_quota_does_not_give_soon_is_refused_at_once() {
    let stage = Stage::cold().await;
    let started = Instant::now();
    let answered = ask_at_once(&stage, 40, "upstream_unavailable").await;
    assert!((6..=14).contains(&answered), "{answered}");
    assert_eq!(stage.calls(Get), answered);
    assert!(started.elapsed() < Duration::from_secs(3));
}

#[tokio::test]
async fn calls_that_pile_up_are_shed() {
    let stage = Stage::new().await;
    stage.faults.set(Fault::Latency(Duration::from_millis(700)));
    assert_eq!(ask_at_once(&stage, 50, "overloaded").await, 32);
    assert_eq!(stage.journal().most_at_once(), 32);
}
