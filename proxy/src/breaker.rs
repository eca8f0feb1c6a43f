//! Leaves alone what keeps failing: a call that is going to fail costs its shopper the wait, and
//! what is failing the strength to recover.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::jitter;
use crate::window::Window;

/// Failures one after the other that open it.
const IN_A_ROW: u32 = 5;
/// Calls in the window below which their share says nothing.
const CALLS_MIN: u32 = 20;
/// The first pause, and the longest: each failed probe doubles it.
const PAUSE_MIN: Duration = Duration::from_secs(5);
const PAUSE_MAX: Duration = Duration::from_secs(60);
/// While a probe is under way: it has an answer by then.
const PROBE: Duration = Duration::from_secs(1);

/// Whether calls of one kind are worth while.
pub(crate) struct Breaker(Mutex<State>);

/// What a breaker does at the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    /// Everything passes.
    Closed,
    /// One call is under way, and decides.
    Probing,
    /// Nothing passes until then; the next call is the probe.
    Open(Instant),
}

struct State {
    phase: Phase,
    pause: Duration,
    failures_in_a_row: u32,
    calls: Window<10>,
    failures: Window<10>,
}

/// One call that was let through. Dropped, it says nothing: the call was broken off, or what
/// happened is none of the breaker's business.
#[must_use = "a breaker learns from what becomes of a call"]
pub(crate) struct Permit<'a> {
    breaker: &'a Breaker,
    /// None once it is settled.
    is_probe: Option<bool>,
}

impl Default for Breaker {
    fn default() -> Self {
        let now = Instant::now();
        Self(Mutex::new(State {
            phase: Phase::Closed,
            pause: PAUSE_MIN,
            failures_in_a_row: 0,
            calls: Window::new(now),
            failures: Window::new(now),
        }))
    }
}

impl Breaker {
    /// Lets a call through.
    ///
    /// # Errors
    ///
    /// How long it is not worth while to ask again.
    pub(crate) fn enter(&self) -> Result<Permit<'_>, Duration> {
        let now = Instant::now();
        let mut state = self.state();
        let is_probe = match state.phase {
            Phase::Closed => false,
            Phase::Probing => return Err(PROBE),
            Phase::Open(until) if now < until => return Err(until - now),
            Phase::Open(_) => {
                state.phase = Phase::Probing;
                true
            }
        };
        Ok(Permit {
            breaker: self,
            is_probe: Some(is_probe),
        })
    }

    pub(crate) fn phase(&self) -> Phase {
        self.state().phase
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn open(&mut self, now: Instant) {
        let least = self.pause.mul_f64(0.8);
        let pause = jitter::between(least, self.pause.mul_f64(1.2));
        self.phase = Phase::Open(now + pause);
        self.pause = (self.pause * 2).min(PAUSE_MAX);
    }

    fn close(&mut self, now: Instant) {
        self.phase = Phase::Closed;
        self.pause = PAUSE_MIN;
        self.failures_in_a_row = 0;
        self.calls = Window::new(now);
        self.failures = Window::new(now);
    }

    fn is_sick(&mut self, now: Instant) -> bool {
        let calls = self.calls.sum(now);
        let is_half = self.failures.sum(now) * 2 >= calls;
        self.failures_in_a_row >= IN_A_ROW || calls >= CALLS_MIN && is_half
    }
}

impl Permit<'_> {
    /// The call got an answer, be it a refusal.
    pub(crate) fn succeed(mut self) {
        let now = Instant::now();
        let mut state = self.breaker.state();
        match (self.is_probe.take(), state.phase) {
            (Some(true), _) => state.close(now),
            (_, Phase::Closed) => {
                state.failures_in_a_row = 0;
                state.calls.add(now);
            }
            // What was asked before it opened comes too late.
            (_, Phase::Probing | Phase::Open(_)) => {}
        }
    }

    /// The call failed. Tells whether that opened the breaker.
    pub(crate) fn fail(mut self) -> bool {
        let now = Instant::now();
        let mut state = self.breaker.state();
        match (self.is_probe.take(), state.phase) {
            (Some(true), _) => state.open(now),
            (_, Phase::Closed) => {
                state.failures_in_a_row += 1;
                state.calls.add(now);
                state.failures.add(now);
                if !state.is_sick(now) {
                    return false;
                }
                state.open(now);
            }
            (_, Phase::Probing | Phase::Open(_)) => return false,
        }
        true
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        if self.is_probe == Some(true) {
            // Nothing was learnt: the next call is the probe.
            self.breaker.state().phase = Phase::Open(Instant::now());
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::advance;

    use super::*;

    fn fail(breaker: &Breaker) -> bool {
        breaker.enter().expect("it is let through").fail()
    }

    fn succeed(breaker: &Breaker) {
        breaker.enter().expect("it is let through").succeed();
    }

    /// How long it stays open, looked at every 10 ms.
    async fn pause(breaker: &Breaker) -> Duration {
        let start = Instant::now();
        while breaker.enter().is_err() {
            advance(Duration::from_millis(10)).await;
        }
        start.elapsed()
    }

    #[tokio::test(start_paused = true)]
    async fn five_failures_in_a_row_open_it() {
        let breaker = Breaker::default();
        for _ in 0..4 {
            assert!(!fail(&breaker));
        }
        succeed(&breaker);
        for _ in 0..4 {
            assert!(!fail(&breaker));
        }
        assert!(fail(&breaker));
        assert!(breaker.enter().is_err());
    }

    #[tokio::test(start_paused = true)]
    async fn half_of_twenty_calls_in_ten_seconds_open_it() {
        let breaker = Breaker::default();
        for _ in 0..9 {
            assert!(!fail(&breaker));
            succeed(&breaker);
        }
        succeed(&breaker);
        assert!(fail(&breaker), "10 of 20");

        let breaker = Breaker::default();
        for _ in 0..20 {
            assert!(!fail(&breaker));
            succeed(&breaker);
            succeed(&breaker);
            advance(Duration::from_millis(100)).await;
        }
        // The same in 40 seconds: there are never 20 calls in the window.
        let breaker = Breaker::default();
        for _ in 0..15 {
            assert!(!fail(&breaker));
            succeed(&breaker);
            advance(Duration::from_millis(1500)).await;
        }
    }

    #[tokio::test(start_paused = true)]
    async fn pauses_double_up_to_a_minute_and_one_success_ends_them() {
        let breaker = Breaker::default();
        (0..5).for_each(|_| drop(fail(&breaker)));
        for seconds in [5.0, 10.0, 20.0, 40.0, 60.0, 60.0] {
            let paused = pause(&breaker).await.as_secs_f64();
            let jitter = seconds * 0.8 - 0.05..=seconds * 1.2 + 0.05;
            assert!(jitter.contains(&paused), "{paused} for {seconds}");
            assert!(fail(&breaker));
        }
        pause(&breaker).await;
        succeed(&breaker);
        assert_eq!(breaker.phase(), Phase::Closed);
        (0..4).for_each(|_| assert!(!fail(&breaker)));
        assert!(fail(&breaker));
        assert!(pause(&breaker).await <= Duration::from_millis(6050));
    }

    #[tokio::test(start_paused = true)]
    async fn one_call_probes_and_a_broken_off_one_leaves_the_next_to_do_it() {
        let breaker = Breaker::default();
        let early = breaker.enter().expect("it is closed");
        (0..5).for_each(|_| drop(fail(&breaker)));
        advance(Duration::from_secs(7)).await;
        let probe = breaker.enter().expect("it is time for a probe");
        assert!(breaker.enter().is_err());
        early.succeed();
        assert!(breaker.enter().is_err(), "an early call decides nothing");
        drop(probe);
        succeed(&breaker);
        assert_eq!(breaker.phase(), Phase::Closed);
    }
}
