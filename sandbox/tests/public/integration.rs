//! The integration's own settings, and what it says of itself.

use std::time::Duration;

use axum::{body::Body, http::Request, http::StatusCode};
use sandbox::{CallClass, DEMO_PUBLIC_KEY, DEMO_SECRET_KEY, Journal, Sandbox};
use serde_json::json;
use tokio::time::advance;

use crate::support::{TestApi, basic, send};

const METADATA: &str = "/api/v3/user/auth/metadata";

#[tokio::test]
async fn the_keys_lead_to_their_integration() {
    let sandbox = Sandbox::default().with_integration_carriers(&["postnl", "dhl"]);
    let api = TestApi::of(sandbox);
    let metadata = api.ask("GET", METADATA).await;
    let ids = json!({ "user_id": 1, "integration_id": 1 });
    assert_eq!(metadata.json, json!({ "data": ids }));
    let integration = api.ask("GET", "/api/v3/integrations/1").await;
    let data = &integration.json["data"];
    assert_eq!(data["id"], 1);
    assert_eq!(data["service_point_enabled"], true);
    assert_eq!(data["service_point_carriers"], json!(["postnl", "dhl"]));
}

#[tokio::test]
async fn an_integration_tells_that_service_points_are_off() {
    let api = TestApi::of(Sandbox::default().without_service_points());
    let integration = api.ask("GET", "/api/v3/integrations/1").await;
    assert_eq!(integration.json["data"]["service_point_enabled"], false);
}

#[tokio::test]
async fn other_integrations_are_not_found() {
    let api = TestApi::new();
    for id in ["2", "0", "-1", "one", "99999999999999999999"] {
        let answer = api.ask("GET", &format!("/api/v3/integrations/{id}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{id}");
        assert_eq!(answer.error().1, Some("not_found"));
    }
}

#[tokio::test]
async fn strangers_learn_nothing_of_it() {
    let api = TestApi::new();
    for path in [METADATA, "/api/v3/integrations/1", "/api/v3/integrations/2"] {
        let request = Request::get(path).body(Body::empty()).unwrap();
        let answer = send(&api.router, request).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{path}");
    }
}

async fn ask_for_token(api: &TestApi) -> serde_json::Value {
    let request = Request::post("/oauth2/token")
        .header("authorization", basic(DEMO_PUBLIC_KEY, DEMO_SECRET_KEY))
        .body(Body::from("grant_type=client_credentials&scope=api"))
        .expect("a request");
    send(&api.router, request).await.json
}

#[tokio::test]
async fn an_integration_may_take_tokens_alone() {
    let api = TestApi::of(Sandbox::default().with_oauth2_only());
    assert_eq!(api.find(1_000_001).await.status, StatusCode::UNAUTHORIZED);
    let token = ask_for_token(&api).await;
    let token = token["access_token"]
        .as_str()
        .expect("keys still buy tokens");
    let request = Request::get("/api/v3/service-points/1000001")
        .header("authorization", format!("Bearer {token}"))
        .body(Body::empty())
        .unwrap();
    assert_eq!(send(&api.router, request).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_short_lived_token_says_so() {
    let lifetime = Duration::from_secs(90);
    let api = TestApi::of(Sandbox::default().with_token_lifetime(lifetime));
    assert_eq!(ask_for_token(&api).await["expires_in"], 90);

    let api = TestApi::of(Sandbox::default().with_token_lifetime(Duration::ZERO));
    let token = ask_for_token(&api).await;
    let token = token["access_token"].as_str().unwrap();
    let request = Request::get(METADATA)
        .header("authorization", format!("Bearer {token}"))
        .body(Body::empty())
        .unwrap();
    let answer = send(&api.router, request).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test(start_paused = true)]
async fn a_minute_has_a_thousand_reads() {
    let journal = Journal::default();
    let sandbox = Sandbox::default().with_rate_limits().with_journal(&journal);
    let api = TestApi::of(sandbox);
    for _ in 0..1_000 {
        assert_eq!(api.find(1_000_001).await.status, StatusCode::OK);
    }
    let refused = api.find(1_000_001).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(!refused.headers.contains_key("retry-after"));
    // Checks have a limit of their own, and one that was refused does not count.
    assert_eq!(api.check(1_000_001).await.status, StatusCode::OK);
    advance(Duration::from_secs(60)).await;
    assert_eq!(api.find(1_000_001).await.status, StatusCode::OK);
    assert_eq!(journal.count(CallClass::Get), 1_002);
}

#[tokio::test(start_paused = true)]
async fn a_minute_has_a_hundred_checks_and_a_second_fifteen() {
    let api = TestApi::of(Sandbox::default().with_rate_limits());
    let granted = async || {
        let mut granted = 0;
        for _ in 0..20 {
            let status = api.check(1_000_001).await.status;
            granted += u32::from(status == StatusCode::OK);
        }
        granted
    };
    for expected in [15, 15, 15, 15, 15, 15, 10, 0] {
        assert_eq!(granted().await, expected);
        advance(Duration::from_secs(1)).await;
    }
    advance(Duration::from_secs(53)).await;
    assert_eq!(granted().await, 15, "the first second is a minute old");
}

#[tokio::test(start_paused = true)]
async fn nothing_is_counted_unless_asked_for() {
    let api = TestApi::new();
    for _ in 0..120 {
        assert_eq!(api.check(1_000_001).await.status, StatusCode::OK);
    }
}
