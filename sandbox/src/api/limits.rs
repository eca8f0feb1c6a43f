//! Sendcloud's documented limits: 1,000 reads a minute; 100 other calls, at most 15 in a second.

use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use tokio::time::Instant;

use crate::journal::CallClass;

const MINUTE: Duration = Duration::from_secs(60);
const READS_A_MINUTE: usize = 1_000;
const OTHERS_A_MINUTE: usize = 100;
const OTHERS_A_SECOND: usize = 15;

/// The calls that were let through in the last minute.
#[derive(Default)]
pub(super) struct Limits {
    reads: Mutex<VecDeque<Instant>>,
    others: Mutex<VecDeque<Instant>>,
}

impl Limits {
    /// Whether a call is within the limits; one that is not does not count. Tokens and logos have
    /// no limit.
    pub(super) fn admit(&self, class: CallClass) -> bool {
        match class {
            CallClass::AddressSearch | CallClass::Get => admit(&self.reads, READS_A_MINUTE, None),
            CallClass::Post => admit(&self.others, OTHERS_A_MINUTE, Some(OTHERS_A_SECOND)),
            CallClass::Token | CallClass::Logo => true,
        }
    }
}

fn admit(calls: &Mutex<VecDeque<Instant>>, a_minute: usize, a_second: Option<usize>) -> bool {
    let mut calls = calls.lock().unwrap_or_else(PoisonError::into_inner);
    let now = Instant::now();
    let is_past = |at: &Instant, window| now.duration_since(*at) >= window;
    while calls.front().is_some_and(|at| is_past(at, MINUTE)) {
        calls.pop_front();
    }
    let recent = calls.iter().rev();
    let in_second = recent.take_while(|at| !is_past(at, Duration::from_secs(1)));
    let is_within =
        calls.len() < a_minute && a_second.is_none_or(|a_second| in_second.count() < a_second);
    if is_within {
        calls.push_back(now);
    }
    is_within
}
