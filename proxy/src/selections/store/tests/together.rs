//! Many who write at a time, and those who give up.

use std::collections::HashSet;
use std::time::Duration;

use jiff::Timestamp;
use tokio::task::JoinSet;
use tokio::time::timeout;

use super::fixture::{Fixture, SHOP, at, record, reference};
use crate::selections::store::{Binding, Placed};

const MANY: usize = 50;

on_both!(
    many_choices_at_a_time_leave_one_current,
    the_same_choice_many_times_is_one,
    an_order_is_bound_once,
    binding_the_same_at_a_time_is_done_by_all,
    carts_and_orders_that_cross_come_to_an_end,
    what_was_given_up_does_no_harm,
);

async fn many_choices_at_a_time_leave_one_current(fixture: Fixture) {
    // Two processes, as with replicas.
    let stores = [fixture.clone(), fixture.beside()];
    fixture.store.open().await.expect("it opens");
    let mut placing = JoinSet::new();
    for index in 0..MANY {
        let store = stores[index % 2].store.clone();
        let record = record(&format!("sel_{index}"), "cart", index as u64 + 1);
        placing.spawn(async move { store.place(&record, Timestamp::MIN).await });
    }
    for placed in placing.join_all().await {
        assert!(matches!(placed, Ok(Placed::New)), "{placed:?}");
    }
    let all = fixture
        .store
        .list(SHOP, None, 100)
        .await
        .expect("it answers");
    assert_eq!(all.len(), MANY);
    let current: Vec<_> = all.iter().filter(|record| record.is_current).collect();
    assert_eq!(current.len(), 1);
    assert_eq!(fixture.current("cart").await, Some(current[0].id.clone()));
}

async fn the_same_choice_many_times_is_one(fixture: Fixture) {
    let mut placing = JoinSet::new();
    for index in 0..MANY {
        let store = fixture.store.clone();
        let record = record(&format!("sel_{index}"), "cart", 7);
        placing.spawn(async move {
            match store.place(&record, at(0)).await {
                Ok(Placed::New) => (true, record.id),
                Ok(Placed::Same(same)) => (false, same.id),
                other => panic!("{other:?}"),
            }
        });
    }
    let placed = placing.join_all().await;
    assert_eq!(placed.iter().filter(|(is_new, _)| *is_new).count(), 1);
    let ids: HashSet<_> = placed.iter().map(|(_, id)| id).collect();
    assert_eq!(ids.len(), 1);
    assert_eq!(fixture.ids().await.len(), 1);
}

async fn bind_at_a_time(
    fixture: &Fixture,
    pairs: impl Iterator<Item = (String, String)>,
) -> Vec<Binding> {
    let mut binding = JoinSet::new();
    for (id, order) in pairs {
        let fixture = fixture.clone();
        binding.spawn(async move { fixture.bind(&id, &order, at(9)).await });
    }
    binding.join_all().await
}

fn done(bound: &[Binding]) -> usize {
    let done = bound.iter().filter(|it| matches!(it, Binding::Done(_)));
    done.count()
}

async fn an_order_is_bound_once(fixture: Fixture) {
    // Of one cart and of different ones.
    for index in 0..20 {
        let cart = format!("cart {}", index % 10);
        fixture
            .place(&record(&format!("sel_{index}"), &cart, index + 1))
            .await;
    }
    let pairs = (0..20).map(|index| (format!("sel_{index}"), "order".to_owned()));
    let bound = bind_at_a_time(&fixture, pairs).await;
    assert_eq!(done(&bound), 1, "{bound:?}");
    let Some(Binding::Done(bound)) = bound.iter().find(|it| matches!(it, Binding::Done(_))) else {
        unreachable!("one was counted");
    };
    assert_eq!(fixture.current("order").await.as_ref(), Some(&bound.id));
}

async fn binding_the_same_at_a_time_is_done_by_all(fixture: Fixture) {
    fixture.place(&record("sel_1", "cart", 7)).await;
    let pairs = (0..10).map(|_| ("sel_1".to_owned(), "order".to_owned()));
    let bound = bind_at_a_time(&fixture, pairs).await;
    assert_eq!(done(&bound), 10, "{bound:?}");
}

/// Each waits for a name that the other holds: one of them is tried again.
async fn carts_and_orders_that_cross_come_to_an_end(fixture: Fixture) {
    for round in 0..5 {
        let (a, b) = (format!("a{round}"), format!("b{round}"));
        fixture.place(&record(&format!("sel_{a}"), &a, 1)).await;
        fixture.place(&record(&format!("sel_{b}"), &b, 2)).await;
        let pairs = [
            (format!("sel_{a}"), b.clone()),
            (format!("sel_{b}"), a.clone()),
        ];
        let bound = bind_at_a_time(&fixture, pairs.into_iter()).await;
        assert_eq!(done(&bound), 2, "{bound:?}");
    }
}

/// A shopper leaves, a deadline passes: whatever had begun is undone, and the next can go on.
async fn what_was_given_up_does_no_harm(fixture: Fixture) {
    fixture.place(&record("sel_first", "cart", 999)).await;
    for index in 0..200_u64 {
        let record = record(&format!("sel_{index}"), "cart", index + 1);
        let wait = Duration::from_micros(index * 20);
        // Either way is right.
        let _ = timeout(wait, fixture.store.place(&record, Timestamp::MIN)).await;
    }
    fixture.place(&record("sel_last", "cart", 1000)).await;
    let all = fixture
        .store
        .list(SHOP, None, 1000)
        .await
        .expect("it answers");
    assert_eq!(all.iter().filter(|record| record.is_current).count(), 1);
    assert!(all.len() >= 2, "what was there before is gone");
    assert_eq!(fixture.current("cart").await.as_deref(), Some("sel_last"));
    let erased = fixture
        .store
        .erase_reference(SHOP, &reference("cart"))
        .await;
    assert_eq!(erased, Ok(()));
}
