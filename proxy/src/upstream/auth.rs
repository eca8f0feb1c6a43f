//! How a call shows who makes it: with the keys themselves, or with a token for them. One or the
//! other, as configured: an integration that wants the one refuses the other.

mod tokens;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::http::HeaderValue;
use base64::{Engine, engine::general_purpose::STANDARD};
use secrecy::ExposeSecret;
use tokio::time::Instant;

use super::account::{Account, sick};
use super::{Error, Sickness};
use crate::clock::Clock;
use crate::config::{AuthMode, Credentials, UpstreamConfig};
use tokens::Tokens;

/// How long nothing is asked with credentials that were refused.
const HOLD: Duration = Duration::from_secs(30);

/// The credentials of an account, in the form that Sendcloud takes them.
pub(super) struct Auth {
    scheme: Scheme,
    refused_at: Mutex<Option<Instant>>,
}

enum Scheme {
    Basic(HeaderValue),
    OAuth2(Arc<Tokens>),
}

/// What one call carries.
pub(super) struct Authorization {
    pub(super) header: HeaderValue,
    /// Which token it is; none with the keys themselves, which cannot be renewed.
    pub(super) token: Option<u64>,
}

impl Auth {
    /// Fails where the system's certificates cannot be read.
    pub(super) fn new(
        config: &UpstreamConfig,
        account: &Arc<Account>,
        clock: Clock,
    ) -> Result<Self, reqwest::Error> {
        let keys = basic(&config.credentials);
        let scheme = match config.auth {
            AuthMode::Basic => Scheme::Basic(keys),
            AuthMode::OAuth2 => {
                let tokens = Tokens::new(config.token_url.clone(), keys, account.clone(), clock)?;
                Scheme::OAuth2(Arc::new(tokens))
            }
        };
        Ok(Self {
            scheme,
            refused_at: Mutex::default(),
        })
    }

    /// What a call has to carry; another token than `refused`. Waits for one where there is none.
    pub(super) async fn authorization(&self, refused: Option<u64>) -> Result<Authorization, Error> {
        self.check()?;
        match &self.scheme {
            Scheme::Basic(keys) => Ok(Authorization {
                header: keys.clone(),
                token: None,
            }),
            Scheme::OAuth2(tokens) => {
                let token = tokens.token(refused).await?;
                Ok(Authorization {
                    header: token.header,
                    token: Some(token.number),
                })
            }
        }
    }

    /// Whether the credentials were refused just now.
    fn check(&self) -> Result<(), Error> {
        let refused_at = self.refused_at.lock();
        let refused_at = refused_at.unwrap_or_else(PoisonError::into_inner);
        let left = refused_at.map_or(Duration::ZERO, |at| HOLD.saturating_sub(at.elapsed()));
        if left.is_zero() {
            return Ok(());
        }
        Err(sick(Sickness::Hold, left))
    }

    /// The credentials were refused, and nothing here can help.
    pub(super) fn refused(&self) {
        let refused_at = self.refused_at.lock();
        *refused_at.unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
    }
}

/// The one place that exposes the keys.
fn basic(credentials: &Credentials) -> HeaderValue {
    let public_key = credentials.public_key.expose_secret();
    let secret_key = credentials.secret_key.expose_secret();
    let encoded = STANDARD.encode(format!("{public_key}:{secret_key}"));
    let mut value = HeaderValue::try_from(format!("Basic {encoded}"))
        .expect("Base64 is made of header characters");
    value.set_sensitive(true);
    value
}
