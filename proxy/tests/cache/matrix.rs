//! Four ages of an answer times four states of Sendcloud.

use std::time::{Duration, Instant};

use axum::http::{Method, StatusCode};
use sandbox::Fault;

use super::{OTHER_SEARCH, SEARCH, minutes};
use crate::support::Answer;
use crate::support::faulty::FaultyApp;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kept {
    Fresh,
    WhileRevalidating,
    IfError,
    Nothing,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sendcloud {
    Healthy,
    /// Answers 502, which is worth another try.
    Erroring,
    /// Hangs up.
    Down,
    /// Is not asked: its breaker is open.
    Sick,
}

/// A row: what a request gets, and how many calls it costs.
struct Row {
    kept: Kept,
    sendcloud: Sendcloud,
    status: u16,
    /// How `Cache-Status` begins, after the cache's name.
    cache_status: &'static str,
    calls: usize,
}

const fn row(
    kept: Kept,
    sendcloud: Sendcloud,
    status: u16,
    cache_status: &'static str,
    calls: usize,
) -> Row {
    Row {
        kept,
        sendcloud,
        status,
        cache_status,
        calls,
    }
}

/// A GET that fails is tried twice.
const ROWS: [Row; 16] = {
    use Kept::{Fresh, IfError, Nothing, WhileRevalidating};
    use Sendcloud::{Down, Erroring, Healthy, Sick};
    [
        row(Fresh, Healthy, 200, "hit; ttl=", 0),
        row(Fresh, Erroring, 200, "hit; ttl=", 0),
        row(Fresh, Down, 200, "hit; ttl=", 0),
        row(Fresh, Sick, 200, "hit; ttl=", 0),
        row(WhileRevalidating, Healthy, 200, "hit; ttl=-", 1),
        row(WhileRevalidating, Erroring, 200, "hit; ttl=-", 2),
        row(WhileRevalidating, Down, 200, "hit; ttl=-", 2),
        row(WhileRevalidating, Sick, 200, "hit; ttl=-", 0),
        row(IfError, Healthy, 200, "fwd=stale; stored", 1),
        row(IfError, Erroring, 200, "fwd=stale; fwd-status=502", 2),
        row(IfError, Down, 200, "fwd=stale", 2),
        row(IfError, Sick, 200, "hit; ttl=-", 0),
        row(Nothing, Healthy, 200, "fwd=miss; stored", 1),
        row(Nothing, Erroring, 503, "", 2),
        row(Nothing, Down, 503, "", 2),
        row(Nothing, Sick, 503, "", 0),
    ]
};

/// A proxy and its sandbox in the state of a row. Gives the answer that is kept, too.
async fn set_up(row: &Row) -> (FaultyApp, Option<Answer>) {
    let it = FaultyApp::start().await;
    let mut kept = None;
    if row.kept != Kept::Nothing {
        let answer = it.app.get(SEARCH).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        kept = Some(answer);
    }
    if row.kept == Kept::WhileRevalidating {
        it.share_fills().await;
    }
    it.app.hands.advance(match row.kept {
        Kept::Fresh => minutes(5),
        Kept::WhileRevalidating => minutes(30),
        Kept::IfError => minutes(120),
        Kept::Nothing => Duration::ZERO,
    });
    match row.sendcloud {
        Sendcloud::Healthy => {}
        Sendcloud::Erroring => {
            let status = StatusCode::BAD_GATEWAY;
            it.faults.set(Fault::GatewayError(status));
        }
        Sendcloud::Down => it.faults.set(Fault::Reset),
        Sendcloud::Sick => {
            let status = StatusCode::INTERNAL_SERVER_ERROR;
            it.faults.set(Fault::GatewayError(status));
            for limit in [40, 90, 190] {
                for place in ["latitude=52.09", "latitude=52.19"] {
                    let other = OTHER_SEARCH.replace("latitude=52.09", place);
                    it.app.get(&format!("{other}&limit={limit}")).await;
                }
            }
            it.faults.heal();
        }
    }
    it.journal.clear();
    (it, kept)
}

fn check(row: &Row, answer: &Answer, status: u16) {
    let Row {
        kept, sendcloud, ..
    } = row;
    let text = answer.text();
    assert_eq!(answer.status, status, "{kept:?}, {sendcloud:?}: {text}");
    let told = answer.header("cache-status").unwrap_or_default();
    let expected = match row.cache_status {
        "" => String::new(),
        expected => format!("picker; {expected}"),
    };
    assert!(
        told.starts_with(&expected),
        "{kept:?}, {sendcloud:?}: {told}"
    );
    let is_negative = told.contains("ttl=-");
    assert_eq!(is_negative, expected.contains("ttl=-"), "{told}");
    if answer.status == StatusCode::SERVICE_UNAVAILABLE {
        assert!(answer.header("retry-after").is_some());
    }
}

#[tokio::test]
async fn every_age_and_every_state_has_its_answer() {
    for row in &ROWS {
        let (it, kept) = set_up(row).await;
        let started = Instant::now();
        let answer = it.app.get(SEARCH).await;
        let took = started.elapsed();
        check(row, &answer, row.status);
        if row.cache_status.starts_with("hit") {
            assert!(took < Duration::from_millis(300), "{took:?}");
            let kept = kept.expect("a hit was kept");
            assert_eq!(
                answer.json()["data"]["results"][0]["id"],
                kept.json()["data"]["results"][0]["id"]
            );
        }
        it.until(|it| it.reads() >= row.calls).await;
        if row.kept == Kept::WhileRevalidating && row.sendcloud == Sendcloud::Healthy {
            renewed(&it).await;
        }
        // Whoever comes right behind makes no more calls.
        it.app.get(SEARCH).await;
        assert_eq!(it.reads(), row.calls, "{:?}, {:?}", row.kept, row.sendcloud);
    }
}

/// The next request but a few finds the answer of the refresh.
async fn renewed(it: &FaultyApp) {
    for _ in 0..500 {
        let answer = it.app.get(SEARCH).await;
        let status = answer.header("cache-status").expect("a status").to_owned();
        if status.starts_with("picker; hit; ttl=") && !status.contains("ttl=-") {
            return;
        }
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    panic!("the refresh brought nothing");
}

#[tokio::test]
async fn who_has_the_body_already_is_not_sent_it_again() {
    for row in ROWS.iter().filter(|row| row.kept != Kept::Nothing) {
        let (it, kept) = set_up(row).await;
        let kept = kept.expect("something is kept");
        let etag = kept.header("etag").expect("a tag").to_owned();
        let headers = [("if-none-match", etag.as_str())];
        let answer = it.app.send_from(Method::GET, SEARCH, &headers).await;
        if (row.kept, row.sendcloud) == (Kept::IfError, Sendcloud::Healthy) {
            // A new answer, whose points may say something else of their next opening.
            assert!(answer.status == StatusCode::OK || answer.header("etag") == Some(&etag));
        } else {
            check(row, &answer, 304);
            assert!(answer.body.is_empty());
        }
        for name in ["etag", "cache-control", "vary", "age"] {
            assert!(answer.header(name).is_some(), "{name}");
        }
    }
}

#[tokio::test]
async fn head_is_told_what_get_is() {
    for row in &ROWS {
        let (it, _) = set_up(row).await;
        let answer = it.app.send_from(Method::HEAD, SEARCH, &[]).await;
        check(row, &answer, row.status);
        assert!(answer.body.is_empty());
    }
}
