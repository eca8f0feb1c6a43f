//! One call, from the decision to make it to what is learnt from it: nothing reaches Sendcloud past
//! hold, breaker, slot and quota, and no wait is longer than the whole may take.

use std::time::Duration;

use reqwest::Method;
use reqwest::header::{self, HeaderValue};
use serde_json::Value;
use tokio::sync::SemaphorePermit;
use tokio::time::{Instant, sleep, timeout_at};

use super::account::{Class, sick};
use super::{Client, Error, Sickness, Urgency, auth::Authorization, body, http};
use crate::breaker::Permit;
use crate::quota::Grant;

/// All of it: the waits, the attempts, and a token.
const DEADLINE: Duration = Duration::from_millis(4700);
/// The same for a backend's POST, which waits longer for its turn.
const DEADLINE_BACKEND: Duration = Duration::from_secs(7);
/// One GET, body included.
const GET_TIMEOUT: Duration = Duration::from_millis(2500);
/// One POST, body included: some carriers are asked live.
const POST_TIMEOUT: Duration = Duration::from_millis(3500);
/// What has to be left of the time for another attempt.
const RETRY_MIN: Duration = Duration::from_millis(1500);
/// When to come back where too much is under way.
const OVERLOADED: Duration = Duration::from_secs(1);

/// What is asked.
pub(super) struct Call {
    pub(super) class: Class,
    pub(super) urgency: Urgency,
    /// Below the base address.
    pub(super) path: String,
    pub(super) query: Vec<(&'static str, String)>,
    /// What a POST says, if anything.
    pub(super) body: Option<Value>,
    /// Most bytes of the answer, after decompression.
    pub(super) answer_max: usize,
}

impl Call {
    /// How long all of it may take.
    fn time(&self) -> Duration {
        match (self.class.grant(), self.urgency) {
            (Grant::Post, Urgency::Backend) => DEADLINE_BACKEND,
            _ => DEADLINE,
        }
    }

    /// Whether a failed call may be made again. What asks a carrier may not be asked twice.
    fn may_repeat(&self, error: &Error) -> bool {
        match self.class.grant() {
            Grant::Get => error.is_passing(),
            Grant::Post => error.is_unsent(),
        }
    }
}

/// The right to one attempt: dropped, it leaves no trace but in the quota.
struct Turn<'a> {
    authorization: Authorization,
    permit: Permit<'a>,
    _slot: SemaphorePermit<'a>,
}

impl Client {
    /// Makes a call, and makes it again where that is worth while: once with another token, once
    /// after a failure that may pass.
    pub(super) async fn call<T>(
        &self,
        call: &Call,
        decode: impl Fn(&str) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let deadline = Instant::now() + call.time();
        let mut refused = None;
        let mut failed = None;
        loop {
            let turn = timeout_at(deadline, self.turn(call, refused)).await;
            let turn = match turn.unwrap_or(Err(Error::TimedOut)) {
                Ok(turn) => turn,
                // What keeps a second attempt from being made says less than what the first met.
                Err(error) => return Err(failed.unwrap_or(error)),
            };
            if failed.is_none() && refused.is_none() {
                self.account.retries.earn();
            }
            let token = turn.authorization.token;
            let error = match self.attempt(call, turn, deadline, &decode).await {
                Ok(answer) => return Ok(answer),
                Err(error) => error,
            };
            if matches!(error, Error::Refused(401)) {
                if token.is_none() || refused.is_some() {
                    self.auth.refused();
                    return Err(error);
                }
                refused = token;
            } else if failed.is_none() && call.may_repeat(&error) {
                let Some(pause) = self.retry(deadline) else {
                    return Err(error);
                };
                sleep(pause).await;
                failed = Some(error);
            } else {
                return Err(error);
            }
        }
    }

    /// The pause before a retry, where there is time and budget for one.
    fn retry(&self, deadline: Instant) -> Option<Duration> {
        if deadline.saturating_duration_since(Instant::now()) < RETRY_MIN {
            return None;
        }
        let pause = self.account.retries.take()?;
        self.account.metrics.retried();
        Some(pause)
    }

    async fn turn(&self, call: &Call, refused: Option<u64>) -> Result<Turn<'_>, Error> {
        let turn = self.wait_for_turn(call, refused).await;
        if let Err(Error::Sick { reason, .. }) = turn {
            let account = &self.account;
            account.metrics.spared(account.number, call.class, reason);
        }
        turn
    }

    async fn wait_for_turn(&self, call: &Call, refused: Option<u64>) -> Result<Turn<'_>, Error> {
        let account = &*self.account;
        account.quota.held(call.class.grant())?;
        let permit = account.enter(call.class)?;
        let authorization = self.auth.authorization(refused).await?;
        // Before the quota: who is refused here has spent nothing, and who has a turn goes out.
        let slot = account.slots.enter().await;
        let slot = slot.map_err(|_| sick(Sickness::Overloaded, OVERLOADED))?;
        account.quota.take(call.class.grant(), call.urgency).await?;
        Ok(Turn {
            authorization,
            permit,
            _slot: slot,
        })
    }

    async fn attempt<T>(
        &self,
        call: &Call,
        turn: Turn<'_>,
        deadline: Instant,
        decode: impl Fn(&str) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let grant = call.class.grant();
        let (method, timeout) = match grant {
            Grant::Get => (Method::GET, GET_TIMEOUT),
            Grant::Post => (Method::POST, POST_TIMEOUT),
        };
        let started = Instant::now();
        let left = deadline.saturating_duration_since(started);
        let mut request = self
            .http
            .request(method, format!("{}{}", self.base_url, call.path))
            .query(&call.query)
            .timeout(timeout.min(left));
        if let Some(body) = &call.body {
            let json = HeaderValue::from_static("application/json");
            request = request
                .header(header::CONTENT_TYPE, json)
                .body(body.to_string());
        }
        let ask = async {
            let response = http::send(request, turn.authorization.header, &self.clock).await?;
            let body = body::read_json(response, call.answer_max).await?;
            decode(&body)
        };
        let result = ask.await.map_err(|error| match error {
            // What looks like it without an address is some gateway's outage.
            Error::GeocoderDown { .. } if call.class != Class::Geocode => Error::Failed(503),
            error => error,
        });
        match &result {
            Err(Error::RateLimited { retry_after }) => {
                self.account.quota.limited(grant, *retry_after);
            }
            Err(error) if error.is_failure() => {}
            _ => self.account.quota.granted(grant),
        }
        let took = started.elapsed();
        self.account.settle(call.class, turn.permit, &result, took);
        result
    }
}
