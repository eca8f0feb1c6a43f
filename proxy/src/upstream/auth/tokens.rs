//! OAuth2 client credentials: a token for the keys, kept in memory and renewed before it ends.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::http::{HeaderValue, StatusCode, header};
use reqwest::Url;
use serde::Deserialize;
use tokio::sync::watch;
use tokio::time::Instant;
use tracing::{error, warn};

use super::super::account::{Account, Class, sick};
use super::super::{Error, Sickness, body, http};
use super::HOLD;
use crate::clock::Clock;

/// One question for a token, body included.
const TIMEOUT: Duration = Duration::from_secs(3);
/// Most bytes of an answer.
const ANSWER_MAX: usize = 16 * 1024;
/// What is asked for; a constant, so that no encoder is needed.
const FORM: &str = "grant_type=client_credentials&scope=api";
/// A token is renewed this long before it ends at the latest.
const MARGIN: Duration = Duration::from_mins(1);
/// Longest life of a token that is believed.
const LIFETIME_MAX: Duration = Duration::from_hours(24);
/// Between a failed renewal and the next.
const RENEWAL_PAUSE: Duration = Duration::from_secs(10);
/// Pause of a 429 that names none.
const LIMITED: Duration = Duration::from_mins(1);

/// The token of an account, and the one question for its successor.
pub(super) struct Tokens {
    http: reqwest::Client,
    url: Url,
    keys: HeaderValue,
    account: Arc<Account>,
    clock: Clock,
    state: Mutex<State>,
}

/// A token, ready to be sent.
#[derive(Clone)]
pub(super) struct Token {
    pub(super) header: HeaderValue,
    /// Counts the tokens, so that many who were refused the same one ask for one more, and not for
    /// many.
    pub(super) number: u64,
    renew_at: Instant,
    ends_at: Instant,
}

#[derive(Default)]
struct State {
    token: Option<Token>,
    issued: u64,
    flight: Option<Flight>,
    /// The token endpoint is left alone until then.
    held_until: Option<Instant>,
}

/// A question under way, and what comes of it.
type Flight = watch::Receiver<Option<Result<Token, Error>>>;

#[derive(Deserialize)]
struct Answer {
    access_token: String,
    #[serde(default = "Answer::lifetime_s")]
    expires_in: u64,
}

impl Answer {
    /// As documented, where an answer does not say: a token that ends sooner is refused, and renewed
    /// for that.
    fn lifetime_s() -> u64 {
        3600
    }
}

impl Tokens {
    pub(super) fn new(
        url: Url,
        keys: HeaderValue,
        account: Arc<Account>,
        clock: Clock,
    ) -> Result<Self, reqwest::Error> {
        Ok(Self {
            http: http::client(&url)?,
            url,
            keys,
            account,
            clock,
            state: Mutex::default(),
        })
    }

    /// The token, if it is another than `refused`; else the next one. One question is under way
    /// however many wait, and none of them can break it off.
    pub(super) async fn token(self: &Arc<Self>, refused: Option<u64>) -> Result<Token, Error> {
        let mut flight = {
            let mut state = self.state();
            let now = Instant::now();
            let live = state.token.clone();
            let live = live.filter(|it| now < it.ends_at && refused != Some(it.number));
            if let Some(token) = live {
                if now >= token.renew_at {
                    self.join(&mut state);
                }
                return Ok(token);
            }
            if let Some(until) = state.held_until.filter(|&until| now < until) {
                return Err(sick(Sickness::Hold, until - now));
            }
            self.join(&mut state)
        };
        match flight.wait_for(Option::is_some).await {
            Ok(result) => result.clone().expect("it was waited for"),
            // The task has panicked, or was torn down with its runtime.
            Err(_) => Err(Error::TimedOut),
        }
    }

    /// The question under way, or a new one.
    fn join(self: &Arc<Self>, state: &mut State) -> Flight {
        let running = state.flight.as_ref();
        // A sender that is gone without a result has panicked.
        if let Some(flight) = running.filter(|flight| flight.has_changed().is_ok()) {
            return flight.clone();
        }
        let (sender, flight) = watch::channel(None);
        state.flight = Some(flight.clone());
        let tokens = self.clone();
        tokio::spawn(async move {
            let result = tokens.ask().await;
            tokens.land(&result);
            if let Err(cause) = &result
                && sender.is_closed()
            {
                log_renewal(cause);
            }
            sender.send_replace(Some(result));
        });
        flight
    }

    /// Keeps what came of a question.
    fn land(&self, result: &Result<Token, Error>) {
        let now = Instant::now();
        let mut state = self.state();
        state.flight = None;
        let (pause, is_held) = match result {
            Ok(token) => {
                self.account.issued_token(now);
                state.token = Some(token.clone());
                return;
            }
            Err(Error::TokenRefused(_)) => (HOLD, true),
            Err(Error::RateLimited { retry_after }) => (retry_after.unwrap_or(LIMITED), true),
            Err(_) => (RENEWAL_PAUSE, false),
        };
        if let Some(token) = &mut state.token {
            token.renew_at = now + pause;
        }
        if is_held {
            state.held_until = Some(now + pause);
        }
    }

    async fn ask(&self) -> Result<Token, Error> {
        let permit = self.account.enter(Class::Token)?;
        let started = Instant::now();
        let result = self.fetch().await;
        self.account
            .settle(Class::Token, permit, &result, started.elapsed());
        result
    }

    async fn fetch(&self) -> Result<Token, Error> {
        let request = self
            .http
            .post(self.url.clone())
            .timeout(TIMEOUT)
            .header(header::AUTHORIZATION, self.keys.clone())
            .header(header::ACCEPT, "application/json")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(FORM);
        let response = request.send().await?;
        let status = response.status();
        match status {
            StatusCode::OK => {}
            // Its errors have a form of their own; none of it is for anybody but the operator, who
            // is told the status.
            StatusCode::BAD_REQUEST | StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => {
                return Err(Error::TokenRefused(status.as_u16()));
            }
            _ => return Err(http::refusal(&response, &self.clock)),
        }
        let body = body::read_json(response, ANSWER_MAX).await?;
        let answer: Answer =
            serde_json::from_str(&body).map_err(|_| Error::Malformed("it is no token"))?;
        self.read(&answer)
    }

    fn read(&self, answer: &Answer) -> Result<Token, Error> {
        let mut header = HeaderValue::try_from(format!("Bearer {}", answer.access_token))
            .map_err(|_| Error::Malformed("its token is no token"))?;
        header.set_sensitive(true);
        let now = Instant::now();
        let lifetime = Duration::from_secs(answer.expires_in).min(LIFETIME_MAX);
        // A life too short for the margin must not be all renewal.
        let use_for = (lifetime * 4 / 5)
            .min(lifetime.saturating_sub(MARGIN))
            .max(lifetime / 2);
        let mut state = self.state();
        state.issued += 1;
        Ok(Token {
            header,
            number: state.issued,
            renew_at: now + use_for,
            ends_at: now + lifetime,
        })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Nobody waits for a renewal, so nobody else tells of its failure.
fn log_renewal(cause: &Error) {
    match cause.action() {
        Some(action) => error!(%cause, "{action}"),
        None => warn!(%cause, "the token could not be renewed, the old one is used to its end"),
    }
}
