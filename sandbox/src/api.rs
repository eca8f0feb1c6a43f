//! The HTTP side of the imitation: routes, credentials, and v3's answers.

mod auth;
mod documented;
mod oauth;
mod refusal;
mod search;
mod service_points;

use std::{fmt, sync::Arc};

use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::StatusCode,
    middleware,
    routing::{get, post},
};

use crate::{Clock, europe};
use auth::Credentials;
use oauth::Tokens;
use refusal::Refusal;

/// The public key that the sandbox takes where none is configured.
pub const DEMO_PUBLIC_KEY: &str = "sandbox-public-key";
/// The secret key that belongs to it.
pub const DEMO_SECRET_KEY: &str = "sandbox-secret-key";

/// No request of this API has a body worth more.
const BODY_MAX_BYTES: usize = 16 * 1024;

/// One imitated integration: its keys, its settings and the time it lives in.
#[derive(Clone)]
pub struct Sandbox {
    credentials: Credentials,
    clock: Clock,
    integration_carriers: Vec<String>,
    is_enabled: bool,
}

impl Default for Sandbox {
    /// The demo keys, the machine's clock, and every carrier that the sandbox knows.
    fn default() -> Self {
        Self {
            credentials: Credentials::new(DEMO_PUBLIC_KEY, DEMO_SECRET_KEY),
            clock: Clock::system(),
            integration_carriers: europe::carrier_codes().map(str::to_owned).collect(),
            is_enabled: true,
        }
    }
}

impl Sandbox {
    /// Takes other keys.
    #[must_use]
    pub fn with_keys(mut self, public_key: &str, secret_key: &str) -> Self {
        self.credentials = Credentials::new(public_key, secret_key);
        self
    }

    /// Lives in another time.
    #[must_use]
    pub fn with_clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// Sets the carriers that `use_integration_carriers=true` stands for.
    #[must_use]
    pub fn with_integration_carriers(mut self, codes: &[&str]) -> Self {
        self.integration_carriers = codes.iter().map(|&code| code.to_owned()).collect();
        self
    }

    /// Switches the integration's setting *Service Points* off: every search is then a 400.
    #[must_use]
    pub fn without_service_points(mut self) -> Self {
        self.is_enabled = false;
        self
    }
}

// The secret key must not reach a log by way of `{:?}`.
impl fmt::Debug for Sandbox {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Sandbox")
            .field("integration_carriers", &self.integration_carriers)
            .field("is_enabled", &self.is_enabled)
            .finish_non_exhaustive()
    }
}

/// What every handler sees.
#[derive(Clone)]
struct Api(Arc<Inner>);

struct Inner {
    sandbox: Sandbox,
    tokens: Tokens,
}

/// The imitated API: `/api/v3/service-points…` and `POST /oauth2/token`.
pub fn router(sandbox: Sandbox) -> Router {
    let api = Api(Arc::new(Inner {
        sandbox,
        tokens: Tokens::default(),
    }));
    let service_points = Router::new()
        .route("/service-points", get(service_points::list))
        .route("/service-points/{id}", get(service_points::find))
        .route(
            "/service-points/{id}/check-availability",
            post(service_points::check_availability),
        )
        .fallback(async || Refusal::not_found("Not found"))
        .method_not_allowed_fallback(async || Refusal::method_not_allowed())
        .layer(middleware::from_fn_with_state(api.clone(), auth::require));
    Router::new()
        .nest("/api/v3", service_points)
        .route("/oauth2/token", post(oauth::issue_token))
        .fallback(async || StatusCode::NOT_FOUND)
        .layer(DefaultBodyLimit::max(BODY_MAX_BYTES))
        .with_state(api)
}
