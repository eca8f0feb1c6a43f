//! How long a tile is kept: as its source says, and on while the source is down.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use tokio::sync::Semaphore;
use tokio::time::timeout;

use super::TILE;
use crate::support::tiles::{PNG, Source, png};
use crate::support::{TestApp, pass, upstream};

const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(24 * 3600);
const SECOND: Duration = Duration::from_secs(1);

/// A tile with this `Cache-Control`.
fn kept(cache_control: &'static str) -> Response {
    ([(header::CACHE_CONTROL, cache_control)], png()).into_response()
}

fn down() -> Response {
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}

/// Asks for the tile, which is there, and gives its `Cache-Control`.
async fn look(app: &TestApp) -> String {
    let answer = app.get(TILE).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.body, PNG);
    let told = answer.header("cache-control").expect("it says how long");
    told.to_owned()
}

#[tokio::test]
async fn a_tile_is_kept_as_long_as_its_source_says() {
    for (headers, fresh_s) in [
        (vec![("cache-control", "public, max-age=3600")], 3600),
        (vec![("cache-control", "max-age=60, s-maxage=7200")], 7200),
        (
            vec![("cache-control", "max-age=3600"), ("age", "600")],
            3000,
        ),
        (
            vec![
                ("date", "Mon, 02 Mar 2026 10:00:00 GMT"),
                ("expires", "Mon, 02 Mar 2026 12:00:00 GMT"),
            ],
            7200,
        ),
        (vec![], 7 * 24 * 3600),
    ] {
        let sent: HeaderMap = headers
            .iter()
            .map(|&(name, value)| {
                let name = header::HeaderName::from_static(name);
                (name, header::HeaderValue::from_static(value))
            })
            .collect();
        let source = Source::start(move |_| (sent.clone(), png()).into_response()).await;
        let app = source.app();
        assert_eq!(look(&app).await, format!("public, max-age={fresh_s}"));
        pass(Duration::from_secs(fresh_s - 1)).await;
        // The browser keeps it for what is left, not for the whole of it.
        assert_eq!(look(&app).await, "public, max-age=1");
        assert_eq!(source.calls(), 1, "{headers:?}");
        pass(SECOND).await;
        look(&app).await;
        assert_eq!(source.calls(), 2, "{headers:?}");
    }
}

#[tokio::test]
async fn what_may_not_be_kept_is_asked_for_each_time() {
    for value in ["no-store", "private, max-age=600"] {
        let source = Source::start(move |_| kept(value)).await;
        let app = source.app();
        for calls in [1, 2] {
            assert_eq!(look(&app).await, "no-store", "{value}");
            assert_eq!(source.calls(), calls, "{value}");
        }
        source.say(|_| down());
        let answer = app.get(TILE).await;
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{value}");
    }
}

/// A tile that has not changed is not sent again.
#[tokio::test]
async fn a_source_is_asked_whether_a_tile_has_changed() {
    let source = Source::start(|request| {
        let headers = [
            (header::ETAG, "W/\"7\""),
            (header::LAST_MODIFIED, "Sun, 01 Mar 2026 10:00:00 GMT"),
            (header::CACHE_CONTROL, "max-age=60"),
        ];
        match request.headers().contains_key(header::IF_NONE_MATCH) {
            true => (StatusCode::NOT_MODIFIED, headers).into_response(),
            false => (headers, png()).into_response(),
        }
    })
    .await;
    let app = source.app();
    look(&app).await;
    let first = source.last_headers();
    assert!(!first.contains_key(header::IF_NONE_MATCH), "{first:?}");

    for calls in [2, 3] {
        pass(61 * SECOND).await;
        assert_eq!(look(&app).await, "public, max-age=60");
        assert_eq!(source.calls(), calls);
        let headers = source.last_headers();
        assert_eq!(headers[header::IF_NONE_MATCH], "W/\"7\"");
        let since = &headers[header::IF_MODIFIED_SINCE];
        assert_eq!(since, "Sun, 01 Mar 2026 10:00:00 GMT");
    }
    let metrics = app.get_admin("/metrics").await.text();
    let unchanged = "picker_tile_calls_total{outcome=\"unchanged\"} 2\n";
    assert!(metrics.contains(unchanged), "{metrics}");
}

/// It was kept for a week then, though its source had said a minute.
#[tokio::test]
async fn what_a_source_does_not_say_again_still_counts() {
    let source =
        Source::start(
            |request| match request.headers().contains_key(header::IF_NONE_MATCH) {
                true => StatusCode::NOT_MODIFIED.into_response(),
                false => ([(header::ETAG, "\"7\"")], kept("max-age=60")).into_response(),
            },
        )
        .await;
    let app = source.app();
    look(&app).await;
    pass(61 * SECOND).await;
    assert_eq!(look(&app).await, "public, max-age=60");
    assert_eq!(source.calls(), 2);
}

#[tokio::test]
async fn a_tile_outlives_its_source_for_thirty_days() {
    let source = Source::start(|_| kept("max-age=60")).await;
    let app = source.app();
    look(&app).await;
    source.say(|_| down());
    pass(DAY * 29).await;
    for calls in [2, 2] {
        // The browser asks again, for it may get a new one.
        assert_eq!(look(&app).await, "public, max-age=0");
        assert_eq!(source.calls(), calls, "a failure is remembered");
    }
    pass(DAY).await;
    let answer = app.get(TILE).await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);

    source.say(|_| kept("max-age=60"));
    pass(31 * SECOND).await;
    assert_eq!(look(&app).await, "public, max-age=60");
}

#[tokio::test]
async fn a_source_may_forbid_that() {
    let source = Source::start(|_| kept("max-age=60, must-revalidate")).await;
    let app = source.app();
    look(&app).await;
    source.say(|_| down());
    pass(61 * SECOND).await;
    let answer = app.get(TILE).await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
}

/// A map that fills slowly is worse than one of yesterday.
#[tokio::test]
async fn an_old_tile_is_held_back_for_a_second() {
    let (arrived, is_silent) = (
        Arc::new(Semaphore::new(0)),
        Arc::new(AtomicBool::new(false)),
    );
    let (arrives, silent) = (arrived.clone(), is_silent.clone());
    let address = upstream::always(async move || {
        if silent.load(Ordering::Relaxed) {
            arrives.add_permits(1);
            std::future::pending::<()>().await;
        }
        kept("max-age=60")
    });
    let url = format!("http://{}/{{z}}/{{x}}/{{y}}", address.await);
    let variables = [
        ("PICKER_TILES_URL", &*url),
        ("PICKER_TILES_ATTRIBUTION", "Maps"),
    ];
    let app = TestApp::alone_with(&variables);
    look(&app).await;
    is_silent.store(true, Ordering::Relaxed);
    pass(61 * SECOND).await;
    let asked = tokio::spawn(async move { look(&app).await });
    arrived.acquire().await.expect("open").forget();
    pass(SECOND).await;
    let answer = timeout(SECOND, asked).await.expect("in time");
    assert_eq!(answer.expect("an answer"), "public, max-age=0");
}

#[tokio::test]
async fn parallel_requests_make_one_call() {
    let source = Source::start(|_| png()).await;
    let app = source.app();
    let asked: Vec<_> = (0..20)
        .map(|_| {
            let app = app.clone();
            tokio::spawn(async move { look(&app).await })
        })
        .collect();
    for asked in asked {
        asked.await.expect("an answer");
    }
    assert_eq!(source.calls(), 1);
}

#[tokio::test]
async fn a_tile_that_is_not_there_is_not_asked_for_again_within_an_hour() {
    for status in [StatusCode::NOT_FOUND, StatusCode::NO_CONTENT] {
        let source = Source::start(move |_| status.into_response()).await;
        let app = source.app();
        for _ in 0..2 {
            let answer = app.get(TILE).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{status}");
            assert_eq!(answer.error()["code"], "not_found", "{status}");
            assert_eq!(source.calls(), 1, "{status}");
        }
        pass(HOUR).await;
        app.get(TILE).await;
        assert_eq!(source.calls(), 2, "{status}");
    }
}

/// One tile that fails says nothing of its neighbours.
#[tokio::test]
async fn a_failure_is_remembered_for_half_a_minute_and_for_its_tile() {
    let source = Source::start(|request| match request.uri().path() {
        "/14/8441/5460.png" => down(),
        _ => png(),
    })
    .await;
    let app = source.app();
    for _ in 0..2 {
        let answer = app.get(TILE).await;
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(source.calls(), 1);
    }
    let neighbour = app.get("/tiles/14/8442/5460").await;
    assert_eq!(neighbour.status, StatusCode::OK);
    source.say(|_| png());
    pass(30 * SECOND).await;
    look(&app).await;
}
