//! The marked test: everything secret and everything personal is recognisable, and is then looked
//! for in every line of the log, every metric and every byte of the answers.

use std::cell::RefCell;
use std::io;
use std::sync::{Arc, Mutex};

use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Json, Router};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::json;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use crate::support::{
    Answer, PUBLIC_KEY, SECRET_KEY, SIGNING_SECRET, TestApp, log, postgres, upstream,
};

const STREET: &str = "Markedstreet";
const POSTAL_CODE: &str = "5611ZZ";
const POST_NUMBER: &str = "0098765432";
const REFERENCE: &str = "marked-cart-77";
const LATITUDE: &str = "51.987123";

/// An upstream that says back whatever it was asked, in every kind of failure.
async fn talkative(request: Request) -> Response {
    let path = request.uri().path().to_owned();
    let query = request.uri().query().unwrap_or_default().to_owned();
    let authorization = request.headers().get(header::AUTHORIZATION);
    let authorization = authorization.map_or("", |value| value.to_str().expect("text"));
    let echo = format!("{query} {authorization}");
    let error =
        json!({"errors": [{"status": "?", "code": "authentication_failed", "detail": echo}]});
    let wanted = |kind: &str| query.contains(&format!("carrier_code={kind}"));
    let statuses = [
        ("refused", StatusCode::UNAUTHORIZED),
        ("limited", StatusCode::TOO_MANY_REQUESTS),
        ("failed", StatusCode::INTERNAL_SERVER_ERROR),
        ("busy", StatusCode::SERVICE_UNAVAILABLE),
        ("odd", StatusCode::IM_A_TEAPOT),
    ];
    if let Some((_, status)) = statuses.into_iter().find(|(kind, _)| wanted(kind)) {
        return (status, Json(error)).into_response();
    }
    if path.ends_with("check-availability") {
        return (StatusCode::BAD_GATEWAY, echo).into_response();
    }
    if wanted("html") {
        return echo.into_response();
    }
    if wanted("nonsense") {
        return Json(json!({"data": {"results": echo}})).into_response();
    }
    if path.ends_with("/service-points") {
        let bad = json!({"id": echo});
        let data = json!({"results": [upstream::point(1), bad], "geocoding": null});
        return Json(json!({ "data": data })).into_response();
    }
    Json(json!({"data": upstream::packstation(2)})).into_response()
}

/// Everything that a proxy can be asked, good and bad; each time another, since one that was refused
/// or has failed asks no more for a while.
async fn ask_everything(app: impl Fn() -> TestApp) -> Vec<Answer> {
    let mut answers = Vec::new();
    let kinds = [
        "postnl", "refused", "limited", "failed", "busy", "odd", "html", "nonsense",
    ];
    for kind in kinds {
        for place in [
            format!("address_street={STREET}&address_postal_code={POSTAL_CODE}"),
            format!("latitude={LATITUDE}&longitude=5.5"),
        ] {
            let uri = format!("/api/v3/service-points?country_code=NL&carrier_code={kind}&{place}");
            answers.push(app().get(&uri).await);
        }
    }
    for uri in [
        format!("/api/v3/service-points?country_code=NL&limit={STREET}"),
        format!("/api/v3/service-points?country_code=NL&{STREET}={POSTAL_CODE}"),
        format!("/api/v3/service-points/{REFERENCE}"),
        format!("/{STREET}?{POSTAL_CODE}"),
        "/api/v3/service-points/2".to_owned(),
        "/api/config".to_owned(),
        "/picker.js".to_owned(),
    ] {
        answers.push(app().get(&uri).await);
    }
    for body in [
        json!({"service_point_id": 2, "to_post_number": POST_NUMBER, "reference": REFERENCE}),
        json!({"service_point_id": 2, "to_post_number": format!("{POST_NUMBER}x"), "reference": REFERENCE}),
        json!({"service_point_id": 2, "to_post_number": 98_765_432, "reference": REFERENCE}),
        json!({"service_point_id": 2, "reference": {REFERENCE: POST_NUMBER}}),
        json!({"service_point_id": 2, REFERENCE: POST_NUMBER}),
    ] {
        answers.push(app().post("/api/selections", &body).await);
    }
    answers
}

#[tokio::test]
async fn nothing_secret_leaves_and_nothing_personal_is_logged() {
    let talkative = upstream::serve(Router::new().fallback(talkative)).await;
    let apps = RefCell::new(Vec::new());
    let noted = |app: TestApp| {
        apps.borrow_mut().push(app.clone());
        app
    };
    let mut answers = ask_everything(|| noted(TestApp::on(talkative, &[]))).await;
    answers.extend(ask_everything(|| noted(TestApp::alone())).await);
    let mut metrics = String::new();
    for app in apps.take() {
        metrics += &app.get_admin("/metrics").await.text();
    }

    let log = log::read();
    // The test would prove nothing with a silent log or an upstream that is never reached.
    for expected in [
        "/api/v3/service-points/{id}",
        "\"route\":\"none\"",
        "upstream_refused",
        "check SENDCLOUD_PUBLIC_KEY",
        "malformed service points were left out",
        "availability could not be asked",
        "tcp connect error",
    ] {
        assert!(log.contains(expected), "{expected:?} is not in\n{log}");
    }
    for expected in [
        "route=\"/api/v3/service-points/{id}\",status=\"200\"",
        "route=\"none\"",
        "route=\"/api/selections\",status=\"201\"",
    ] {
        assert!(
            metrics.contains(expected),
            "{expected} is not in the metrics"
        );
    }
    assert!(
        answers
            .iter()
            .any(|answer| answer.status == StatusCode::CREATED)
    );

    let basic = STANDARD.encode(format!("{PUBLIC_KEY}:{SECRET_KEY}"));
    let secrets = [PUBLIC_KEY, SECRET_KEY, &basic, SIGNING_SECRET];
    let personal = [
        STREET,
        POSTAL_CODE,
        POST_NUMBER,
        "98765432",
        REFERENCE,
        LATITUDE,
    ];
    for marked in secrets.iter().chain(&personal) {
        assert!(!log.contains(marked), "{marked} is in the log:\n{log}");
        assert!(!metrics.contains(marked), "{marked} is in the metrics");
    }
    for answer in &answers {
        let whole = format!("{:?} {}", answer.headers, answer.text());
        for marked in &secrets {
            assert!(
                !whole.contains(marked),
                "{marked} is in an answer:\n{whole}"
            );
        }
    }
}

/// A log that is kept.
struct Lines(Arc<Mutex<Vec<u8>>>);

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("nobody panics with it").extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Deeper than any log goes: what the databases' driver says, and what they answer where they refuse.
#[tokio::test]
async fn nothing_of_a_selection_is_logged_on_its_way_to_the_store() {
    let mut stores = vec!["sqlite::memory:".to_owned()];
    if let Some(server) = postgres::shared() {
        stores.push(server.make_database().await);
    }
    let talkative = upstream::serve(Router::new().fallback(talkative)).await;
    for store in stores {
        let app = TestApp::on(talkative, &[("PICKER_STORE", &store)]);
        let lines = Arc::new(Mutex::new(Vec::new()));
        let targets = ["proxy", "sqlx", "sqlx_core", "sqlx_sqlite", "sqlx_postgres"];
        let targets = targets.map(|target| (target, LevelFilter::TRACE));
        let into = lines.clone();
        let layer = tracing_subscriber::fmt::layer().with_writer(move || Lines(into.clone()));
        let layer = layer.with_filter(Targets::new().with_targets(targets));
        let guard = tracing_subscriber::registry().with(layer).set_default();
        for (point, number) in [(2, POST_NUMBER), (2, "0012345678"), (3, POST_NUMBER)] {
            let body = json!({"service_point_id": point, "to_post_number": number, "reference": REFERENCE});
            app.post("/api/selections", &body).await;
        }
        drop(guard);
        let lines = lines.lock().expect("nobody panics with it").clone();
        let log = String::from_utf8(lines).expect("text");
        let metrics = app.get_admin("/metrics").await.text();
        assert!(log.contains("/api/selections"), "{log}");
        assert!(
            metrics.contains("picker_store_duration_seconds_count{op=\"place\"} 2\n"),
            "{metrics}"
        );
        for marked in [
            POST_NUMBER,
            "12345678",
            REFERENCE,
            "Stationsplein",
            "marked",
        ] {
            assert!(!log.contains(marked), "{marked} is in the log:\n{log}");
            assert!(!metrics.contains(marked), "{marked} is in the metrics");
        }
    }
}

/// A driver's own lines reached the log, with what a server says of rows.
#[tokio::test]
async fn what_a_databases_driver_says_is_not_logged() {
    log::start();
    tracing::error!(target: "sqlx::query", "marked-4711");
    tracing::warn!(target: "sqlx_postgres::connection", "marked-4711");
    tracing::warn!(target: "another", "told");
    let log = log::read();
    assert!(log.contains("told"), "{log}");
    assert!(!log.contains("marked-4711"), "{log}");
}

/// One line a failure: two would be counted as two.
#[tokio::test]
async fn a_failure_is_logged_once() {
    let answer = TestApp::alone()
        .get("/api/v3/service-points?country_code=NL")
        .await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    let log = log::read();
    assert_eq!(log.lines().count(), 1, "{log}");
    let line: serde_json::Value = serde_json::from_str(&log).expect("a JSON line");
    assert_eq!(line["level"], "WARN");
    assert_eq!(line["route"], "/api/v3/service-points");
    assert_eq!(line["status"], 503);
    assert_eq!(line["code"], "upstream_unavailable");
    assert!(line["duration_ms"].is_u64(), "{line}");
}
