//! How often something happened in the last seconds.

use tokio::time::Instant;

/// Counts by the second, and forgets what is older than `SECONDS`.
#[derive(Debug)]
pub(crate) struct Window<const SECONDS: usize> {
    began: Instant,
    counts: [u32; SECONDS],
    /// The second that was counted last, since `began`.
    newest: u64,
}

impl<const SECONDS: usize> Window<SECONDS> {
    pub(crate) fn new(now: Instant) -> Self {
        Self {
            began: now,
            counts: [0; SECONDS],
            newest: 0,
        }
    }

    pub(crate) fn add(&mut self, now: Instant) {
        self.forget(now);
        let index = self.index(self.newest);
        self.counts[index] += 1;
    }

    pub(crate) fn sum(&mut self, now: Instant) -> u32 {
        self.forget(now);
        self.counts.iter().sum()
    }

    fn forget(&mut self, now: Instant) {
        let second = now.duration_since(self.began).as_secs();
        let first = (self.newest + 1).max(second.saturating_sub(SECONDS as u64 - 1));
        for old in first..=second {
            let index = self.index(old);
            self.counts[index] = 0;
        }
        self.newest = self.newest.max(second);
    }

    fn index(&self, second: u64) -> usize {
        usize::try_from(second % SECONDS as u64).expect("less than the length of an array")
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn what_is_older_than_the_window_is_forgotten() {
        let start = Instant::now();
        let at = |seconds| start + Duration::from_secs(seconds);
        let mut window = Window::<10>::new(start);
        window.add(at(0));
        window.add(at(0));
        window.add(at(4));
        assert_eq!(window.sum(at(9)), 3);
        assert_eq!(window.sum(at(10)), 1);
        assert_eq!(window.sum(at(14)), 0);
        window.add(at(1000));
        assert_eq!(window.sum(at(1009)), 1);
        assert_eq!(window.sum(at(1_000_000)), 0);
    }
}
