//! What a connection is at, and how long it may be: the rules of the guard, without any I/O.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::Stage;

/// For the head of a request, from its first byte on; of the first one, from the connection's
/// beginning.
const HEAD: Duration = Duration::from_secs(10);
/// Between two requests. Balancers reuse connections that have idled for a minute.
const IDLE: Duration = Duration::from_secs(75);
/// Without the client taking a byte of what is written.
const WRITE: Duration = Duration::from_secs(10);
/// For the head of a request, once the connection is to end: what is under way arrives by then.
const LAST_CALL: Duration = Duration::from_millis(500);
/// How often a connection is looked at: no oftener than any time here may run out that had not
/// begun at the last look.
const LOOK: Duration = Duration::from_secs(10);

/// Requests of one connection, and its age at the last one: balancers spread what is new.
const REQUESTS: u32 = 1000;
const AGE: Duration = Duration::from_secs(60 * 60);

/// Why a connection was closed before the client did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cut {
    /// The head of a request did not come in time.
    Head,
    /// No further request came.
    Idle,
    /// The client reads nothing.
    Write,
}

/// The state of one connection; everything that touches it runs on the connection's own task.
#[derive(Debug)]
pub(super) struct Progress(Mutex<State>);

#[derive(Debug)]
struct State {
    phase: Phase,
    /// Since when the client has taken nothing of what is written.
    stuck: Option<Instant>,
    begun: Instant,
    requests: u32,
    /// Whether the next answer is the last.
    ends: bool,
    /// Till when a head is waited for, once the connection is to end.
    last_call: Option<Instant>,
}

#[derive(Clone, Copy, Debug)]
enum Phase {
    /// A head is expected or has come in part.
    Head(Instant),
    /// From the head of a request to the last of its answer.
    Serving,
    /// Nothing is expected, nothing owed.
    Idle(Instant),
}

impl Progress {
    pub(super) fn new() -> Self {
        let begun = Instant::now();
        Self(Mutex::new(State {
            phase: Phase::Head(begun),
            stuck: None,
            begun,
            requests: 0,
            ends: false,
            last_call: None,
        }))
    }

    /// Bytes came.
    pub(super) fn note_read(&self) {
        let mut state = self.state();
        if matches!(state.phase, Phase::Idle(_)) {
            state.phase = Phase::Head(Instant::now());
        }
    }

    /// The client takes no bytes for now.
    pub(super) fn note_stuck(&self) {
        self.state().stuck = Some(Instant::now());
    }

    /// The client takes bytes again.
    pub(super) fn note_unstuck(&self) {
        let mut state = self.state();
        state.stuck = None;
        if matches!(state.phase, Phase::Idle(_)) {
            state.phase = Phase::Idle(Instant::now());
        }
    }

    /// A request's head is complete.
    pub(super) fn begin_request(&self) {
        let mut state = self.state();
        state.phase = Phase::Serving;
        state.requests += 1;
    }

    /// Whether the answer to the request that has begun is the connection's last.
    pub(super) fn is_last_answer(&self) -> bool {
        let state = self.state();
        state.ends || state.requests >= REQUESTS
    }

    /// The answer is handed over to be written.
    pub(super) fn end_request(&self) {
        self.state().phase = Phase::Idle(Instant::now());
    }

    /// From [`Stage::Leaving`] on the next answer is the last one; from [`Stage::Draining`] on its
    /// request is not waited for much longer.
    pub(super) fn enter(&self, stage: Stage) {
        let mut state = self.state();
        state.ends |= stage >= Stage::Leaving;
        if stage == Stage::Draining {
            state.last_call = Some(Instant::now() + LAST_CALL);
        }
    }

    /// Whether the head of a request is expected, or has come in part.
    pub(super) fn expects_head(&self) -> bool {
        matches!(self.state().phase, Phase::Head(_))
    }

    /// When to look again.
    ///
    /// # Errors
    ///
    /// Why the connection is closed now.
    pub(super) fn look(&self) -> Result<Instant, Cut> {
        let now = Instant::now();
        let mut state = self.state();
        state.ends |= now - state.begun >= AGE;
        let (ends, cut) = match (state.stuck, state.phase) {
            (Some(since), _) => (since + WRITE, Cut::Write),
            (None, Phase::Head(since)) => {
                let ends = since + HEAD;
                (
                    state.last_call.map_or(ends, |call| call.min(ends)),
                    Cut::Head,
                )
            }
            (None, Phase::Idle(since)) => (since + IDLE, Cut::Idle),
            // Handlers have deadlines of their own.
            (None, Phase::Serving) => return Ok(now + LOOK),
        };
        if ends <= now {
            return Err(cut);
        }
        Ok(ends.min(now + LOOK))
    }

    /// Whole at any time, so what a panic left behind is as good.
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
