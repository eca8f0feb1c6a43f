//! `OAuth2`: a token for the keys, and what happens around its ends.

use std::time::Duration;

use axum::http::StatusCode;
use sandbox::CallClass::{AddressSearch, Get, Token};
use sandbox::{Authorization, CallClass, Fault, RetryAfter, Sandbox};
use tokio::time;

use super::stage::{Stage, pass, retry_after};
use crate::support::faulty::FaultyApp;
use crate::support::{SECRET_KEY, log};

async fn stage() -> Stage {
    let sandbox = Sandbox::default().with_oauth2_only();
    let it = FaultyApp::start_on(sandbox, |address| {
        let token_url = format!("http://{address}/oauth2/token");
        vec![
            ("SENDCLOUD_AUTH".to_owned(), "oauth2".to_owned()),
            ("SENDCLOUD_TOKEN_URL".to_owned(), token_url),
        ]
    });
    let stage = it.await.into();
    pass(Duration::from_mins(1)).await;
    stage
}

/// Waits for what goes on behind the answers, as long as the machine needs.
async fn until(condition: impl Fn() -> bool) {
    let wait = async {
        while !condition() {
            time::sleep(Duration::from_millis(5)).await;
        }
    };
    let waited = time::timeout(Duration::from_secs(5), wait).await;
    waited.expect("it never comes");
}

#[tokio::test]
async fn one_token_is_asked_for_however_many_wait() {
    let stage = stage().await;
    for answer in stage.search_map_at_once(20).await {
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    }
    assert_eq!(stage.calls(Token), 1);
    let calls = stage.journal().calls();
    let by = |authorization, class: &dyn Fn(CallClass) -> bool| {
        let mut calls = calls.iter().filter(|call| class(call.class));
        calls.all(|call| call.authorization == authorization)
    };
    assert!(by(Authorization::Basic, &|class| class == Token));
    assert!(by(Authorization::Bearer, &|class| class != Token));
}

/// The sandbox issues tokens for an hour.
#[tokio::test]
async fn a_token_is_renewed_before_it_ends_and_nobody_waits_for_that() {
    let stage = stage().await;
    stage.search_map(1).await;
    pass(Duration::from_mins(47)).await;
    stage.search_map(2).await;
    assert_eq!(stage.calls(Token), 1);

    pass(Duration::from_mins(2)).await;
    // A renewal that fails costs nobody anything, as long as the token lives.
    stage.faults.set(Fault::Reset.on(Token).times(1));
    assert_eq!(stage.search_map(3).await.status, StatusCode::OK);
    until(|| stage.calls(Token) == 2).await;
    assert_eq!(stage.search_map(4).await.status, StatusCode::OK);
    assert_eq!(stage.calls(Token), 2, "not at once again");

    pass(Duration::from_secs(11)).await;
    stage.search_map(5).await;
    until(|| stage.calls(Token) == 3).await;
    pass(Duration::from_mins(40)).await;
    stage.search_map(6).await;
    assert_eq!(stage.calls(Token), 3, "this one is new");
}

/// Tokens end early where somebody renews the keys, or restarts the issuer.
#[tokio::test]
async fn a_refused_token_is_renewed_once_for_all() {
    let stage = stage().await;
    stage.search_map(100).await;
    stage.faults.set(Fault::Unauthorized.on(Get).times(8));
    for answer in stage.search_map_at_once(8).await {
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    }
    assert_eq!(stage.calls(Token), 2);
    assert_eq!(stage.calls(Get), 1 + 8 + 8);
}

#[tokio::test]
async fn a_new_token_that_is_refused_too_is_the_operators_business() {
    let stage = stage().await;
    stage.faults.set(Fault::Unauthorized);
    let refused = stage.search_address(1).await;
    assert_eq!(refused.status, StatusCode::BAD_GATEWAY);
    assert_eq!(refused.error()["code"], "upstream_refused");
    assert!(log::read().contains("\"level\":\"ERROR\""));
    assert_eq!(stage.calls(AddressSearch), 2);
    assert_eq!(stage.calls(Token), 2);

    stage.faults.heal();
    let spared = stage.search_address(2).await;
    assert_eq!(spared.error()["code"], "upstream_unavailable");
    assert!((29..=30).contains(&retry_after(&spared)), "{spared:?}");
    assert_eq!(stage.calls(AddressSearch), 2);
    pass(Duration::from_secs(30)).await;
    assert_eq!(stage.search_address(3).await.status, StatusCode::OK);
}

#[tokio::test]
async fn an_issuer_that_fails_is_left_alone_after_a_while() {
    let stage = stage().await;
    let failure = Fault::GatewayError(StatusCode::BAD_GATEWAY);
    stage.faults.set(failure.on(Token));
    for number in 0..7 {
        let answer = stage.search_map(number).await;
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(answer.error()["code"], "upstream_unavailable");
    }
    assert_eq!(stage.calls(Token), 5);
    assert_eq!(stage.calls(Get), 0);
    stage.faults.heal();
    pass(Duration::from_secs(7)).await;
    assert_eq!(stage.search_map(8).await.status, StatusCode::OK);
}

#[tokio::test]
async fn an_issuer_that_does_not_answer_is_not_waited_for() {
    let stage = stage().await;
    let latency = Fault::Latency(Duration::from_secs(60));
    stage.faults.set(latency.on(Token));
    time::pause();
    let started = time::Instant::now();
    let answer = stage.search_map(1).await;
    let took = started.elapsed();
    assert_eq!(answer.status, StatusCode::GATEWAY_TIMEOUT);
    assert!(took <= Duration::from_millis(3100), "{took:?}");
}

/// Its errors have a form of their own, with words that are for nobody here.
#[tokio::test]
async fn an_issuers_refusal_stays_here() {
    let stage = stage().await;
    stage.faults.set(Fault::Unauthorized.on(Token));
    let refused = stage.search_map(1).await;
    assert_eq!(refused.status, StatusCode::BAD_GATEWAY);
    assert_eq!(refused.error()["code"], "upstream_refused");
    assert!(!refused.text().contains("token"), "{}", refused.text());
    let log = log::read();
    assert!(log.contains("token endpoint answered 401"), "{log}");
    assert!(
        !log.contains(SECRET_KEY) && !log.contains("ory_at_"),
        "{log}"
    );

    let spared = stage.search_map(2).await;
    assert!((29..=30).contains(&retry_after(&spared)), "{spared:?}");
    assert_eq!(stage.calls(Token), 1);
}

#[tokio::test]
async fn an_issuers_429_is_heard() {
    let stage = stage().await;
    let limited = Fault::TooManyRequests(RetryAfter::Seconds(9));
    stage.faults.set(limited.on(Token).times(1));
    assert_eq!(retry_after(&stage.search_map(1).await), 9);
    let spared = stage.search_map(2).await;
    assert!((8..=9).contains(&retry_after(&spared)), "{spared:?}");
    assert_eq!(stage.calls(Token), 1);
    pass(Duration::from_secs(9)).await;
    assert_eq!(stage.search_map(3).await.status, StatusCode::OK);
}

#[tokio::test]
async fn what_is_no_token_is_not_used() {
    for fault in [Fault::Garbage, Fault::WrongType, Fault::Huge] {
        let stage = stage().await;
        stage.faults.set(fault.on(Token));
        let answer = stage.search_map(1).await;
        assert_eq!(answer.status, StatusCode::BAD_GATEWAY, "{fault:?}");
        assert_eq!(answer.error()["code"], "upstream_invalid", "{fault:?}");
        assert_eq!(stage.calls(Get), 0);
    }
}
