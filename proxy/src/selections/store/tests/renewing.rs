//! What is taken for the same selection, and what may come in the place of another.

use jiff::SignedDuration;

use super::fixture::{Fixture, SHOP, at, record, reference, service_point};
use crate::selections::Record;
use crate::selections::store::{Checked, Placed, Store, Withdrawal};

on_both!(
    the_same_choice_is_the_same_for_its_time,
    a_selection_of_the_future_is_no_fresh_one,
    what_was_found_wanting_is_replaced_once,
    what_is_renewed_must_be_current_still,
    what_is_renewed_must_be_of_no_order,
);

async fn the_same_choice_is_the_same_for_its_time(fixture: Fixture) {
    fixture.place(&record("sel_1", "cart", 7)).await;
    let again = Record {
        selected_at: at(1800),
        ..record("sel_2", "cart", 7)
    };
    let placed = fixture.store.place(&again, at(0)).await;
    let Ok(Placed::Same(same)) = placed else {
        panic!("{placed:?}");
    };
    assert_eq!(same.id, "sel_1");
    assert!(fixture.find("sel_2").await.is_none());

    let a_moment_later = at(0) + SignedDuration::from_millis(1);
    let placed = fixture.store.place(&again, a_moment_later).await;
    assert!(matches!(placed, Ok(Placed::New)), "{placed:?}");
    assert_eq!(fixture.current("cart").await.as_deref(), Some("sel_2"));
}

/// After a clock was set back it was fresh for as long as that, and never confirmed again.
async fn a_selection_of_the_future_is_no_fresh_one(fixture: Fixture) {
    let of_the_future = Record {
        selected_at: at(60),
        ..record("sel_1", "cart", 7)
    };
    fixture.place(&of_the_future).await;
    // Another proxy's clock is a little ahead.
    let now = record("sel_2", "cart", 7);
    let placed = fixture.store.place(&now, at(-1800)).await;
    assert!(matches!(placed, Ok(Placed::Same(_))), "{placed:?}");
    let before = Record {
        selected_at: at(0) - SignedDuration::from_millis(1),
        ..now
    };
    let placed = fixture.store.place(&before, at(-1800)).await;
    assert!(matches!(placed, Ok(Placed::New)), "{placed:?}");
}

/// Each of those who were to replace it made a selection of its own.
async fn what_was_found_wanting_is_replaced_once(fixture: Fixture) {
    let mut expired = service_point(7);
    expired.is_expired = true;
    for (cart, service_point, is_available) in [
        ("full", service_point(7), Some(false)),
        ("expired", expired, None),
    ] {
        let [first, second, third] = ["1", "2", "3"].map(|n| format!("sel_{cart}_{n}"));
        fixture.place(&record(&first, cart, 7)).await;
        let checked = Checked {
            service_point,
            earlier_service_point_id: None,
            is_available,
            checked_at: at(60),
        };
        let noted = fixture.store.note_check(SHOP, &first, &checked).await;
        assert!(noted.expect("it answers").is_some());
        let again = record(&second, cart, 7);
        let placed = fixture.store.place(&again, at(-1800)).await;
        assert!(matches!(placed, Ok(Placed::New)), "{placed:?}");
        let again = record(&third, cart, 7);
        let placed = fixture.store.place(&again, at(-1800)).await;
        assert!(
            matches!(&placed, Ok(Placed::Same(it)) if it.id == second),
            "{placed:?}"
        );
    }
}

async fn renew(store: &Store, id: &str, of: &str) -> Placed {
    let again = Record {
        selected_at: at(3600),
        ..record(id, "cart", 7)
    };
    let placed = store.renew(&again, at(1800), of).await;
    placed.expect("it answers")
}

/// A reload brought back what the shopper had replaced, taken back or had erased meanwhile.
async fn what_is_renewed_must_be_current_still(fixture: Fixture) {
    let store = &fixture.store;
    fixture.place(&record("sel_1", "cart", 7)).await;
    let renewed = renew(store, "sel_2", "sel_1").await;
    assert!(matches!(renewed, Placed::New), "{renewed:?}");
    let is_changed = async |of: &str| {
        let renewed = renew(store, "sel_x", of).await;
        assert!(matches!(renewed, Placed::Changed), "{of}: {renewed:?}");
        assert!(fixture.find("sel_x").await.is_none(), "{of}");
    };
    is_changed("sel_1").await;
    assert_eq!(fixture.current("cart").await.as_deref(), Some("sel_2"));

    let withdrawn = store.withdraw(SHOP, "sel_2").await;
    assert_eq!(withdrawn, Ok(Withdrawal::Done));
    is_changed("sel_2").await;
    fixture.place(&record("sel_3", "cart", 7)).await;
    let erased = store.erase_reference(SHOP, &reference("cart")).await;
    assert_eq!(erased, Ok(()));
    is_changed("sel_3").await;
}

async fn what_is_renewed_must_be_of_no_order(fixture: Fixture) {
    fixture.place(&record("sel_1", "cart", 7)).await;
    fixture.bind("sel_1", "order", at(1)).await;
    let renewed = renew(&fixture.store, "sel_2", "sel_1").await;
    assert!(matches!(renewed, Placed::Bound), "{renewed:?}");
}
