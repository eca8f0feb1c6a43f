//! What no public door leads to: tasks that break off, crowds, and what is swept away.

use std::convert::Infallible;
use std::sync::atomic::{AtomicUsize, Ordering};

use jiff::Timestamp;
use model::{SearchResults, ServicePointId};
use tokio::task::JoinSet;
use tokio::time::sleep;

use super::*;
use crate::clock::Hands;
use crate::config::AccountId;
use crate::upstream::Sickness;

fn cache() -> (Arc<Cache>, Hands) {
    let (clock, hands) = Clock::by_hand(Timestamp::UNIX_EPOCH);
    (Arc::new(Cache::new(1 << 20, clock)), hands)
}

fn key(id: u64) -> Key {
    let id = ServicePointId::new(id).expect("an id");
    Key::of_availability(AccountId(*b"account1"), id)
}

fn question(key: &Key, purpose: Purpose) -> Question<'_> {
    Question {
        key,
        subject: Subject::Area,
        country: None,
        purpose,
    }
}

async fn get<F>(
    cache: &Arc<Cache>,
    key: &Key,
    ask: impl FnOnce(Urgency) -> F + Send + 'static,
) -> Result<Served, Unanswered<Infallible>>
where
    F: Future<Output = Result<Answer, upstream::Error>> + Send + 'static,
{
    let question = question(key, Purpose::Show);
    cache.get(question, || Ok(()), ask).await
}

/// Waiters slept until their deadline.
#[tokio::test(start_paused = true)]
async fn where_a_call_breaks_off_the_waiters_compete_once_more() {
    let (cache, _) = cache();
    let calls = Arc::new(AtomicUsize::new(0));
    let mut all = JoinSet::new();
    for _ in 0..50 {
        let (cache, calls) = (cache.clone(), calls.clone());
        all.spawn(async move {
            let ask = move |_| async move {
                let is_first = calls.fetch_add(1, Ordering::Relaxed) == 0;
                sleep(Duration::from_millis(10)).await;
                assert!(!is_first, "the first call breaks off");
                Ok(Answer::Available(true))
            };
            get(&cache, &key(1), ask).await.is_ok()
        });
    }
    let started = tokio::time::Instant::now();
    let served = all.join_all().await;
    assert!(started.elapsed() < Duration::from_secs(1));
    // The one whose call it was has spent its question.
    assert_eq!(served.iter().filter(|is_served| **is_served).count(), 49);
    assert_eq!(calls.load(Ordering::Relaxed), 2);
    assert_eq!(cache.flights.waiters(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_call_without_end_holds_nobody_beyond_its_deadline() {
    let (cache, _) = cache();
    let started = tokio::time::Instant::now();
    let never = |_| std::future::pending();
    let unanswered = get(&cache, &key(1), never).await;
    assert!(matches!(
        unanswered,
        Err(Unanswered::Failed(upstream::Error::TimedOut))
    ));
    assert!(started.elapsed() < Duration::from_secs(5));
    assert!(!cache.flights.is_under_way(&key(1)));
}

#[tokio::test(start_paused = true)]
async fn a_crowd_is_told_at_once() {
    let (cache, _) = cache();
    let mut all = JoinSet::new();
    for _ in 0..2_100 {
        let cache = cache.clone();
        all.spawn(async move {
            let slow = |_| async {
                sleep(Duration::from_secs(1)).await;
                Ok(Answer::Available(true))
            };
            matches!(get(&cache, &key(1), slow).await, Err(Unanswered::Crowded))
        });
    }
    let crowded = all.join_all().await;
    assert_eq!(crowded.iter().filter(|it| **it).count(), 2_100 - 2_048);
}

#[tokio::test]
async fn the_dead_are_swept_away() {
    let (cache, hands) = cache();
    let ask = |_| async { Ok(Answer::Available(true)) };
    for id in 1..=10 {
        assert!(get(&cache, &key(id), ask).await.is_ok());
    }
    cache.sweep();
    assert_eq!(cache.store.len(), 10);
    hands.advance(Duration::from_secs(70));
    cache.sweep();
    assert_eq!(cache.store.len(), 0);
    assert_eq!(cache.store.weight(), 0);
}

/// More than there is memory for is never kept.
#[tokio::test]
async fn memory_is_bounded() {
    let (cache, _) = cache();
    for id in 1..=5_000 {
        let ask = |_| async { Ok(Answer::Available(true)) };
        assert!(get(&cache, &key(id), ask).await.is_ok());
    }
    assert!(cache.store.weight() <= 1 << 20);
    assert!(cache.store.len() > 100);
}

/// A renewal may find its share of the quota spent. A confirmation just after it was told so, though
/// its own share was there.
#[tokio::test]
async fn who_has_a_better_right_asks_all_the_same() {
    let (cache, hands) = cache();
    let found = |_| async { Ok(Answer::Found(SearchResults::default())) };
    assert!(get(&cache, &key(1), found).await.is_ok());
    hands.advance(Duration::from_secs(15 * 60));
    let spent = |_| async {
        Err(upstream::Error::Sick {
            reason: Sickness::Quota,
            retry_after: Duration::from_secs(1),
        })
    };
    let shown = get(&cache, &key(1), spent).await.expect("it is kept");
    assert!(matches!(shown.source, AnswerSource::Hit));
    while cache.flights.is_under_way(&key(1)) {
        tokio::task::yield_now().await;
    }
    let id = key(1);
    let question = question(&id, Purpose::Select);
    let admit = || Ok::<(), Infallible>(());
    let confirmed = cache.get(question, admit, found).await;
    let source = confirmed.expect("it is asked for").source;
    assert!(matches!(source, AnswerSource::Miss { .. }), "{source:?}");
}

/// Who joined the call of a renewal was refused with it, though a confirmation has a share of its own.
#[tokio::test]
async fn who_has_a_better_right_asks_again_after_joining() {
    let (cache, _) = cache();
    let id = key(1);
    let (tell, told) = tokio::sync::oneshot::channel::<()>();
    let Boarding::Leader(leader) = cache.flights.board(&id, Urgency::Refresh) else {
        panic!("nobody asks yet");
    };
    tokio::spawn(async move {
        told.await.expect("it is told");
        leader.land(Landing::Failed(upstream::Error::Sick {
            reason: Sickness::Quota,
            retry_after: Duration::from_secs(1),
        }));
    });
    let other = cache.clone();
    let confirmed = tokio::spawn(async move {
        let id = key(1);
        let ask = |_| async { Ok(Answer::Available(true)) };
        let admit = || Ok::<(), Infallible>(());
        let question = question(&id, Purpose::Select);
        other.get(question, admit, ask).await.is_ok()
    });
    while cache.flights.waiters() == 0 {
        tokio::task::yield_now().await;
    }
    tell.send(()).expect("it waits");
    assert!(confirmed.await.expect("no panic"));
}

/// A thousand who waited for one answer made a thousand bodies of it.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_body_is_made_once() {
    let (cache, _) = cache();
    let point =
        r#"{"id": 7, "carrier": {"code": "postnl"}, "position": {"latitude": 1, "longitude": 2}}"#;
    let body = format!(r#"{{"data": {{"results": [{}]}}}}"#, [point; 100].join(","));
    let results = model::decode_search_results(&body).expect("a list").results;
    let found = move |_| async move { Ok(Answer::Found(results)) };
    let entry = get(&cache, &key(1), found).await.expect("an answer").entry;
    let mut all = JoinSet::new();
    for _ in 0..200 {
        let (cache, entry) = (cache.clone(), entry.clone());
        all.spawn(async move {
            let body = cache
                .variant(&key(1), &entry, &Shown::First(100), Encoding::Brotli)
                .await;
            body.expect("memory")
        });
    }
    let bodies = all.join_all().await;
    assert!(bodies.iter().all(|body| Arc::ptr_eq(body, &bodies[0])));
}

/// A confirmation met a 400, and the point was gone for all who only look.
#[tokio::test]
async fn a_refusal_of_what_was_answered_once_leaves_the_answer() {
    let (cache, hands) = cache();
    let id = key(1);
    let two = r#"{"data": {"results": [{"id": 7, "carrier": {"code": "postnl"}, "position": {"latitude": 1, "longitude": 2}}]}}"#;
    let results = model::decode_search_results(two).expect("a list").results;
    let found = move |_| async move { Ok(Answer::Found(results)) };
    assert!(get(&cache, &id, found).await.is_ok());
    hands.advance(Duration::from_secs(2 * 60 * 60));
    let refused = |_| async { Err(upstream::Error::Misconfigured) };
    let admit = || Ok::<(), Infallible>(());
    let confirmed = cache
        .get(question(&id, Purpose::Select), admit, refused)
        .await;
    assert!(matches!(confirmed, Err(Unanswered::Failed(_))));
    let (entry, phase) = cache.find(&id).expect("it stays");
    assert_eq!(phase, Phase::IfError);
    assert_eq!(entry.points().len(), 1);
}
