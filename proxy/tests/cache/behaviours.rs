//! Many at once, those who leave, and those who fail.

use std::time::{Duration, Instant};

use axum::http::StatusCode;
use sandbox::Fault;
use tokio::task::JoinSet;

use super::{SEARCH, minutes};
use crate::support::faulty::FaultyApp;

/// Sendcloud takes this long where somebody has to be in the middle of something.
const A_WHILE: Fault = Fault::Latency(Duration::from_millis(300));

#[tokio::test]
async fn a_thousand_cold_searches_make_one_call() {
    let it = FaultyApp::start().await;
    it.faults.set(A_WHILE);
    let mut all = JoinSet::new();
    for _ in 0..1_000 {
        let app = it.app.clone();
        all.spawn(async move { app.get(SEARCH).await });
    }
    let answers = all.join_all().await;
    assert!(answers.iter().all(|answer| answer.status == StatusCode::OK));
    let bodies = answers
        .iter()
        .filter(|answer| answer.body == answers[0].body);
    assert_eq!(bodies.count(), 1_000);
    assert_eq!(it.reads(), 1);
    let status = |answer: &crate::support::Answer| {
        let status = answer.header("cache-status");
        status.expect("a status").to_owned()
    };
    let led = answers
        .iter()
        .filter(|answer| status(answer) == "picker; fwd=miss; stored");
    assert_eq!(led.count(), 1);
    let joined = answers
        .iter()
        .filter(|answer| status(answer).ends_with("; collapsed"));
    assert_eq!(joined.count(), 999);
}

/// Failures are not asked for one after the other either.
#[tokio::test]
async fn all_who_wait_are_told_of_a_failure() {
    let it = FaultyApp::start().await;
    it.faults.set(A_WHILE);
    it.faults.add(Fault::Garbage);
    let mut all = JoinSet::new();
    for _ in 0..100 {
        let app = it.app.clone();
        all.spawn(async move { app.get(SEARCH).await });
    }
    for answer in all.join_all().await {
        assert_eq!(answer.status, StatusCode::BAD_GATEWAY);
        assert_eq!(answer.error()["code"], "upstream_invalid");
    }
    assert_eq!(it.reads(), 1);
}

/// The call was the leaver's, and what it brought was lost.
#[tokio::test]
async fn a_shopper_who_leaves_takes_nothing_from_the_others() {
    let it = FaultyApp::start().await;
    it.faults.set(A_WHILE);
    let app = it.app.clone();
    let leader = tokio::spawn(async move { app.get(SEARCH).await });
    it.until(|it| it.reads() == 1).await;
    let app = it.app.clone();
    let follower = tokio::spawn(async move { app.get(SEARCH).await });
    leader.abort();
    let answer = follower.await.expect("no panic");
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    assert_eq!(it.reads(), 1);
    let later = it.app.get(SEARCH).await;
    assert!(
        later
            .header("cache-status")
            .is_some_and(|it| it.contains("hit"))
    );
}

/// Who has an old answer at hand does not keep anybody waiting for a new one.
#[tokio::test]
async fn a_slow_answer_is_awaited_shortly_and_kept_when_it_comes() {
    let it = FaultyApp::start().await;
    it.app.get(SEARCH).await;
    it.app.hands.advance(minutes(120));
    it.faults.set(Fault::Latency(Duration::from_millis(1_200)));
    let started = Instant::now();
    let answer = it.app.get(SEARCH).await;
    let took = started.elapsed();
    assert_eq!(answer.status, StatusCode::OK);
    let status = answer.header("cache-status").expect("a status");
    assert!(status.ends_with("detail=waiting"), "{status}");
    assert!((700..1_150).contains(&took.as_millis()), "{took:?}");
    // The call goes on, and nobody has to make another.
    for _ in 0..200 {
        let later = it.app.get(SEARCH).await;
        let status = later.header("cache-status").expect("a status");
        if !status.contains("ttl=-") {
            assert_eq!(it.reads(), 2);
            return;
        }
    }
    panic!("the call's answer was not kept");
}

#[tokio::test]
async fn a_refresh_that_failed_is_not_repeated_at_once() {
    let it = FaultyApp::start().await;
    it.app.get(SEARCH).await;
    it.share_fills().await;
    it.app.hands.advance(minutes(30));
    it.faults.set(Fault::Garbage);
    it.app.get(SEARCH).await;
    it.until(|it| it.reads() == 2).await;
    for passed_s in [3, 10, 10] {
        it.app.hands.advance(Duration::from_secs(passed_s));
        let answer = it.app.get(SEARCH).await;
        assert_eq!(answer.status, StatusCode::OK);
    }
    assert_eq!(it.reads(), 2);
    it.app.hands.advance(Duration::from_secs(30));
    it.faults.heal();
    it.share_fills().await;
    it.app.get(SEARCH).await;
    it.until(|it| it.reads() == 3).await;
}

/// A failure is told to those who come just after it, without another call; then asked about again.
#[tokio::test]
async fn a_failure_is_remembered_for_a_moment() {
    let it = FaultyApp::start().await;
    it.faults.set(Fault::Garbage);
    for _ in 0..3 {
        let answer = it.app.get(SEARCH).await;
        assert_eq!(answer.status, StatusCode::BAD_GATEWAY);
    }
    assert_eq!(it.reads(), 1);
    it.faults.heal();
    it.app.hands.advance(Duration::from_secs(3));
    assert_eq!(it.app.get(SEARCH).await.status, StatusCode::OK);
    assert_eq!(it.reads(), 2);
}

/// Whatever Sendcloud does to the call, the entry stays and the shopper gets it.
#[tokio::test]
async fn no_fault_replaces_a_good_answer() {
    let faults: [Fault; 9] = [
        Fault::GatewayError(StatusCode::BAD_GATEWAY),
        Fault::Unauthorized,
        Fault::HalfBody,
        Fault::BrokenChunks,
        Fault::Garbage,
        Fault::GzipBomb,
        Fault::Huge,
        Fault::WrongType,
        Fault::ManyPoints,
    ];
    for fault in faults {
        let it = FaultyApp::start().await;
        let kept = it.app.get(SEARCH).await;
        it.app.hands.advance(minutes(120));
        it.faults.set(fault);
        let answer = it.app.get(SEARCH).await;
        assert_eq!(
            answer.status,
            StatusCode::OK,
            "{fault:?}: {}",
            answer.text()
        );
        let status = answer.header("cache-status").expect("a status");
        assert!(
            status.contains("stale") || status.contains("ttl=-"),
            "{status}"
        );
        assert_eq!(
            answer.json()["data"]["results"].as_array().map(Vec::len),
            kept.json()["data"]["results"].as_array().map(Vec::len)
        );
    }
}

/// A dead address search would be personal data without a purpose.
#[tokio::test]
async fn nothing_is_shown_after_its_last_phase() {
    let doorstep = "/api/v3/service-points?country_code=NL&carrier_code=postnl\
                    &address_street=Stadhuisplein&address_house_number=10\
                    &address_postal_code=5611+EM&address_city=Eindhoven";
    for (search, alive, dead) in [(doorstep, 50, 70), (SEARCH, 21 * 60, 27 * 60)] {
        let it = FaultyApp::start().await;
        assert_eq!(it.app.get(search).await.status, StatusCode::OK);
        it.faults.set(Fault::Garbage);
        it.app.hands.advance(minutes(alive));
        assert_eq!(it.app.get(search).await.status, StatusCode::OK, "{search}");
        it.app.hands.advance(minutes(dead - alive));
        assert_eq!(
            it.app.get(search).await.status,
            StatusCode::BAD_GATEWAY,
            "{search}"
        );
    }
}

/// v3 sends 200 points at most: what is longer by far is somebody else's answer, and is not read to
/// its end.
#[tokio::test]
async fn ten_thousand_points_are_no_answer() {
    let it = FaultyApp::start().await;
    it.faults.set(Fault::ManyPoints);
    let answer = it.app.get(SEARCH).await;
    assert_eq!(answer.status, StatusCode::BAD_GATEWAY);
    assert_eq!(answer.error()["code"], "upstream_invalid");
}
