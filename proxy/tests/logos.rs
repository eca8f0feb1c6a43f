//! Carriers' logos: of Sendcloud's host alone, asked for once, and shown on while it is down.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;
use tokio::sync::Semaphore;
use tokio::time;

use crate::support::{Answer, PUBLIC_URL, TestApp, log, pass, upstream};

const LOGO: &str = "/logos/global-media/carriers/postnl.svg";
const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\"/>";
const DAY: Duration = Duration::from_secs(24 * 3600);

/// A host for logos that counts how often it is asked, and whose answer can be changed.
#[derive(Clone)]
struct Host {
    calls: Arc<AtomicUsize>,
    /// Whether it answers as it should.
    is_well: Arc<AtomicBool>,
}

impl Host {
    async fn start() -> (Self, TestApp) {
        let host = Self {
            calls: Arc::default(),
            is_well: Arc::new(true.into()),
        };
        let this = host.clone();
        let address = upstream::always(async move || this.answer()).await;
        (host, app_on(&format!("http://{address}")))
    }

    fn answer(&self) -> Response {
        self.calls.fetch_add(1, Ordering::Relaxed);
        if self.is_well.load(Ordering::Relaxed) {
            svg()
        } else {
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }

    /// Waits until so many calls are through, and counted.
    async fn wait_for(&self, calls: usize, app: &TestApp) {
        while counted(app).await < calls {
            tokio::task::yield_now().await;
        }
        assert_eq!(self.calls(), calls);
    }

    fn calls(&self) -> usize {
        self.calls.load(Ordering::Relaxed)
    }
}

/// The calls for logos by the proxy's own count.
async fn counted(app: &TestApp) -> usize {
    let metrics = app.get_admin("/metrics").await.text();
    let lines = metrics.lines();
    let counts = lines.filter_map(|line| {
        line.strip_prefix("picker_logo_calls_total{")?
            .split_once(' ')
    });
    counts
        .map(|(_, count)| count.parse::<usize>().expect("a number"))
        .sum()
}

fn svg() -> Response {
    ([(header::CONTENT_TYPE, "image/svg+xml")], SVG).into_response()
}

fn app_on(logos: &str) -> TestApp {
    TestApp::alone_with(&[("SENDCLOUD_LOGO_URL", logos)])
}

/// One answer of one host.
async fn ask_for(path: &str, answer: fn(Request) -> Response) -> Answer {
    let address = upstream::always(async move |request: Request| answer(request)).await;
    app_on(&format!("http://{address}")).get(path).await
}

#[tokio::test]
async fn a_logo_is_fetched_once_and_may_be_shown_anywhere() {
    let (host, app) = Host::start().await;
    let answer = app.get(LOGO).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.text(), SVG);
    for (name, value) in [
        ("content-type", "image/svg+xml"),
        ("cache-control", "public, max-age=604800"),
        ("age", "0"),
        ("cross-origin-resource-policy", "cross-origin"),
        ("x-content-type-options", "nosniff"),
        (
            "content-security-policy",
            "default-src 'none'; style-src 'unsafe-inline'; sandbox",
        ),
    ] {
        assert_eq!(answer.header(name), Some(value), "{name}");
    }
    let etag = answer.header("etag").expect("an ETag").to_owned();
    let again = app
        .send_from(Method::GET, LOGO, &[("if-none-match", &etag)])
        .await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    assert!(again.body.is_empty());
    assert_eq!(again.header("etag"), Some(&*etag));
    let head = app.send_from(Method::HEAD, LOGO, &[]).await;
    assert_eq!((head.status, head.body.len()), (StatusCode::OK, 0));
    assert_eq!(host.calls(), 1);
}

/// The shopper's address and the shop's keys are nothing for that host.
#[tokio::test]
async fn a_call_for_a_logo_says_nothing_of_anybody() {
    let answer = ask_for(LOGO, |request| {
        assert_eq!(request.uri(), "/global-media/carriers/postnl.svg");
        let names = request.headers().keys();
        let mut names: Vec<_> = names.map(|name| name.as_str().to_owned()).collect();
        names.sort();
        assert_eq!(names, ["accept", "accept-encoding", "host", "user-agent"]);
        svg()
    })
    .await;
    assert_eq!(answer.status, StatusCode::OK);
}

#[tokio::test]
async fn parallel_requests_make_one_call() {
    let (arrived, may_answer) = (Arc::new(Semaphore::new(0)), Arc::new(Semaphore::new(0)));
    let handler = {
        let (arrived, may_answer) = (arrived.clone(), may_answer.clone());
        async move || {
            arrived.add_permits(1);
            may_answer.acquire().await.expect("open").forget();
            svg()
        }
    };
    let app = Arc::new(app_on(&format!(
        "http://{}",
        upstream::always(handler).await
    )));
    let get = || {
        let app = app.clone();
        tokio::spawn(async move { app.get(LOGO).await.status })
    };
    let leader = get();
    arrived.acquire().await.expect("open").forget();
    let joined: Vec<_> = (0..20).map(|_| get()).collect();
    // Whoever asked first may leave: the others still get their answer.
    leader.abort();
    tokio::task::yield_now().await;
    may_answer.add_permits(1);
    for joined in joined {
        assert_eq!(joined.await.expect("an answer"), StatusCode::OK);
    }
    assert_eq!(arrived.available_permits(), 0, "one call");
}

/// Seven days without a question, thirty in all where there is no answer.
#[tokio::test]
async fn a_logo_outlives_its_host() {
    let (host, app) = Host::start().await;
    app.get(LOGO).await;
    pass(DAY * 7 - Duration::from_secs(1)).await;
    let answer = app.get(LOGO).await;
    assert_eq!(answer.header("age"), Some("604799"));
    assert_eq!(host.calls(), 1);

    host.is_well.store(false, Ordering::Relaxed);
    pass(Duration::from_secs(2)).await;
    for calls in [2, 2, 2] {
        assert_eq!(app.get(LOGO).await.status, StatusCode::OK);
        host.wait_for(calls, &app).await;
    }
    assert_eq!(host.calls(), 2, "a failure is remembered");
    pass(Duration::from_secs(31)).await;
    assert_eq!(app.get(LOGO).await.status, StatusCode::OK);
    host.wait_for(3, &app).await;

    pass(DAY * 23).await;
    let answer = app.get(LOGO).await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(answer.header("retry-after").is_some());

    host.is_well.store(true, Ordering::Relaxed);
    pass(Duration::from_secs(31)).await;
    let answer = app.get(LOGO).await;
    assert_eq!(
        (answer.status, answer.header("age")),
        (StatusCode::OK, Some("0"))
    );
}

/// A shopper waited for up to three seconds for what was at hand.
#[tokio::test]
async fn a_logo_at_hand_is_shown_while_it_is_asked_for() {
    let is_silent = Arc::new(AtomicBool::new(false));
    let silent = is_silent.clone();
    let address = upstream::always(async move || {
        if silent.load(Ordering::Relaxed) {
            std::future::pending::<()>().await;
        }
        svg()
    });
    let app = app_on(&format!("http://{}", address.await));
    app.get(LOGO).await;
    is_silent.store(true, Ordering::Relaxed);
    pass(DAY * 8).await;
    let answer = time::timeout(Duration::from_secs(1), app.get(LOGO)).await;
    assert_eq!(answer.expect("at once").status, StatusCode::OK);
}

/// Each request was a warning, as long as the failure was remembered.
#[tokio::test]
async fn a_call_that_fails_is_warned_of_once() {
    let (host, app) = Host::start().await;
    host.is_well.store(false, Ordering::Relaxed);
    for _ in 0..3 {
        let answer = app.get(LOGO).await;
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    }
    let log = log::read();
    let count = |level: &str| log.matches(&format!("\"level\":\"{level}\"")).count();
    assert_eq!((count("WARN"), count("INFO")), (1, 3), "{log}");
    let metrics = app.get_admin("/metrics").await.text();
    let failed = "picker_logo_calls_total{outcome=\"failed\"} 1\n";
    assert!(metrics.contains(failed), "{metrics}");
}

#[tokio::test]
async fn a_logo_that_is_not_there_is_not_asked_for_again_within_an_hour() {
    let calls = Arc::new(AtomicUsize::new(0));
    let counted = calls.clone();
    let address = upstream::always(async move || {
        counted.fetch_add(1, Ordering::Relaxed);
        StatusCode::NOT_FOUND
    });
    let app = app_on(&format!("http://{}", address.await));
    for expected in [1, 1] {
        let answer = app.get(LOGO).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
        assert_eq!(answer.error()["code"], "not_found");
        assert_eq!(calls.load(Ordering::Relaxed), expected);
    }
    pass(Duration::from_secs(3601)).await;
    app.get(LOGO).await;
    assert_eq!(calls.load(Ordering::Relaxed), 2);
}

/// Nothing that could be more than a picture is passed on under the proxy's name.
#[tokio::test]
async fn what_is_no_picture_is_refused() {
    let png = "/logos/global-media/a.png";
    type Case = (&'static str, fn(Request) -> Response);
    let table: [Case; 6] = [
        (LOGO, |_| {
            ([(header::CONTENT_TYPE, "text/html")], SVG).into_response()
        }),
        (png, |_| svg()),
        (png, |_| {
            ([(header::CONTENT_TYPE, "image/png")], SVG).into_response()
        }),
        (LOGO, |_| {
            let long = format!("<svg>{}</svg>", " ".repeat(128 * 1024));
            ([(header::CONTENT_TYPE, "image/svg+xml")], long).into_response()
        }),
        (LOGO, |_| {
            let there = [(header::LOCATION, "http://127.0.0.1/keys.svg")];
            (StatusCode::FOUND, there, SVG).into_response()
        }),
        (LOGO, |_| (StatusCode::FORBIDDEN, "no").into_response()),
    ];
    for (index, (path, answer)) in table.into_iter().enumerate() {
        let answer = ask_for(path, answer).await;
        assert_eq!(answer.status, StatusCode::BAD_GATEWAY, "{index}");
        assert_eq!(answer.error()["code"], "upstream_invalid", "{index}");
    }
}

#[tokio::test]
async fn only_paths_of_pictures_are_asked_for() {
    let (host, app) = Host::start().await;
    for path in [
        "/logos/",
        "/logos/keys.svg",
        "/logos/global-media/../keys.svg",
        // These were taken, each for another copy in caches.
        "/logos/global-media/carriers%2fpostnl.svg",
        "/logos/global-media/carriers/postnl.svg?size=1",
        "/logos/global-media/carriers/postnl.svg?",
        "/logos/global-media/%2e%2e/keys.svg",
        "/logos/global-media/%2fa.svg/../b.svg",
        "/logos/global-media/a%00.svg",
        "/logos/global-media/%ff.svg",
        "/logos/global-media/a.html",
        "/logos//global-media/a.svg",
    ] {
        let answer = app.get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        answer.error();
    }
    assert_eq!(host.calls(), 0);
}

/// A checkout's pictures must not wait for a host that says nothing.
#[tokio::test]
async fn a_silent_host_is_waited_for_three_seconds() {
    let arrived = Arc::new(Semaphore::new(0));
    let arrives = arrived.clone();
    let handler = async move || {
        arrives.add_permits(1);
        std::future::pending::<()>().await;
    };
    let app = app_on(&format!("http://{}", upstream::always(handler).await));
    let answer = tokio::spawn(async move { app.get(LOGO).await });
    arrived.acquire().await.expect("open").forget();
    pass(Duration::from_secs(3)).await;
    let answer = time::timeout(Duration::from_secs(1), answer).await;
    let answer = answer.expect("in time").expect("an answer");
    assert_eq!(answer.status, StatusCode::GATEWAY_TIMEOUT);
}

/// The widget on any page finds the pictures here, and no address of another host.
#[tokio::test]
async fn points_name_logos_by_the_proxys_own_addresses() {
    async fn carrier(variables: &[(&str, &str)]) -> serde_json::Value {
        let router = Router::new().fallback(async || {
            let mut point = upstream::point(1);
            let cdn = "https://cdn.sendcloud.com/global-media/carriers/postnl";
            point["carrier"]["logo_url"] = json!(format!("{cdn}.svg"));
            point["carrier"]["icon_url"] = json!("https://elsewhere.example/icon.svg");
            axum::Json(json!({ "data": point }))
        });
        let app = TestApp::on(upstream::serve(router).await, variables);
        app.get("/api/v3/service-points/1").await.json()["data"]["carrier"].clone()
    }
    let on = carrier(&[]).await;
    assert_eq!(on["logo_url"], format!("{PUBLIC_URL}{LOGO}"));
    assert_eq!(on["icon_url"], json!(null));
}

/// A busy picker would otherwise write a line for each picture of each list.
#[tokio::test]
async fn of_what_memory_answers_one_in_a_hundred_is_logged() {
    let (_host, app) = Host::start().await;
    for _ in 0..=150 {
        app.get(LOGO).await;
    }
    let log = log::read();
    let count = |cache: &str| log.matches(&format!("\"cache\":\"{cache}\"")).count();
    assert_eq!((count("miss"), count("hit")), (1, 2), "{log}");
    let metrics = app.get_admin("/metrics").await.text();
    let hits = "route=\"/logos/{*path}\",status=\"200\",cache=\"hit\"} 150\n";
    assert!(metrics.contains(hits), "{metrics}");
}
