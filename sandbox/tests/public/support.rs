//! Asks a router and reads the answer as plain JSON.

pub(crate) mod wire;

use std::time::{Duration, SystemTime};

use axum::{Router, body::Body, http::Request, http::StatusCode};
use base64::{Engine, engine::general_purpose::STANDARD};
use http_body_util::BodyExt;
use sandbox::{Clock, DEMO_PUBLIC_KEY, DEMO_SECRET_KEY, Sandbox};
use serde_json::Value;
use tower::ServiceExt;

/// Wednesday 11 March 2026, 12:00 in UTC: 13:00 at Eindhoven.
pub(crate) const NOON: u64 = 1_773_230_400;

/// A clock that stands still, so many seconds after the epoch.
pub(crate) fn stopped_at(seconds: u64) -> Clock {
    Clock::new(move || SystemTime::UNIX_EPOCH + Duration::from_secs(seconds))
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: axum::http::HeaderMap,
    pub(crate) text: String,
    /// Null where the body is no JSON.
    pub(crate) json: Value,
}

impl Answer {
    pub(crate) fn results(&self) -> &[Value] {
        let results = self.json["data"]["results"].as_array();
        results.unwrap_or_else(|| panic!("no results in {self:?}"))
    }

    pub(crate) fn geocoding(&self) -> &Value {
        &self.json["data"]["geocoding"]
    }

    /// The first error's status, code and parameter.
    pub(crate) fn error(&self) -> (&str, Option<&str>, Option<&str>, &str) {
        let error = &self.json["errors"][0];
        (
            error["status"].as_str().unwrap_or_default(),
            error["code"].as_str(),
            error["source"]["parameter"].as_str(),
            error["detail"].as_str().unwrap_or_default(),
        )
    }
}

pub(crate) async fn send(router: &Router, request: Request<Body>) -> Answer {
    let response = router
        .clone()
        .oneshot(request)
        .await
        .expect("routers never fail");
    let (parts, body) = response.into_parts();
    let bytes = body.collect().await.expect("a whole body").to_bytes();
    let text = String::from_utf8(bytes.to_vec()).expect("UTF-8");
    Answer {
        status: parts.status,
        headers: parts.headers,
        json: serde_json::from_str(&text).unwrap_or_default(),
        text,
    }
}

pub(crate) fn basic(user: &str, password: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("{user}:{password}")))
}

/// A sandbox at [`NOON`], asked with its own keys.
pub(crate) struct TestApi {
    pub(crate) router: Router,
}

impl TestApi {
    pub(crate) fn new() -> Self {
        Self::of(Sandbox::default())
    }

    pub(crate) fn of(sandbox: Sandbox) -> Self {
        let router = sandbox::router(sandbox.with_clock(stopped_at(NOON)));
        Self { router }
    }

    pub(crate) async fn ask(&self, method: &str, path: &str) -> Answer {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("authorization", basic(DEMO_PUBLIC_KEY, DEMO_SECRET_KEY))
            .body(Body::empty())
            .expect("a request");
        send(&self.router, request).await
    }

    /// `GET /service-points` with these parameters.
    pub(crate) async fn search(&self, parameters: &[(&str, &str)]) -> Answer {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(parameters);
        let path = format!("/api/v3/service-points?{}", query.finish());
        self.ask("GET", &path).await
    }

    /// `GET /service-points/{id}`.
    pub(crate) async fn find(&self, id: u64) -> Answer {
        self.ask("GET", &format!("/api/v3/service-points/{id}"))
            .await
    }

    /// `POST /service-points/{id}/check-availability`.
    pub(crate) async fn check(&self, id: u64) -> Answer {
        let path = format!("/api/v3/service-points/{id}/check-availability");
        self.ask("POST", &path).await
    }
}
