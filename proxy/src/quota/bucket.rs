//! One grant, shared out to classes of calls.

use std::time::Duration;

use tokio::time::Instant;

use crate::config::Rate;
use crate::gcra::{Pace, Spent};
use crate::window::Window;

/// How long the rates stay halved, after Sendcloud said twice in a row that they are too high:
/// other software may spend the same quota.
const SLOW: Duration = Duration::from_mins(10);

/// Why a call may not be made; for how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// Sendcloud asked for a pause.
    Held(Duration),
    /// The class, and all below it, have spent their share.
    Spent(Duration),
}

/// What was spent of a grant.
pub(super) struct Bucket {
    /// The highest class first.
    classes: Vec<(Pace, Spent)>,
    held_until: Instant,
    /// Pauses without a success between them.
    pauses: u32,
    slow_until: Instant,
    used: Window<60>,
}

impl Bucket {
    /// Without the bursts, but not without a first call.
    pub(super) fn new(rates: &[Rate], now: Instant) -> Self {
        let class = |&rate| {
            let pace = Pace::new(rate);
            (pace, Spent::burst(pace, now))
        };
        Self {
            classes: rates.iter().map(class).collect(),
            held_until: now,
            pauses: 0,
            slow_until: now,
            used: Window::new(now),
        }
    }

    /// Books the next call of a class, and says when it may go out: a class takes what is free
    /// sooner, its own or a lower one's, never a higher one's.
    pub(super) fn take(
        &mut self,
        class: usize,
        now: Instant,
        patience: Duration,
    ) -> Result<Instant, Refusal> {
        self.held(now)?;
        let is_slow = now < self.slow_until;
        let open = self.classes[class..].iter_mut().map(|(pace, spent)| {
            let pace = if is_slow { pace.halved() } else { *pace };
            (spent.next(pace, now), pace, spent)
        });
        // Of equals the first: a class spends its own before it borrows.
        let soonest = open.min_by_key(|&(at, ..)| at);
        let (at, pace, spent) = soonest.expect("every class is one of them");
        if at - now > patience {
            return Err(Refusal::Spent(at - now));
        }
        *spent = spent.pass(pace, at);
        self.used.add(now);
        Ok(at)
    }

    pub(super) fn held(&self, now: Instant) -> Result<(), Refusal> {
        if now < self.held_until {
            return Err(Refusal::Held(self.held_until - now));
        }
        Ok(())
    }

    pub(super) fn limited(&mut self, now: Instant, pause: Duration) {
        // Those under way when the first 429 came bring the same news again.
        let is_news = now >= self.held_until;
        self.held_until = self.held_until.max(now + pause);
        if is_news {
            self.pauses += 1;
            if self.pauses >= 2 {
                self.slow_until = now + SLOW;
            }
        }
    }

    pub(super) fn granted(&mut self, now: Instant) {
        // What was asked before the pause says nothing of what comes after it.
        if now >= self.held_until {
            self.pauses = 0;
        }
    }

    pub(super) fn used(&mut self, now: Instant) -> u32 {
        self.used.sum(now)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{GET, PATIENCE, PATIENCE_BACKEND, POST};
    use super::*;

    /// Most of the sorted `moments` that lie within any `span`.
    fn most_within(moments: &[Instant], span: Duration) -> usize {
        let within = |(index, &first): (usize, &Instant)| {
            let rest = moments[index..].iter();
            rest.take_while(|&&moment| moment < first + span).count()
        };
        moments.iter().enumerate().map(within).max().unwrap_or(0)
    }

    /// When calls go out whose classes and distances in milliseconds are these, where the lowest
    /// class waits so long.
    fn run(rates: &[Rate], arrivals: &[(usize, u64)], lowest: Duration) -> Vec<Instant> {
        let start = Instant::now();
        let mut now = start;
        let mut bucket = Bucket::new(rates, start);
        let mut calls = Vec::new();
        for &(class, after) in arrivals {
            now += Duration::from_millis(after);
            let class = class % rates.len();
            let patience = match class == rates.len() - 1 {
                true => lowest,
                false => PATIENCE,
            };
            calls.extend(bucket.take(class, now, patience));
        }
        calls.sort();
        calls
    }

    /// Floods, trickles and pauses that bring the bursts back, in any order.
    fn arrivals() -> impl Strategy<Value = Vec<(usize, u64)>> {
        let flood = (0_usize..3, 0_u64..8, 200_usize..900);
        let trickle = (0_usize..3, 20_u64..2000, 5_usize..40);
        let pause = (0_usize..3, 5_000_u64..70_000, 1_usize..2);
        let part = prop_oneof![flood, trickle, pause];
        let spread = |parts: Vec<(usize, u64, usize)>| {
            let calls = |(class, after, count)| std::iter::repeat_n((class, after), count);
            parts.into_iter().flat_map(calls).collect()
        };
        prop::collection::vec(part, 1..12).prop_map(spread)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

        #[test]
        fn no_sliding_minute_holds_more_than_the_grant(arrivals in arrivals()) {
            let calls = run(&GET, &arrivals, PATIENCE);
            prop_assert!(most_within(&calls, Duration::from_mins(1)) <= 950);
            let calls = run(&POST, &arrivals, PATIENCE_BACKEND);
            prop_assert!(most_within(&calls, Duration::from_mins(1)) <= 92);
            prop_assert!(most_within(&calls, Duration::from_secs(1)) <= 14);
        }
    }

    /// The bound above would also hold if nothing ever passed.
    #[test]
    fn a_flood_gets_what_the_rates_promise() {
        let flood: Vec<_> = (0..60_000).map(|_| (0, 2)).collect();
        let calls = run(&GET, &flood, PATIENCE);
        let minute = most_within(&calls, Duration::from_mins(1));
        assert!((840..=950).contains(&minute), "{minute}");
        let minute = most_within(
            &run(&POST, &flood, PATIENCE_BACKEND),
            Duration::from_mins(1),
        );
        assert!((78..=92).contains(&minute), "{minute}");
    }

    #[test]
    fn a_start_has_no_bursts_but_a_first_call() {
        let now = Instant::now();
        let mut bucket = Bucket::new(&GET, now);
        assert_eq!(bucket.take(1, now, PATIENCE), Ok(now));
        let at_once = (0..200).filter(|_| bucket.take(1, now, Duration::ZERO).is_ok());
        // What is left is the first call of the class below.
        assert_eq!(at_once.count(), 1);
        let later = now + Duration::from_mins(1);
        let at_once = (0..200).filter(|_| bucket.take(1, later, Duration::ZERO).is_ok());
        assert_eq!(at_once.count(), 60 + 20);
    }

    /// A busy list would otherwise keep shoppers from confirming.
    #[test]
    fn a_class_borrows_from_below_and_never_from_above() {
        let now = Instant::now() + Duration::from_mins(1);
        let mut bucket = Bucket::new(&GET, now - Duration::from_mins(1));
        let mut take = |class| bucket.take(class, now, Duration::ZERO).is_ok();
        assert_eq!((0..300).filter(|_| take(2)).count(), 20);
        assert_eq!((0..300).filter(|_| take(1)).count(), 60);
        assert_eq!((0..300).filter(|_| take(0)).count(), 20);
        let mut bucket = Bucket::new(&GET, now - Duration::from_mins(1));
        let mut take = |class| bucket.take(class, now, Duration::ZERO).is_ok();
        assert_eq!((0..300).filter(|_| take(0)).count(), 100);
        assert!(!take(2));
    }

    /// It was asked for 41 at once, gave 2 and refused the rest within half a second.
    #[test]
    fn a_backend_gets_its_share_of_posts_and_waits_for_more() {
        let now = Instant::now() + Duration::from_mins(1);
        let mut bucket = Bucket::new(&POST, now - Duration::from_mins(1));
        let turns: Vec<_> = (0..41)
            .map(|_| bucket.take(1, now, PATIENCE_BACKEND))
            .collect();
        let given = turns.iter().filter_map(|turn| turn.ok());
        let waits: Vec<_> = given.map(|at| (at - now).as_millis() / 100).collect();
        assert_eq!(waits, [0, 0, 0, 0, 0, 17, 34]);
        let Some(Err(Refusal::Spent(wait))) = turns.last() else {
            panic!("the share is spent");
        };
        assert!(*wait > PATIENCE_BACKEND && *wait < Duration::from_secs(6));
        // The shoppers' share is whole.
        let mut take = |_: &i32| bucket.take(0, now, Duration::ZERO).is_ok();
        assert_eq!((0..41).filter(&mut take).count(), 7);
    }

    #[test]
    fn a_429_holds_the_bucket_and_a_second_one_halves_its_rate() {
        let start = Instant::now();
        let at = |seconds| start + Duration::from_secs(seconds);
        let mut bucket = Bucket::new(&POST, start);
        bucket.limited(at(0), Duration::from_secs(7));
        bucket.limited(at(1), Duration::from_secs(7));
        let held = Refusal::Held(Duration::from_secs(3));
        assert_eq!(bucket.take(0, at(5), PATIENCE), Err(held));
        assert!(bucket.take(0, at(8), PATIENCE).is_ok());

        // The first two came together: this is the second pause in a row.
        bucket.limited(at(9), Duration::from_secs(1));
        let flood = |bucket: &mut Bucket, from: u64| {
            let tried = (0..600).map(|step| at(from) + Duration::from_millis(step * 100));
            let calls = tried.filter(|&now| bucket.take(0, now, Duration::ZERO).is_ok());
            calls.count()
        };
        let slow = flood(&mut bucket, 100);
        assert!((40..=46).contains(&slow), "{slow}");
        let again = flood(&mut bucket, 800);
        assert!((80..=92).contains(&again), "{again}");
    }

    #[test]
    fn a_success_between_two_429s_ends_the_row() {
        let start = Instant::now();
        let at = |seconds| start + Duration::from_secs(seconds);
        let mut bucket = Bucket::new(&POST, start);
        bucket.limited(at(0), Duration::from_secs(5));
        bucket.granted(at(1));
        assert_eq!(bucket.pauses, 1, "it was asked before the pause");
        bucket.granted(at(6));
        bucket.limited(at(7), Duration::from_secs(5));
        assert!(bucket.slow_until <= start);
    }
}
