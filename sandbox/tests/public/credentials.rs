//! Basic, the token endpoint, and bearer tokens.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, SystemTime},
};

use axum::{Router, body::Body, http::Request, http::StatusCode};
use sandbox::{Clock, DEMO_PUBLIC_KEY, DEMO_SECRET_KEY, Sandbox};

use crate::support::{Answer, NOON, basic, send};

const PATH: &str = "/api/v3/service-points/1000001";

async fn ask(router: &Router, authorization: Option<&str>) -> Answer {
    let mut request = Request::builder().uri(PATH);
    if let Some(value) = authorization {
        request = request.header("authorization", value);
    }
    send(router, request.body(Body::empty()).expect("a request")).await
}

async fn ask_for_token(router: &Router, authorization: &str, body: &'static str) -> Answer {
    let request = Request::post("/oauth2/token")
        .header("authorization", authorization)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(body))
        .expect("a request");
    send(router, request).await
}

#[tokio::test]
async fn nothing_is_told_without_credentials() {
    let router = sandbox::router(Sandbox::default());
    let answer = ask(&router, None).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert_eq!(answer.json["errors"][0]["title"], "No credentials");
    let (status, code, _, detail) = answer.error();
    assert_eq!((status, code), ("401", Some("authentication_failed")));
    assert_eq!(detail, "Authentication credentials were not provided.");
    assert!(answer.headers.contains_key("www-authenticate"));
}

#[tokio::test]
async fn wrong_credentials_are_refused() {
    let router = sandbox::router(Sandbox::default().with_keys("public", "secret"));
    let wrong = [
        basic("public", "wrong"),
        basic("wrong", "secret"),
        basic("public", ""),
        basic(DEMO_PUBLIC_KEY, DEMO_SECRET_KEY),
        "Basic ???".to_owned(),
        "Bearer ory_at_unknown".to_owned(),
        "Bearer ".to_owned(),
    ];
    for authorization in wrong {
        let answer = ask(&router, Some(&authorization)).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{authorization}");
        assert_eq!(
            answer.json["errors"][0]["title"],
            "Invalid username/password."
        );
    }
    let answer = ask(&router, Some(&basic("public", "secret"))).await;
    assert_eq!(answer.status, StatusCode::OK);
}

#[tokio::test]
async fn a_token_works_until_it_expires() {
    let now = Arc::new(AtomicU64::new(NOON));
    let clock = {
        let now = Arc::clone(&now);
        Clock::new(move || {
            SystemTime::UNIX_EPOCH + Duration::from_secs(now.load(Ordering::Relaxed))
        })
    };
    let router = sandbox::router(Sandbox::default().with_clock(clock));
    let keys = basic(DEMO_PUBLIC_KEY, DEMO_SECRET_KEY);
    let answer = ask_for_token(&router, &keys, "grant_type=client_credentials&scope=api").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.json["token_type"], "bearer");
    assert_eq!(answer.json["expires_in"], 3600);
    assert_eq!(answer.json["scope"], "api");
    let token = answer.json["access_token"].as_str().expect("a token");
    let bearer = format!("Bearer {token}");

    assert_eq!(ask(&router, Some(&bearer)).await.status, StatusCode::OK);
    now.store(NOON + 3599, Ordering::Relaxed);
    assert_eq!(ask(&router, Some(&bearer)).await.status, StatusCode::OK);
    now.store(NOON + 3600, Ordering::Relaxed);
    assert_eq!(
        ask(&router, Some(&bearer)).await.status,
        StatusCode::UNAUTHORIZED
    );
}

#[tokio::test]
async fn the_token_endpoint_has_its_own_errors() {
    let router = sandbox::router(Sandbox::default());
    let keys = basic(DEMO_PUBLIC_KEY, DEMO_SECRET_KEY);
    let wrong = basic(DEMO_PUBLIC_KEY, "wrong");
    for (authorization, body, status, error) in [
        (
            &wrong,
            "grant_type=client_credentials",
            401,
            "invalid_client",
        ),
        (&keys, "", 400, "invalid_request"),
        (&keys, "grant_type=password", 400, "unsupported_grant_type"),
        (
            &keys,
            "grant_type=client_credentials&scope=all",
            400,
            "invalid_scope",
        ),
    ] {
        let answer = ask_for_token(&router, authorization, body).await;
        assert_eq!(answer.status, status, "{body}");
        assert_eq!(answer.json["error"], error);
        assert_eq!(answer.json["status_code"], status);
    }
}

#[test]
fn debug_hides_the_secret() {
    let sandbox = Sandbox::default().with_keys("marked-public", "marked-secret");
    assert!(!format!("{sandbox:?}").contains("marked"));
}
