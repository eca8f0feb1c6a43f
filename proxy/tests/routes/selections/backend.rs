//! Who is the shop's backend, and who is not.

use axum::http::{Method, StatusCode};
use serde_json::json;

use super::{SELECTIONS, address, assert_refused, select};
use crate::support::points::Points;
use crate::support::{BACKEND_SECRET, ORIGIN, TestApp};

#[tokio::test]
async fn only_who_shows_the_secret_reads() {
    let (app, _) = Points::start().await;
    let selection = select(&app, json!({"service_point_id": 1})).await;
    let address = address(&selection);
    let answer = app.get_as_backend(&address).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());

    let almost = &BACKEND_SECRET[1..];
    for shown in [
        "",
        "Bearer",
        "Bearer ",
        BACKEND_SECRET,
        &format!("Basic {BACKEND_SECRET}"),
        &format!("Bearer {almost}"),
        &format!("Bearer {BACKEND_SECRET}x"),
    ] {
        let headers = [("authorization", shown)];
        let answer = app.send_from(Method::GET, &address, &headers).await;
        assert_refused(&answer, StatusCode::UNAUTHORIZED, "authentication_failed");
        assert_eq!(answer.header("www-authenticate"), Some("Bearer"));
        assert_eq!(answer.header("cache-control"), Some("no-store"));
    }
    let answer = app.get(&address).await;
    assert_refused(&answer, StatusCode::UNAUTHORIZED, "authentication_failed");
}

/// Who reads the page's script has the secret, and with it all selections of the shop.
#[tokio::test]
async fn a_page_that_holds_the_secret_is_refused() {
    let app = TestApp::alone();
    let secret = format!("Bearer {BACKEND_SECRET}");
    let headers = [("origin", ORIGIN), ("authorization", &*secret)];
    for (method, uri) in [(Method::GET, SELECTIONS), (Method::POST, SELECTIONS)] {
        let answer = app.send_from(method, uri, &headers).await;
        assert_refused(&answer, StatusCode::FORBIDDEN, "forbidden");
        assert_eq!(answer.header("access-control-allow-origin"), None);
    }
}
