//! How many calls are under way at a time: what nobody answers must not pile up here.

use std::time::Duration;

use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::timeout;

/// The slots of whoever is called.
pub(crate) struct Slots {
    free: Semaphore,
    queue: Semaphore,
    wait: Duration,
}

/// Too many calls are under way, and too many wait already or the wait was too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Overloaded;

impl Slots {
    /// `slots` calls at a time, and `queue` that wait for one to end. The last to come is refused
    /// rather than the oldest: none of them waits longer than `wait`, so none is old.
    pub(crate) fn new(slots: usize, queue: usize, wait: Duration) -> Self {
        Self {
            free: Semaphore::new(slots),
            queue: Semaphore::new(queue),
            wait,
        }
    }

    /// Waits for a slot; it is free again once it is dropped.
    pub(crate) async fn enter(&self) -> Result<SemaphorePermit<'_>, Overloaded> {
        if let Ok(slot) = self.free.try_acquire() {
            return Ok(slot);
        }
        let _place = self.queue.try_acquire().map_err(|_| Overloaded)?;
        let slot = timeout(self.wait, self.free.acquire()).await;
        let slot = slot.map_err(|_| Overloaded)?;
        Ok(slot.expect("it is never closed"))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use tokio::task::JoinSet;
    use tokio::time::{Instant, advance};

    use super::*;

    const SLOTS: usize = 32;
    const QUEUE: usize = 128;
    const WAIT: Duration = Duration::from_millis(250);

    #[tokio::test(start_paused = true)]
    async fn a_call_waits_for_a_slot_but_not_for_long_and_not_in_a_crowd() {
        let slots = Arc::new(Slots::new(SLOTS, QUEUE, WAIT));
        let mut taken = Vec::new();
        for _ in 0..SLOTS {
            taken.push(slots.enter().await.expect("one is free"));
        }
        let start = Instant::now();
        let mut waiting = JoinSet::new();
        for _ in 0..QUEUE {
            let slots = slots.clone();
            waiting.spawn(async move { slots.enter().await.map(drop) });
        }
        while slots.queue.available_permits() > 0 {
            tokio::task::yield_now().await;
        }
        assert_eq!(slots.enter().await.map(drop), Err(Overloaded));
        assert_eq!(start.elapsed(), Duration::ZERO);

        advance(Duration::from_millis(200)).await;
        taken.pop();
        // One slot serves them all, one after the other.
        for waited in waiting.join_all().await {
            assert_eq!(waited, Ok(()));
        }
        taken.push(slots.enter().await.expect("one is free"));
        let start = Instant::now();
        assert_eq!(slots.enter().await.map(drop), Err(Overloaded));
        assert_eq!(start.elapsed(), WAIT);
    }
}
