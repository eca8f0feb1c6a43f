//! The widget's page for a frame: who may hold it, and what it may do.

use axum::http::{Method, StatusCode};

use crate::config::file;
use crate::support::{ORIGIN, TestApp, dist::HASH};

fn frame(query: &str) -> String {
    format!("/assets/{HASH}/frame.html{query}")
}

async fn policy(app: &TestApp, query: &str) -> String {
    let answer = app.get(&frame(query)).await;
    assert_eq!(answer.status, StatusCode::OK, "{query}");
    let policy = answer.header("content-security-policy");
    policy.expect("a policy").to_owned()
}

/// A policy that ends with these sources of `frame-ancestors`.
fn held_by(ancestors: &str) -> String {
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; \
         img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors {ancestors}"
    )
}

#[tokio::test]
async fn the_shops_pages_may_hold_it_and_no_others() {
    let app = TestApp::alone();
    let expected = held_by(&format!("'self' {ORIGIN}"));
    assert_eq!(policy(&app, "").await, expected);
    assert_eq!(policy(&app, "?shop=default").await, expected);

    let origins = "https://shop.example, http://localhost:3000, https://xn--bcher-kva.example";
    let app = TestApp::alone_with(&[("PICKER_ORIGINS", origins)]);
    let expected = held_by(&format!("'self' {}", origins.replace(',', "")));
    assert_eq!(policy(&app, "").await, expected);
}

/// Else a page of one shop could lead shoppers of another through its frame.
#[tokio::test]
async fn each_shop_has_its_own_pages() {
    let text = format!(
        "public_url = \"https://pickup.example\"\nselections.store = \"sqlite::memory:\"\n{}{}",
        file::shop("boots"),
        file::shop("hats")
    );
    let config = file::read(file::write("frames.toml", &text), &[]).expect("it is valid");
    let (app, _) = TestApp::with(config);
    for key in ["boots", "hats"] {
        let expected = held_by(&format!("'self' https://{key}.example"));
        assert_eq!(policy(&app, &format!("?shop={key}")).await, expected);
    }
    let none = app.get(&frame("")).await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
    let policy = none.header("content-security-policy");
    assert_eq!(policy, Some("default-src 'none'; frame-ancestors 'none'"));
}

/// The first would end the directive and begin another; the grammar does not know the second.
#[tokio::test]
async fn an_origin_that_no_policy_can_name_is_left_out() {
    let origins = "https://shop;script-src, http://[::1]:3000, https://shop.example:8443";
    let app = TestApp::alone_with(&[("PICKER_ORIGINS", origins)]);
    let expected = held_by("'self' https://shop.example:8443");
    assert_eq!(policy(&app, "").await, expected);
}

#[tokio::test]
async fn a_new_configuration_counts_from_the_next_request_on() {
    let read = |origin: &str| {
        let text = file::shop("boots").replace("https://boots.example", origin);
        let text = format!("public_url = \"https://pickup.example\"\n{text}");
        file::read(file::write("frame-moves.toml", &text), &[]).expect("it is valid")
    };
    let (app, state) = TestApp::with(read("https://old.example"));
    assert_eq!(
        policy(&app, "").await,
        held_by("'self' https://old.example")
    );
    state.apply(read("https://new.example")).expect("clients");
    assert_eq!(
        policy(&app, "").await,
        held_by("'self' https://new.example")
    );
    // Whatever a browser has of it, it gets the policy of today.
    let answer = app.get(&frame("")).await;
    assert_eq!(answer.header("etag"), None);
    let headers = [("if-none-match", "*")];
    let again = app.send_from(Method::GET, &frame(""), &headers).await;
    assert_eq!(again.status, StatusCode::OK);
    assert_eq!(again.text(), "plain frame.html");
}

#[tokio::test]
async fn it_is_sent_as_built_and_kept_for_minutes() {
    let app = TestApp::alone();
    for (accepted, encoding, body) in [
        ("gzip, br", Some("br"), "brotli frame.html"),
        ("gzip", None, "plain frame.html"),
        ("", None, "plain frame.html"),
    ] {
        let headers = [("accept-encoding", accepted)];
        let answer = app.send_from(Method::GET, &frame(""), &headers).await;
        assert_eq!(answer.text(), body, "{accepted:?}");
        for (name, value) in [
            ("content-encoding", encoding),
            ("content-type", Some("text/html; charset=utf-8")),
            ("cache-control", Some("public, max-age=300")),
            ("vary", Some("Accept-Encoding")),
            // A page that is isolated holds nothing else.
            ("cross-origin-resource-policy", Some("cross-origin")),
            ("cross-origin-embedder-policy", Some("require-corp")),
            ("x-content-type-options", Some("nosniff")),
            ("referrer-policy", Some("no-referrer")),
            // It knows no list of origins, and browsers without `frame-ancestors` have no WASM.
            ("x-frame-options", None),
        ] {
            assert_eq!(answer.header(name), value, "{name}");
        }
    }
}

#[tokio::test]
async fn whoever_asks_amiss_gets_no_page() {
    let app = TestApp::alone();
    for (uri, status, code) in [
        (frame("?shop=other"), StatusCode::NOT_FOUND, "not_found"),
        (
            "/assets/ffffffffffffffff/frame.html".to_owned(),
            StatusCode::NOT_FOUND,
            "not_found",
        ),
        (
            "/assets/%ff/frame.html".to_owned(),
            StatusCode::NOT_FOUND,
            "not_found",
        ),
        (
            frame("?shop=default&shop=default"),
            StatusCode::BAD_REQUEST,
            "invalid",
        ),
        (frame("?x=1"), StatusCode::BAD_REQUEST, "unknown_field"),
    ] {
        let answer = app.get(&uri).await;
        assert_eq!(answer.status, status, "{uri}");
        assert_eq!(answer.error()["code"], code, "{uri}");
        let policy = answer.header("content-security-policy");
        assert_eq!(policy, Some("default-src 'none'; frame-ancestors 'none'"));
    }
    // By another spelling of its address it is a file like the others, which nothing may hold.
    let answer = app.get(&format!("/assets/{HASH}/%66rame.html")).await;
    let policy = answer.header("content-security-policy");
    assert_eq!(policy, Some("default-src 'none'; frame-ancestors 'none'"));
}
