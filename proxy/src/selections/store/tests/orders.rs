//! A selection becomes part of an order, and is frozen.

use super::fixture::{Fixture, SHOP, at, record, reference};
use crate::selections::store::{Binding, Placed, Withdrawal};

on_both!(
    a_bound_selection_has_two_names_and_stays,
    binding_again_changes_nothing,
    an_earlier_choice_can_be_bound,
    a_withdrawn_choice_can_be_bound,
    a_cart_becomes_one_order,
    an_order_has_one_selection,
    what_is_not_there_is_not_bound,
    a_name_may_be_of_a_cart_and_of_another_order,
);

async fn a_bound_selection_has_two_names_and_stays(fixture: Fixture) {
    fixture.place(&record("sel_1", "cart", 7)).await;
    let bound = fixture.bind("sel_1", "order", at(9)).await;
    let Binding::Done(bound) = bound else {
        panic!("{bound:?}");
    };
    assert_eq!(bound.bound_at, Some(at(9)));
    assert!(fixture.find("sel_1").await == Some(*bound));
    for name in ["cart", "order"] {
        assert_eq!(fixture.current(name).await.as_deref(), Some("sel_1"));
    }
    for point in [7, 8] {
        let again = record("sel_2", "cart", point);
        let placed = fixture.store.place(&again, at(0)).await;
        assert!(matches!(placed, Ok(Placed::Bound)), "{placed:?}");
    }
    let withdrawn = fixture.store.withdraw(SHOP, "sel_1").await;
    assert_eq!(withdrawn, Ok(Withdrawal::Bound));
    assert_eq!(fixture.current("cart").await.as_deref(), Some("sel_1"));
    assert_eq!(fixture.ids().await, ["sel_1"]);
}

async fn binding_again_changes_nothing(fixture: Fixture) {
    fixture.place(&record("sel_1", "cart", 7)).await;
    for seconds in [9, 10] {
        let bound = fixture.bind("sel_1", "order", at(seconds)).await;
        let Binding::Done(bound) = bound else {
            panic!("{bound:?}");
        };
        assert_eq!(bound.bound_at, Some(at(9)));
    }
    let bound = fixture.bind("sel_1", "another", at(11)).await;
    assert!(matches!(bound, Binding::Conflict), "{bound:?}");
    assert_eq!(fixture.current("another").await, None);
}

/// What the form carried counts, not what was chosen in another tab since.
async fn an_earlier_choice_can_be_bound(fixture: Fixture) {
    fixture.place(&record("sel_1", "cart", 7)).await;
    fixture.place(&record("sel_2", "cart", 8)).await;
    let bound = fixture.bind("sel_1", "order", at(9)).await;
    assert!(
        matches!(&bound, Binding::Done(it) if it.is_current),
        "{bound:?}"
    );
    for name in ["cart", "order"] {
        assert_eq!(fixture.current(name).await.as_deref(), Some("sel_1"));
    }
    assert!(!fixture.find("sel_2").await.expect("it is kept").is_current);
}

async fn a_withdrawn_choice_can_be_bound(fixture: Fixture) {
    fixture.place(&record("sel_1", "cart", 7)).await;
    let withdrawn = fixture.store.withdraw(SHOP, "sel_1").await;
    assert_eq!(withdrawn, Ok(Withdrawal::Done));
    fixture.bind("sel_1", "order", at(9)).await;
    assert_eq!(fixture.current("cart").await.as_deref(), Some("sel_1"));
}

async fn a_cart_becomes_one_order(fixture: Fixture) {
    fixture.place(&record("sel_1", "cart", 7)).await;
    fixture.place(&record("sel_2", "cart", 8)).await;
    fixture.bind("sel_2", "order", at(9)).await;
    let bound = fixture.bind("sel_1", "another", at(10)).await;
    assert!(matches!(bound, Binding::Conflict), "{bound:?}");
    assert_eq!(fixture.current("cart").await.as_deref(), Some("sel_2"));
}

async fn an_order_has_one_selection(fixture: Fixture) {
    fixture.place(&record("sel_1", "cart 1", 7)).await;
    fixture.place(&record("sel_2", "cart 2", 7)).await;
    fixture.bind("sel_1", "order", at(9)).await;
    let bound = fixture.bind("sel_2", "order", at(10)).await;
    assert!(matches!(bound, Binding::Conflict), "{bound:?}");
    assert_eq!(fixture.current("order").await.as_deref(), Some("sel_1"));
    assert_eq!(fixture.current("cart 2").await.as_deref(), Some("sel_2"));
}

async fn what_is_not_there_is_not_bound(fixture: Fixture) {
    let bound = fixture.bind("sel_1", "order", at(9)).await;
    assert!(matches!(bound, Binding::Missing), "{bound:?}");
    let erased = fixture
        .store
        .erase_reference(SHOP, &reference("order"))
        .await;
    assert_eq!(erased, Ok(()));
}

async fn a_name_may_be_of_a_cart_and_of_another_order(fixture: Fixture) {
    fixture.place(&record("sel_1", "1001", 7)).await;
    fixture.place(&record("sel_2", "1000", 7)).await;
    let bound = fixture.bind("sel_2", "1001", at(9)).await;
    assert!(matches!(bound, Binding::Done(_)), "{bound:?}");
    assert_eq!(fixture.current("1001").await.as_deref(), Some("sel_2"));
    assert_eq!(fixture.current("1000").await.as_deref(), Some("sel_2"));
    let bound = fixture.bind("sel_1", "1002", at(10)).await;
    assert!(matches!(bound, Binding::Done(_)), "{bound:?}");
}
