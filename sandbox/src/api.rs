//! The HTTP side of the imitation: routes, credentials, and v3's answers.

mod auth;
mod documented;
mod gate;
mod integration;
mod labels;
mod limits;
mod oauth;
mod refusal;
mod search;
mod service_points;
mod shipping_options;

use std::{fmt, sync::Arc, time::Duration};

use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::StatusCode,
    middleware,
    routing::{get, post},
};

use crate::{Clock, Faults, Journal, europe, logos};
use auth::Credentials;
use limits::Limits;
use oauth::Tokens;

pub(crate) use documented::many_points;
pub(crate) use refusal::Refusal;

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
    takes_basic: bool,
    has_rate_limits: bool,
    token_lifetime: Duration,
    faults: Faults,
    journal: Journal,
}

impl Default for Sandbox {
    /// The demo keys, the machine's clock, every carrier that the sandbox knows, no limits and no
    /// faults.
    fn default() -> Self {
        Self {
            credentials: Credentials::new(DEMO_PUBLIC_KEY, DEMO_SECRET_KEY),
            clock: Clock::system(),
            integration_carriers: europe::carrier_codes().map(str::to_owned).collect(),
            is_enabled: true,
            takes_basic: true,
            has_rate_limits: false,
            token_lifetime: oauth::LIFETIME,
            faults: Faults::none(),
            journal: Journal::default(),
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

    /// Switches the setting *Use `OAuth2` authentication* on: Basic is then a 401, but for tokens.
    #[must_use]
    pub fn with_oauth2_only(mut self) -> Self {
        self.takes_basic = false;
        self
    }

    /// Counts calls as Sendcloud does, 1,000 reads and 100 others a minute, 15 of these in a
    /// second, and answers 429 above, with no word on when to come again.
    #[must_use]
    pub fn with_rate_limits(mut self) -> Self {
        self.has_rate_limits = true;
        self
    }

    /// How long a token lives, by the sandbox's clock; `expires_in` tells it in whole seconds.
    /// Default: one hour.
    #[must_use]
    pub fn with_token_lifetime(mut self, lifetime: Duration) -> Self {
        self.token_lifetime = lifetime;
        self
    }

    /// Has the faults that are set there, now or later.
    #[must_use]
    pub fn with_faults(mut self, faults: &Faults) -> Self {
        self.faults = faults.clone();
        self
    }

    /// Writes every call down there.
    #[must_use]
    pub fn with_journal(mut self, journal: &Journal) -> Self {
        self.journal = journal.clone();
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
    limits: Limits,
    ledger: labels::Ledger,
}

/// The imitated API, `/api/v3/…`, what of `/api/v2/…` service points need, `POST /oauth2/token`,
/// and the carriers' logos.
pub fn router(sandbox: Sandbox) -> Router {
    let api = Api(Arc::new(Inner {
        sandbox,
        tokens: Tokens::default(),
        limits: Limits::default(),
        ledger: labels::Ledger::default(),
    }));
    let imitated = Router::new()
        .route("/service-points", get(service_points::list))
        .route("/service-points/{id}", get(service_points::find))
        .route(
            "/service-points/{id}/check-availability",
            post(service_points::check_availability),
        )
        .route("/shipping-options", post(shipping_options::list))
        .route("/user/auth/metadata", get(integration::metadata))
        .route("/integrations/{id}", get(integration::find))
        .merge(labels::v3_routes())
        .fallback(async || Refusal::not_found("Not found"))
        .method_not_allowed_fallback(async || Refusal::method_not_allowed())
        .layer(middleware::from_fn_with_state(api.clone(), auth::require));
    let older =
        labels::v2_routes().layer(middleware::from_fn_with_state(api.clone(), auth::require));
    Router::new()
        .nest("/api/v3", imitated)
        .nest("/api/v2", older)
        .route("/oauth2/token", post(oauth::issue_token))
        .route(logos::ROUTE, get(logos::show))
        .fallback(async || StatusCode::NOT_FOUND)
        // Around what refuses here, and around the gate, which refuses as well.
        .layer(middleware::from_fn(labels::in_its_own_shape))
        .layer(middleware::from_fn_with_state(api.clone(), gate::pass))
        .layer(middleware::from_fn(labels::in_its_own_shape))
        .layer(DefaultBodyLimit::max(BODY_MAX_BYTES))
        .with_state(api)
}
