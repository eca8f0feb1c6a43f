//! What the sandbox remembers of being asked.

use std::time::Duration;

use axum::{body::Body, http::Request};
use sandbox::{Authorization, CallClass, Fault, Faults, Journal, Sandbox};
use tokio::task::JoinSet;
use tokio::time::{Instant, advance};

use crate::support::wire::{self, ADDRESS_SEARCH, CHECK, MAP_SEARCH, POINT, TOKEN, serve};
use crate::support::{TestApi, send};

fn journaled() -> (TestApi, Journal) {
    let journal = Journal::default();
    let api = TestApi::of(Sandbox::default().with_journal(&journal));
    (api, journal)
}

#[tokio::test]
async fn every_call_is_written_down_with_its_class() {
    let journal = Journal::default();
    let address = serve(Sandbox::default().with_journal(&journal)).await;
    let logo = "GET /global-media/dhl/img/logo.svg";
    for request in [
        ADDRESS_SEARCH,
        MAP_SEARCH,
        POINT,
        CHECK,
        TOKEN,
        logo,
        "GET /elsewhere",
    ] {
        wire::ask(address, request).await;
    }
    let calls = journal.calls();
    let classes: Vec<CallClass> = calls.iter().map(|call| call.class).collect();
    assert_eq!(
        classes,
        [
            CallClass::AddressSearch,
            CallClass::Get,
            CallClass::Get,
            CallClass::Post,
            CallClass::Token,
            CallClass::Logo,
        ]
    );
    assert_eq!(calls[0].path, "/api/v3/service-points");
    assert_eq!(calls[3].method, "POST");
    assert_eq!(journal.count(CallClass::Get), 2);
    // Tokens and logos are no calls of the API.
    assert_eq!(journal.most_in_any(Duration::from_secs(60)), 4);
    assert_eq!(journal.most_reads_in_any(Duration::from_secs(60)), 3);
    assert_eq!(journal.most_posts_in_any(Duration::from_secs(60)), 1);
    journal.clear();
    assert!(journal.calls().is_empty());
}

#[tokio::test]
async fn it_tells_tokens_from_keys() {
    let (api, journal) = journaled();
    for value in [
        None,
        Some("Basic eDp5"),
        Some("bearer ory_at_x"),
        Some("Digest x"),
    ] {
        let mut request = Request::get("/api/v3/service-points/1000001");
        if let Some(value) = value {
            request = request.header("authorization", value);
        }
        send(&api.router, request.body(Body::empty()).unwrap()).await;
    }
    let given: Vec<Authorization> = journal
        .calls()
        .iter()
        .map(|call| call.authorization)
        .collect();
    let missing = Authorization::Missing;
    assert_eq!(
        given,
        [
            missing,
            Authorization::Basic,
            Authorization::Bearer,
            missing
        ]
    );
}

/// Two calls in one second, three around the turn of a minute, one long after.
#[tokio::test(start_paused = true)]
async fn windows_slide() {
    let (api, journal) = journaled();
    let started = Instant::now();
    for at_ms in [0, 900, 59_500, 59_999, 60_000, 200_000] {
        advance(Duration::from_millis(at_ms) - started.elapsed()).await;
        api.find(1_000_001).await;
    }
    assert_eq!(journal.calls()[1].at - started, Duration::from_millis(900));
    assert_eq!(journal.most_in_any(Duration::from_millis(500)), 2);
    assert_eq!(journal.most_in_any(Duration::from_secs(1)), 3);
    // The first call is a whole minute old when the fifth arrives.
    assert_eq!(journal.most_in_any(Duration::from_secs(60)), 4);
    assert_eq!(journal.most_in_any(Duration::from_secs(61)), 5);
    assert_eq!(journal.most_in_any(Duration::from_secs(300)), 6);
}

#[tokio::test(start_paused = true)]
async fn it_counts_what_happens_at_one_time() {
    let (journal, faults) = (Journal::default(), Faults::none());
    faults.set(Fault::Latency(Duration::from_secs(1)));
    let sandbox = Sandbox::default()
        .with_journal(&journal)
        .with_faults(&faults);
    let address = serve(sandbox).await;
    for together in [1, 5, 3] {
        let mut asking = JoinSet::new();
        for _ in 0..together {
            asking.spawn(wire::ask(address, POINT));
        }
        while asking.join_next().await.is_some() {}
    }
    assert_eq!(journal.most_at_once(), 5);
    journal.clear();
    assert_eq!(journal.most_at_once(), 0);
}

/// A body that nobody reads yet is still being answered.
#[tokio::test(start_paused = true)]
async fn an_answer_lasts_until_its_last_byte() {
    let (journal, faults) = (Journal::default(), Faults::none());
    faults.set(Fault::Drip(Duration::from_secs(1)).times(1));
    let sandbox = Sandbox::default()
        .with_journal(&journal)
        .with_faults(&faults);
    let address = serve(sandbox).await;
    let dripping = wire::send(address, POINT, "HTTP/1.1").await;
    tokio::time::sleep(Duration::from_secs(3)).await;
    wire::ask(address, POINT).await;
    assert_eq!(journal.most_at_once(), 2);
    drop(dripping);
}
