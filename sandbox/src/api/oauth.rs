//! The token endpoint: `OAuth2` client credentials, with the error shape that it alone has.

use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
    time::{Duration, SystemTime},
};

use axum::{
    Json,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::json;
use subtle::ConstantTimeEq;

use super::Api;
use crate::random::unguessable;

/// How long a token lives where nothing else is said, as documented.
pub(super) const LIFETIME: Duration = Duration::from_secs(3600);
/// The oldest token is forgotten above this: a client that never reuses one costs no memory.
const TOKENS_MAX: usize = 64;

/// The tokens that were issued, oldest first.
#[derive(Default)]
pub(super) struct Tokens(Mutex<VecDeque<(String, SystemTime)>>);

impl Tokens {
    /// Remembers a new token until it expires.
    fn add(&self, token: String, expires_at: SystemTime) {
        let mut tokens = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if tokens.len() == TOKENS_MAX {
            tokens.pop_front();
        }
        tokens.push_back((token, expires_at));
    }

    /// Whether it was issued here and has not expired.
    pub(super) fn is_live(&self, token: &str, now: SystemTime) -> bool {
        let tokens = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        tokens.iter().any(|(known, expires_at)| {
            bool::from(known.as_bytes().ct_eq(token.as_bytes())) && now < *expires_at
        })
    }
}

/// `POST /oauth2/token`.
pub(super) async fn issue_token(
    State(api): State<Api>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if !api.0.sandbox.credentials.in_basic(&headers) {
        return refuse(
            StatusCode::UNAUTHORIZED,
            "invalid_client",
            "Client authentication failed.",
        );
    }
    let field = |name: &str| {
        let mut pairs = form_urlencoded::parse(&body);
        pairs.find_map(|(key, value)| (key == name).then(|| value.into_owned()))
    };
    match field("grant_type").as_deref() {
        Some("client_credentials") => {}
        None => {
            let detail = "The request is missing the parameter grant_type.";
            return refuse(StatusCode::BAD_REQUEST, "invalid_request", detail);
        }
        Some(_) => {
            let detail = "The only supported grant type is client_credentials.";
            return refuse(StatusCode::BAD_REQUEST, "unsupported_grant_type", detail);
        }
    }
    if field("scope").is_some_and(|scope| !scope.is_empty() && scope != "api") {
        let detail = "The only supported scope is api.";
        return refuse(StatusCode::BAD_REQUEST, "invalid_scope", detail);
    }
    let Ok(random) = unguessable() else {
        let detail = "No token can be issued at this time.";
        return refuse(StatusCode::INTERNAL_SERVER_ERROR, "server_error", detail);
    };
    let token = format!("ory_at_{random}");
    let sandbox = &api.0.sandbox;
    let expires_at = sandbox.clock.now() + sandbox.token_lifetime;
    api.0.tokens.add(token.clone(), expires_at);
    let answer = Json(json!({
        "access_token": token,
        "expires_in": sandbox.token_lifetime.as_secs(),
        "scope": "api",
        "token_type": "bearer",
    }));
    ([(header::CACHE_CONTROL, "no-store")], answer).into_response()
}

fn refuse(status: StatusCode, error: &str, description: &str) -> Response {
    let body = Json(json!({
        "error": error,
        "error_description": description,
        "status_code": status.as_u16(),
    }));
    (status, [(header::CACHE_CONTROL, "no-store")], body).into_response()
}
