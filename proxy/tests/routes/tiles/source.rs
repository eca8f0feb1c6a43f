//! What a source is told and asked, and what of its answers is passed on.

use axum::extract::Request;
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::TILE;
use crate::support::tiles::{PNG, Source, png};
use crate::support::{PUBLIC_URL, TestApp, log};

const KEY: &str = "marked-map-key-31cd";

/// The shopper's address, page and browser are nothing for that host.
#[tokio::test]
async fn a_call_says_who_asks_and_nothing_of_the_shopper() {
    let source = Source::start(|_| png()).await;
    let app = source.app();
    let shopper = [
        ("user-agent", "Shopper/1"),
        ("referer", "https://shop.example/checkout"),
        ("cookie", "a=b"),
        ("authorization", "Bearer secret"),
        ("x-forwarded-for", "203.0.113.7"),
        ("accept-language", "nl"),
    ];
    let answer = app.send_from(Method::GET, TILE, &shopper).await;
    assert_eq!(answer.status, StatusCode::OK);

    let headers = source.last_headers();
    let mut names: Vec<_> = headers.keys().map(header::HeaderName::as_str).collect();
    names.sort_unstable();
    let expected = ["accept", "accept-encoding", "host", "referer", "user-agent"];
    assert_eq!(names, expected);
    let version = env!("CARGO_PKG_VERSION");
    for (name, value) in [
        ("referer", format!("{PUBLIC_URL}/")),
        (
            "user-agent",
            format!("picker-proxy/{version} (+{PUBLIC_URL})"),
        ),
        (
            "accept",
            "image/webp, image/png, image/jpeg, image/svg+xml".to_owned(),
        ),
    ] {
        assert_eq!(headers[name], value, "{name}");
    }
}

#[tokio::test]
async fn a_source_is_told_whom_to_write_to() {
    let source = Source::start(|_| png()).await;
    let app = source.app_with(&[("PICKER_TILES_CONTACT", "maps@shop.example")]);
    app.get(TILE).await;
    let version = env!("CARGO_PKG_VERSION");
    let expected = format!("picker-proxy/{version} (+maps@shop.example)");
    assert_eq!(source.last_headers()["user-agent"], expected);
}

/// A source with a key in its address, which fails in turn in every way that it can.
async fn with_a_key() -> (Source, TestApp) {
    let source = Source::start(|request| {
        let path = request.uri().path();
        let echo = request.uri().to_string();
        match path {
            "/1/0/0" => png(),
            "/1/0/1" => (StatusCode::FORBIDDEN, echo).into_response(),
            "/1/1/0" => (StatusCode::INTERNAL_SERVER_ERROR, echo).into_response(),
            _ => (StatusCode::FOUND, [(header::LOCATION, echo.clone())], echo).into_response(),
        }
    })
    .await;
    let url = format!("http://{}/{{z}}/{{x}}/{{y}}?key={{key}}", source.address);
    let app = source.app_with(&[("PICKER_TILES_URL", &url), ("PICKER_TILES_KEY", KEY)]);
    (source, app)
}

#[tokio::test]
async fn a_key_goes_to_the_source_and_nowhere_else() {
    let (source, app) = with_a_key().await;
    let mut seen = String::new();
    for (path, status) in [
        ("/tiles/1/0/0", StatusCode::OK),
        ("/tiles/1/0/1", StatusCode::BAD_GATEWAY),
        ("/tiles/1/1/0", StatusCode::SERVICE_UNAVAILABLE),
        ("/tiles/1/1/1", StatusCode::BAD_GATEWAY),
        ("/api/config", StatusCode::OK),
    ] {
        let answer = app.get(path).await;
        assert_eq!(answer.status, status, "{path}");
        seen += &format!("{:?}{}", answer.headers, answer.text());
    }
    assert_eq!(source.paths()[0], format!("/1/0/0?key={KEY}"));
    // One that is down, so that the client itself has something to say of the address.
    let url = "http://127.0.0.1:1/{z}/{x}/{y}?key={key}";
    let down = source.app_with(&[("PICKER_TILES_URL", url), ("PICKER_TILES_KEY", KEY)]);
    seen += &down.get(TILE).await.text();
    for app in [app, down] {
        seen += &app.get_admin("/metrics").await.text();
    }
    seen += &log::read();
    assert!(seen.contains("could not be reached"), "{seen}");
    assert!(!seen.contains(KEY), "{seen}");
}

/// Where somebody looks is where somebody lives.
#[tokio::test]
async fn no_position_is_logged_or_counted() {
    let (_source, app) = with_a_key().await;
    for path in [TILE, "/tiles/1/0/0", "/tiles/99/8441/5460"] {
        app.get(path).await;
    }
    let metrics = app.get_admin("/metrics").await.text();
    let counted = "route=\"/tiles/{z}/{x}/{y}\",status=\"200\",cache=\"miss\"} 1\n";
    assert!(metrics.contains(counted), "{metrics}");
    let seen = metrics + &log::read();
    assert!(seen.contains("\"route\":\"/tiles/{z}/{x}/{y}\""), "{seen}");
    for number in ["8441", "5460", "1/0/0"] {
        assert!(!seen.contains(number), "{number}: {seen}");
    }
}

#[tokio::test]
async fn a_key_that_is_refused_is_for_the_operator_to_mend() {
    let (_source, app) = with_a_key().await;
    let answer = app.get("/tiles/1/0/1").await;
    assert_eq!(answer.error()["code"], "upstream_refused");
    let log = log::read();
    let line = log.lines().find(|line| line.contains("\"ERROR\""));
    let line = line.expect("somebody has to act");
    assert!(line.contains("answered 403"), "{line}");
}

fn typed(media_type: &'static str, body: impl Into<Vec<u8>>) -> Response {
    ([(header::CONTENT_TYPE, media_type)], body.into()).into_response()
}

#[tokio::test]
async fn pictures_in_four_forms_are_taken() {
    let table: [(&str, &[u8]); 5] = [
        ("image/png", PNG),
        ("image/png; charset=binary", PNG),
        ("image/jpeg", b"\xff\xd8\xff\xe0-pixels"),
        ("image/webp", b"RIFF\x04\0\0\0WEBPVP8 "),
        ("image/svg+xml", b"<svg/>"),
    ];
    for (media_type, body) in table {
        let source = Source::start(move |_| typed(media_type, body)).await;
        let answer = source.app().get(TILE).await;
        assert_eq!(answer.status, StatusCode::OK, "{media_type}");
        let essence = media_type.split(';').next();
        assert_eq!(answer.header("content-type"), essence);
        assert_eq!(answer.body, body, "{media_type}");
    }
}

/// Nothing that could be more than a picture is passed on under the proxy's name.
#[tokio::test]
async fn what_is_no_picture_is_refused() {
    type Say = fn(&Request) -> Response;
    let table: [(Say, StatusCode, &str); 10] = [
        (
            |_| typed("text/html", PNG),
            StatusCode::BAD_GATEWAY,
            "upstream_invalid",
        ),
        (
            |_| PNG.into_response(),
            StatusCode::BAD_GATEWAY,
            "upstream_invalid",
        ),
        (
            |_| typed("image/jpeg", PNG),
            StatusCode::BAD_GATEWAY,
            "upstream_invalid",
        ),
        (
            |_| typed("image/gif", "GIF89a"),
            StatusCode::BAD_GATEWAY,
            "upstream_invalid",
        ),
        (
            |_| typed("image/png", ""),
            StatusCode::BAD_GATEWAY,
            "upstream_invalid",
        ),
        (
            |_| typed("image/png", [PNG, &[0; 512 * 1024]].concat()),
            StatusCode::BAD_GATEWAY,
            "upstream_invalid",
        ),
        (
            |_| (StatusCode::FOUND, [(header::LOCATION, "/elsewhere")], png()).into_response(),
            StatusCode::BAD_GATEWAY,
            "upstream_invalid",
        ),
        // It was asked for a tile, not whether one is the same as before.
        (
            |_| StatusCode::NOT_MODIFIED.into_response(),
            StatusCode::BAD_GATEWAY,
            "upstream_invalid",
        ),
        (
            |_| StatusCode::TOO_MANY_REQUESTS.into_response(),
            StatusCode::SERVICE_UNAVAILABLE,
            "upstream_unavailable",
        ),
        (
            |_| StatusCode::BAD_GATEWAY.into_response(),
            StatusCode::SERVICE_UNAVAILABLE,
            "upstream_unavailable",
        ),
    ];
    for (index, (say, status, code)) in table.into_iter().enumerate() {
        let source = Source::start(say).await;
        let answer = source.app().get(TILE).await;
        assert_eq!(answer.status, status, "{index}");
        assert_eq!(answer.error()["code"], code, "{index}");
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{index}");
        let is_retried = status == StatusCode::SERVICE_UNAVAILABLE;
        assert_eq!(
            answer.header("retry-after").is_some(),
            is_retried,
            "{index}"
        );
        assert_eq!(source.calls(), 1, "{index}: a redirect is not followed");
    }
}
