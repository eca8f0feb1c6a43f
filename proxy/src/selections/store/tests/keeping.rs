//! Placing, finding, listing, and removing.

use jiff::Timestamp;
use model::ServicePointId;

use super::fixture::{Fixture, SHOP, at, post_number, record, reference, service_point};
use crate::selections::Record;
use crate::selections::store::{Binding, Checked, Cursor, Placed, Retention, Withdrawal};

on_both!(
    a_selection_is_read_as_it_was_stored,
    one_without_a_reference_is_found_by_its_id,
    another_choice_replaces_the_one_before,
    shops_know_nothing_of_each_other,
    what_is_withdrawn_is_found_by_its_id_alone,
    a_list_is_in_order_and_whole,
    a_later_look_is_noted,
    erasing_removes_what_was_replaced_too,
    erasing_by_either_reference_removes_both,
    what_is_too_old_is_removed,
    much_that_is_too_old_is_removed_in_parts,
    old_post_numbers_go_before_their_selection,
    old_post_numbers_go_where_there_was_no_order_too,
);

async fn a_selection_is_read_as_it_was_stored(fixture: Fixture) {
    let whole = Record {
        order_reference: Some(reference("order 1")),
        to_post_number: post_number("0012345"),
        is_available: None,
        checked_at: at(3),
        bound_at: Some(at(5)),
        earlier_service_point_id: ServicePointId::new(u64::from(u32::MAX)),
        ..record("sel_1", "cart ~!", 7)
    };
    fixture.place(&whole).await;
    assert!(fixture.find("sel_1").await == Some(whole.clone()));
    let found = fixture
        .store
        .find_current(SHOP, &reference("order 1"))
        .await;
    assert!(found.expect("it answers") == Some(whole));
    assert!(fixture.find("sel_2").await.is_none());
    assert_eq!(fixture.current("cart").await, None);
}

async fn one_without_a_reference_is_found_by_its_id(fixture: Fixture) {
    for id in ["sel_1", "sel_2"] {
        let without = Record {
            reference: None,
            ..record(id, "none", 7)
        };
        fixture.place(&without).await;
        assert!(fixture.find(id).await == Some(without));
    }
    assert_eq!(fixture.current("none").await, None);
}

async fn another_choice_replaces_the_one_before(fixture: Fixture) {
    let with_number = Record {
        to_post_number: post_number("0012345"),
        ..record("sel_3", "cart", 8)
    };
    for next in [
        record("sel_1", "cart", 7),
        record("sel_2", "cart", 8),
        with_number,
    ] {
        let placed = fixture.store.place(&next, Timestamp::MIN).await;
        assert!(matches!(placed, Ok(Placed::New)), "{placed:?}");
        assert_eq!(fixture.current("cart").await, Some(next.id));
    }
    for (id, is_current) in [("sel_1", false), ("sel_2", false), ("sel_3", true)] {
        let found = fixture.find(id).await.expect("it is kept");
        assert_eq!(found.is_current, is_current, "{id}");
    }
}

async fn shops_know_nothing_of_each_other(fixture: Fixture) {
    let store = &fixture.store;
    fixture.place(&record("sel_1", "cart", 7)).await;
    let of_another = Record {
        shop: "hats".to_owned(),
        ..record("sel_2", "cart", 8)
    };
    fixture.place(&of_another).await;
    let found = store.find_current("hats", &reference("cart")).await;
    assert_eq!(found.expect("it answers").expect("it is there").id, "sel_2");
    assert!(
        store
            .find("hats", "sel_1")
            .await
            .expect("it answers")
            .is_none()
    );

    let order = reference("order");
    let bound = store.bind("hats", "sel_1", &order, at(1)).await;
    assert!(matches!(bound, Ok(Binding::Missing)), "{bound:?}");
    store.withdraw("hats", "sel_1").await.expect("it answers");
    store.erase("hats", "sel_1").await.expect("it answers");
    let erased = store.erase_reference("hats", &reference("cart")).await;
    erased.expect("it answers");
    assert_eq!(fixture.current("cart").await.as_deref(), Some("sel_1"));
    assert!(
        store
            .find("hats", "sel_2")
            .await
            .expect("it answers")
            .is_none()
    );
}

async fn what_is_withdrawn_is_found_by_its_id_alone(fixture: Fixture) {
    fixture.place(&record("sel_1", "cart", 7)).await;
    for _ in 0..2 {
        let withdrawn = fixture.store.withdraw(SHOP, "sel_1").await;
        assert_eq!(withdrawn, Ok(Withdrawal::Done));
        assert_eq!(fixture.current("cart").await, None);
        assert!(!fixture.find("sel_1").await.expect("it is kept").is_current);
    }
    let withdrawn = fixture.store.withdraw(SHOP, "sel_2").await;
    assert_eq!(withdrawn, Ok(Withdrawal::Done));
    // The shopper has changed their mind again: that is another selection.
    let again = fixture
        .store
        .place(&record("sel_2", "cart", 7), at(0))
        .await;
    assert!(matches!(again, Ok(Placed::New)), "{again:?}");
}

async fn a_list_is_in_order_and_whole(fixture: Fixture) {
    // Two of one moment, on both sides of where pages end.
    let seconds = [3, 1, 1, 2, 2, 2, 0];
    for (index, seconds) in seconds.into_iter().enumerate() {
        let record = Record {
            selected_at: at(seconds),
            ..record(&format!("sel_{index}"), &format!("cart {index}"), 7)
        };
        fixture.place(&record).await;
    }
    let of_another = Record {
        shop: "hats".to_owned(),
        ..record("sel_x", "cart", 8)
    };
    fixture.place(&of_another).await;

    let expected = [
        "sel_6", "sel_1", "sel_2", "sel_3", "sel_4", "sel_5", "sel_0",
    ];
    for size in 1..=8 {
        let mut listed = Vec::new();
        let mut after = None;
        loop {
            let page = fixture.store.list(SHOP, after.as_ref(), size).await;
            let page = page.expect("it answers");
            assert!(page.len() <= size);
            let Some(last) = page.last() else { break };
            after = Some(Cursor {
                selected_at: last.selected_at,
                id: last.id.clone(),
            });
            listed.extend(page.into_iter().map(|record| record.id));
        }
        assert_eq!(listed, expected, "pages of {size}");
    }
}

async fn a_later_look_is_noted(fixture: Fixture) {
    fixture.place(&record("sel_1", "cart", 7)).await;
    let checked = Checked {
        service_point: service_point(9),
        earlier_service_point_id: ServicePointId::new(7),
        is_available: Some(false),
        checked_at: at(60),
    };
    let noted = fixture.store.note_check(SHOP, "sel_1", &checked).await;
    let noted = noted.expect("it answers").expect("it is there");
    assert_eq!(noted.service_point.id.get(), 9);
    assert_eq!(noted.earlier_service_point_id, ServicePointId::new(7));
    assert_eq!(noted.is_available, Some(false));
    assert_eq!((noted.selected_at, noted.checked_at), (at(0), at(60)));
    assert!(fixture.find("sel_1").await == Some(noted));
    let missing = fixture.store.note_check(SHOP, "sel_2", &checked).await;
    assert!(missing.expect("it answers").is_none());
}

async fn erasing_removes_what_was_replaced_too(fixture: Fixture) {
    for (id, cart, point) in [
        ("sel_1", "cart", 1),
        ("sel_2", "cart", 2),
        ("sel_3", "cart", 3),
        ("sel_4", "another", 1),
    ] {
        fixture.place(&record(id, cart, point)).await;
    }
    // An earlier one alone takes those with it that lead nowhere, and not the current one.
    fixture
        .store
        .erase(SHOP, "sel_1")
        .await
        .expect("it answers");
    assert_eq!(fixture.ids().await, ["sel_3", "sel_4"]);
    fixture.place(&record("sel_5", "cart", 5)).await;
    for _ in 0..2 {
        fixture
            .store
            .erase(SHOP, "sel_5")
            .await
            .expect("it answers");
        assert_eq!(fixture.ids().await, ["sel_4"]);
    }
}

async fn erasing_by_either_reference_removes_both(fixture: Fixture) {
    for name in ["cart", "order"] {
        fixture.place(&record("sel_1", "cart", 1)).await;
        fixture.place(&record("sel_2", "cart", 2)).await;
        fixture.place(&record("sel_3", "another", 2)).await;
        fixture.bind("sel_1", "order", at(1)).await;
        for _ in 0..2 {
            let erased = fixture.store.erase_reference(SHOP, &reference(name)).await;
            erased.expect("it answers");
            assert_eq!(fixture.ids().await, ["sel_3"], "{name}");
        }
        fixture
            .store
            .erase(SHOP, "sel_3")
            .await
            .expect("it answers");
    }
}

/// Nothing goes but what was made or bound before so many seconds.
fn before(unbound: i64, bound: i64, post_numbers: i64) -> Retention {
    Retention {
        unbound_before: at(unbound),
        bound_before: at(bound),
        post_numbers_before: at(post_numbers),
    }
}

async fn what_is_too_old_is_removed(fixture: Fixture) {
    for (id, point) in [("sel_1", 1), ("sel_2", 2)] {
        fixture.place(&record(id, "cart", point)).await;
    }
    fixture.place(&record("sel_3", "order's", 3)).await;
    fixture.bind("sel_3", "order", at(100)).await;

    let purge = async |retention| {
        let purged = fixture.store.purge(&retention).await.expect("it answers");
        assert!(purged.is_all());
        fixture.store.tidy().await.expect("it answers");
        purged.selections
    };
    assert_eq!(purge(before(0, 100, 0)).await, 0);
    // The replaced one is as old, and one that is bound counts from then.
    assert_eq!(purge(before(1, 100, 0)).await, 2);
    assert_eq!(fixture.ids().await, ["sel_3"]);
    assert_eq!(purge(before(1000, 101, 0)).await, 1);
    assert_eq!(fixture.ids().await, Vec::<String>::new());
}

async fn much_that_is_too_old_is_removed_in_parts(fixture: Fixture) {
    for index in 0..501 {
        let name = format!("sel_{index}");
        fixture.place(&record(&name, &name, 1)).await;
    }
    let mut left = Vec::new();
    for is_all in [false, true] {
        let purged = fixture.store.purge(&before(1, 1, 1)).await;
        assert_eq!(purged.expect("it answers").is_all(), is_all);
        left.push(fixture.ids().await.len());
    }
    assert_eq!(left, [1, 0]);
}

async fn old_post_numbers_go_before_their_selection(fixture: Fixture) {
    for (id, bound_at) in [("sel_1", Some(10)), ("sel_2", Some(20)), ("sel_3", None)] {
        let with_number = Record {
            to_post_number: post_number("0012345"),
            selected_at: at(bound_at.map_or(20, |_| 0)),
            ..record(id, id, 1)
        };
        fixture.place(&with_number).await;
        if let Some(seconds) = bound_at {
            fixture
                .bind(id, &format!("order of {id}"), at(seconds))
                .await;
        }
    }
    for expected in [1, 0] {
        let purged = fixture.store.purge(&before(0, 0, 20)).await;
        let purged = purged.expect("it answers");
        assert_eq!((purged.selections, purged.post_numbers), (0, expected));
    }
    for (id, has_number) in [("sel_1", false), ("sel_2", true), ("sel_3", true)] {
        let found = fixture.find(id).await.expect("it is kept");
        assert_eq!(found.to_post_number.is_some(), has_number, "{id}");
    }
}

/// They stayed as long as their selection, which may be kept for longer than any post number.
async fn old_post_numbers_go_where_there_was_no_order_too(fixture: Fixture) {
    for (id, seconds) in [("sel_1", 19), ("sel_2", 20)] {
        let with_number = Record {
            to_post_number: post_number("0012345"),
            selected_at: at(seconds),
            ..record(id, id, 1)
        };
        fixture.place(&with_number).await;
    }
    for expected in [1, 0] {
        let purged = fixture.store.purge(&before(0, 0, 20)).await;
        let purged = purged.expect("it answers");
        assert_eq!((purged.selections, purged.post_numbers), (0, expected));
    }
    for (id, has_number) in [("sel_1", false), ("sel_2", true)] {
        let found = fixture.find(id).await.expect("it is kept");
        assert_eq!(found.to_post_number.is_some(), has_number, "{id}");
    }
}
