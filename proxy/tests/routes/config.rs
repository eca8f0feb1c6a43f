//! What a page learns of the shop, and what every answer carries.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::support::{ORIGIN, TestApp};

#[tokio::test]
async fn a_shop_that_restricts_nothing_says_so() {
    let app = TestApp::alone();
    let answer = app.get("/api/config?shop=default").await;
    assert_eq!(answer.status, StatusCode::OK);
    let config = answer.json();
    assert_eq!(config["shop"], "default");
    for name in ["carriers", "countries", "general_shop_types", "tiles"] {
        assert_eq!(config[name], Value::Null, "{name}");
    }
    assert_eq!(config["allow_expired"], false);
    assert_eq!(config["radius_max"], 50_000);
    assert_eq!(config["post_number_rules"][0]["requirement"], "required");
    assert_eq!(config["post_number_rules"][0]["country_code"], "DE");
}

#[tokio::test]
async fn restrictions_are_told() {
    let variables = [
        ("PICKER_SHOP", "boots"),
        ("PICKER_CARRIERS", "postnl,dhl"),
        ("PICKER_COUNTRIES", "nl,be"),
        ("PICKER_ALLOW_EXPIRED", "true"),
    ];
    let app = TestApp::alone_with(&variables);
    let config = app.get("/api/config").await.json();
    assert_eq!(config["shop"], "boots");
    assert_eq!(config["carriers"], json!(["postnl", "dhl"]));
    assert_eq!(config["countries"], json!(["NL", "BE"]));
    assert_eq!(config["allow_expired"], true);
}

#[tokio::test]
async fn another_shop_is_unknown() {
    let app = TestApp::alone();
    for uri in [
        "/api/config?shop=other",
        "/api/v3/service-points?shop=other&country_code=NL",
        "/api/v3/service-points/1000002?shop=other",
    ] {
        let answer = app.get(uri).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{uri}");
        assert_eq!(answer.error()["code"], "not_found");
    }
    let twice = app.get("/api/config?shop=default&shop=default").await;
    assert_eq!(twice.status, StatusCode::BAD_REQUEST);
    assert_eq!(twice.error()["source"]["parameter"], "shop");
}

#[tokio::test]
async fn what_is_not_there_is_said_in_the_envelope() {
    let app = TestApp::alone();
    for uri in ["/", "/api", "/api/v3/shipments", "/dist/picker.js"] {
        let answer = app.get(uri).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{uri}");
        assert_eq!(answer.error()["code"], "not_found", "{uri}");
    }
    for (method, uri, allowed) in [
        (Method::DELETE, "/api/v3/service-points", "GET,HEAD"),
        (Method::GET, "/api/selections/restore", "POST"),
        (Method::POST, "/picker.js", "GET,HEAD"),
    ] {
        let answer = app.send_from(method, uri, &[("origin", ORIGIN)]).await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{uri}");
        assert_eq!(answer.error()["code"], "invalid", "{uri}");
        assert_eq!(answer.header("allow"), Some(allowed), "{uri}");
    }
    let long = app
        .get(&format!("/api/config?shop={}", "x".repeat(2048)))
        .await;
    assert_eq!(long.status, StatusCode::URI_TOO_LONG);
    assert_eq!(long.error()["code"], "invalid");
}

#[tokio::test]
async fn every_answer_is_hardened() {
    let app = TestApp::alone();
    for uri in ["/api/config", "/api/nothing", "/api/v3/service-points"] {
        let answer = app.get(uri).await;
        let policy = answer.header("content-security-policy");
        assert_eq!(
            policy,
            Some("default-src 'none'; frame-ancestors 'none'"),
            "{uri}"
        );
        assert_eq!(
            answer.header("x-content-type-options"),
            Some("nosniff"),
            "{uri}"
        );
        assert_eq!(
            answer.header("referrer-policy"),
            Some("no-referrer"),
            "{uri}"
        );
        assert_eq!(
            answer.header("cross-origin-resource-policy"),
            Some("same-origin"),
            "{uri}"
        );
        assert_eq!(answer.header("server"), None, "{uri}");
    }
}
