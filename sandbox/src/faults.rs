//! Faults on demand: whatever an upstream does on bad days, switched on and off while it runs.

mod play;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::http::StatusCode;

use crate::journal::CallClass;
pub(crate) use play::play;

/// Something that goes wrong.
///
/// Bodies are sent as they are whatever the client accepts, and with status 200 unless said
/// otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The head of the answer comes so much later. The only one that goes together with others.
    Latency(Duration),
    /// 429, as where the quota is spent.
    TooManyRequests(RetryAfter),
    /// 503 with a null code, as v3 answers while its geocoder is down. Address searches alone have
    /// it, whatever else it is set for.
    GeocoderDown,
    /// This status with an HTML page, as a gateway answers for an API that is down.
    GatewayError(StatusCode),
    /// 401, whatever the credentials.
    Unauthorized,
    /// The connection is closed before the head. The client sees the end of the stream, or a
    /// reset where the server's sockets do not linger (`TcpStream::set_zero_linger`).
    Reset,
    /// The first half of the usual answer under the length of the whole one, then [`Fault::Reset`].
    HalfBody,
    /// The same in chunks, of which the last one never comes.
    BrokenChunks,
    /// The usual answer, a byte at a time with so long a pause before each.
    Drip(Duration),
    /// Bytes that are neither JSON nor UTF-8, called JSON.
    Garbage,
    /// Valid JSON of 64 MiB, mostly blanks, that gzip made about 64 KiB of.
    GzipBomb,
    /// Valid JSON of 50 MiB, mostly blanks, in chunks.
    Huge,
    /// The usual answer, called `text/html`.
    WrongType,
    /// A list of 10,000 valid service points. Searches alone have it.
    ManyPoints,
}

/// What a 429 says of when to come again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetryAfter {
    /// Nothing.
    Missing,
    /// In so many seconds.
    Seconds(u64),
    /// At the moment, by the sandbox's clock, that is so far ahead.
    DateIn(Duration),
}

impl Fault {
    /// Limits it to calls of one class.
    #[must_use]
    pub fn on(self, class: CallClass) -> FaultRule {
        FaultRule::from(self).on(class)
    }

    /// Limits it to the next calls, after which it is gone.
    #[must_use]
    pub fn times(self, calls: u32) -> FaultRule {
        FaultRule::from(self).times(calls)
    }

    fn suits(self, class: CallClass, path: &str) -> bool {
        match self {
            Self::GeocoderDown => class == CallClass::AddressSearch,
            Self::ManyPoints => path.ends_with("/service-points"),
            _ => true,
        }
    }
}

/// A fault and the calls that have it; a [`Fault`] alone is had by all calls of the API.
#[derive(Clone, Copy, Debug)]
pub struct FaultRule {
    fault: Fault,
    class: Option<CallClass>,
    calls_left: Option<u32>,
}

impl From<Fault> for FaultRule {
    fn from(fault: Fault) -> Self {
        Self {
            fault,
            class: None,
            calls_left: None,
        }
    }
}

impl FaultRule {
    /// Limits it to calls of one class.
    #[must_use]
    pub fn on(mut self, class: CallClass) -> Self {
        self.class = Some(class);
        self
    }

    /// Limits it to the next calls, after which it is gone.
    #[must_use]
    pub fn times(mut self, calls: u32) -> Self {
        self.calls_left = Some(calls);
        self
    }

    fn applies(&self, class: CallClass, path: &str) -> bool {
        let is_meant = match self.class {
            Some(meant) => meant == class,
            None => class.is_api(),
        };
        is_meant && self.calls_left != Some(0) && self.fault.suits(class, path)
    }
}

/// The faults of a sandbox. Clones share them, so a test keeps one and changes its mind.
///
/// ```
/// use sandbox::{CallClass, Fault, Faults, Sandbox};
///
/// let faults = Faults::none();
/// let router = sandbox::router(Sandbox::default().with_faults(&faults));
/// // … serve the router, ask …
/// faults.set(Fault::Reset.on(CallClass::AddressSearch).times(1)); // fails once, then works
/// faults.heal();
/// # drop(router);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Faults(Arc<Mutex<Vec<FaultRule>>>);

impl Faults {
    /// Nothing goes wrong, yet.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// Replaces all faults with this one.
    pub fn set(&self, rule: impl Into<FaultRule>) {
        *self.lock() = vec![rule.into()];
    }

    /// Adds a fault behind those there are: of two that apply, the first one happens.
    pub fn add(&self, rule: impl Into<FaultRule>) {
        self.lock().push(rule.into());
    }

    /// Takes all faults away; answers that have begun keep theirs.
    pub fn heal(&self) {
        self.lock().clear();
    }

    /// What befalls a call: how much longer it takes, and the first fault that applies.
    pub(crate) fn befalling(&self, class: CallClass, path: &str) -> (Duration, Option<Fault>) {
        let mut latency = Duration::ZERO;
        let mut happens = None;
        let mut rules = self.lock();
        for rule in rules.iter_mut().filter(|rule| rule.applies(class, path)) {
            match rule.fault {
                Fault::Latency(more) => latency += more,
                fault if happens.is_none() => happens = Some(fault),
                _ => continue,
            }
            rule.calls_left = rule.calls_left.map(|calls| calls - 1);
        }
        rules.retain(|rule| rule.calls_left != Some(0));
        (latency, happens)
    }

    fn lock(&self) -> MutexGuard<'_, Vec<FaultRule>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
