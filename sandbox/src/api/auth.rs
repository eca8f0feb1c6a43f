//! Who may ask: Basic with the integration's keys, or a bearer token from the token endpoint.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, header},
    middleware::Next,
    response::Response,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use subtle::ConstantTimeEq;

use super::{Api, Refusal};

/// The integration's keys.
#[derive(Clone)]
pub(super) struct Credentials {
    public_key: String,
    secret_key: String,
}

impl Credentials {
    pub(super) fn new(public_key: &str, secret_key: &str) -> Self {
        Self {
            public_key: public_key.to_owned(),
            secret_key: secret_key.to_owned(),
        }
    }

    /// Compares in constant time, and the second half whatever the first one gave.
    fn matches(&self, user: &str, password: &str) -> bool {
        let user_matches = self.public_key.as_bytes().ct_eq(user.as_bytes());
        let password_matches = self.secret_key.as_bytes().ct_eq(password.as_bytes());
        (user_matches & password_matches).into()
    }

    /// Whether the request carries these keys as `Authorization: Basic …`.
    pub(super) fn in_basic(&self, headers: &HeaderMap) -> bool {
        let decoded = authorization(headers, "basic")
            .and_then(|encoded| STANDARD.decode(encoded).ok())
            .and_then(|bytes| String::from_utf8(bytes).ok());
        let pair = decoded.as_deref().and_then(|text| text.split_once(':'));
        pair.is_some_and(|(user, password)| self.matches(user, password))
    }
}

/// The part after the scheme, whose case does not count.
fn authorization<'a>(headers: &'a HeaderMap, scheme: &str) -> Option<&'a str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (given, rest) = value.split_once(' ')?;
    given.eq_ignore_ascii_case(scheme).then(|| rest.trim())
}

/// Lets nobody through without the keys or a live token.
pub(super) async fn require(
    State(api): State<Api>,
    request: Request,
    next: Next,
) -> Result<Response, Refusal> {
    let headers = request.headers();
    if !headers.contains_key(header::AUTHORIZATION) {
        return Err(Refusal::no_credentials());
    }
    let sandbox = &api.0.sandbox;
    let has_token = authorization(headers, "bearer")
        .is_some_and(|token| api.0.tokens.is_live(token, sandbox.clock.now()));
    let has_keys = sandbox.takes_basic && sandbox.credentials.in_basic(headers);
    if has_token || has_keys {
        Ok(next.run(request).await)
    } else {
        Err(Refusal::wrong_credentials())
    }
}
