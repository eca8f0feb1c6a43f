//! Opening takes its time, and nobody's patience ends it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::time::{sleep, timeout};

use crate::selections::store::StoreError;
use crate::selections::store::opening::Opening;

/// Opens in so many seconds, and counts.
fn slow(
    opened: &Arc<AtomicUsize>,
    seconds: u64,
) -> impl FnOnce() -> std::pin::Pin<Box<dyn Future<Output = Result<usize, StoreError>> + Send>> {
    let opened = opened.clone();
    move || {
        Box::pin(async move {
            sleep(Duration::from_secs(seconds)).await;
            Ok(opened.fetch_add(1, Ordering::Relaxed))
        })
    }
}

#[tokio::test(start_paused = true)]
async fn who_gives_up_does_not_stop_it() {
    let opening = Opening::new();
    let opened = Arc::default();
    for _ in 0..2 {
        let wait = Duration::from_secs(2);
        let answer = timeout(wait, opening.get_or_open(slow(&opened, 5))).await;
        assert!(answer.is_err(), "it was opened already");
    }
    let answer = timeout(
        Duration::from_secs(2),
        opening.get_or_open(slow(&opened, 5)),
    );
    assert_eq!(answer.await, Ok(Ok(&0)));
    assert_eq!(opened.load(Ordering::Relaxed), 1);
    assert_eq!(opening.get_or_open(slow(&opened, 5)).await, Ok(&0));
}

#[tokio::test(start_paused = true)]
async fn what_failed_is_tried_again_by_the_next() {
    let opening = Opening::<usize>::new();
    let failing = || async { Err(StoreError::Failed("it is away".to_owned())) };
    for _ in 0..2 {
        let answer = opening.get_or_open(failing).await;
        assert_eq!(answer, Err(StoreError::Failed("it is away".to_owned())));
    }
    assert_eq!(opening.get_or_open(slow(&Arc::default(), 1)).await, Ok(&0));
}

#[tokio::test(start_paused = true)]
async fn one_that_never_ends_is_ended() {
    let opening = Opening::<usize>::new();
    let never = || std::future::pending::<Result<usize, StoreError>>();
    assert_eq!(opening.get_or_open(never).await, Err(StoreError::TimedOut));
    assert_eq!(opening.get_or_open(slow(&Arc::default(), 1)).await, Ok(&0));
}
