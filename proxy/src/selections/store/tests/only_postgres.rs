//! What there is in a server alone: it goes away, it is shared, and it says too much.

use std::time::Duration;

use jiff::Timestamp;
use sqlx::{Connection, PgConnection};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use super::fixture::{Fixture, SHOP, at, post_number, record, reference};
use super::server::{self, Server};
use crate::config::StoreConfig;
use crate::selections::Record;
use crate::selections::store::{Health, Placed, Retention, Store, StoreError};

fn url(fixture: &Fixture) -> String {
    use secrecy::ExposeSecret;
    match &fixture.config {
        StoreConfig::Postgres(url) => url.expose_secret().to_owned(),
        StoreConfig::Sqlite(_) => panic!("it is no server"),
    }
}

async fn execute(fixture: &Fixture, sql: &'static str) {
    let mut connection = connect(fixture).await;
    let done = sqlx::raw_sql(sql).execute(&mut connection).await;
    done.expect("it is done");
}

/// Blocking, since the script that starts and stops it is asked through a pipe.
async fn tell(server: &'static Server, word: &'static str) {
    let told = tokio::task::spawn_blocking(move || server.tell(word)).await;
    assert!(told.expect("it answers"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_comes_back_is_used_again() {
    let Some(server) = Server::start_own() else {
        return;
    };
    let server: &'static Server = Box::leak(Box::new(server));
    let url = server.make_database().await;
    let fixture = Fixture::on(StoreConfig::Postgres(url.into()));
    for index in 0..10 {
        fixture
            .place(&record(&format!("sel_{index}"), "cart", index + 1))
            .await;
    }
    let before = fixture.beside();
    tell(server, "stop").await;
    for store in [&fixture.store, &before.store] {
        let answer = store.find(SHOP, "sel_1").await;
        assert!(answer.is_err(), "{answer:?}");
    }
    tell(server, "start").await;
    // The connections of before are all broken, and the very next question is answered.
    for fixture in [&fixture, &before] {
        assert_eq!(fixture.current("cart").await.as_deref(), Some("sel_9"));
    }
    fixture.place(&record("sel_last", "cart", 99)).await;
    tell(server, "stop").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_breaks_takes_nothing_with_it() {
    let Some(fixture) = Fixture::on_postgres().await else {
        return;
    };
    fixture.place(&record("sel_first", "cart", 1)).await;
    let mut placing = JoinSet::new();
    for index in 0..40 {
        let store = fixture.store.clone();
        let record = record(&format!("sel_{index}"), &format!("cart {index}"), 1);
        placing.spawn(async move { (store.place(&record, at(0)).await.is_ok(), record.id) });
        if index % 8 == 0 {
            execute(
                &fixture,
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                 WHERE datname = current_database() AND pid <> pg_backend_pid()",
            )
            .await;
        }
    }
    let placed = placing.join_all().await;
    let ids = fixture.ids().await;
    for (_, id) in placed
        .iter()
        .filter(|(is_acknowledged, _)| *is_acknowledged)
    {
        assert!(ids.contains(id), "{id} is lost");
    }
    fixture.place(&record("sel_last", "cart", 2)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn proxies_that_start_together_make_the_tables_once() {
    let Some(fixture) = Fixture::on_postgres().await else {
        return;
    };
    let mut opening = JoinSet::new();
    for _ in 0..5 {
        let beside = fixture.beside();
        opening.spawn(async move { beside.store.open().await });
    }
    for opened in opening.join_all().await {
        assert_eq!(opened, Ok(()));
    }
}

/// An operator's default of another isolation let a writer see what was before its lock.
#[tokio::test(flavor = "multi_thread")]
async fn a_stricter_default_isolation_is_not_taken_over() {
    let Some(fixture) = Fixture::on_postgres().await else {
        return;
    };
    execute(
        &fixture,
        "DO $$ BEGIN EXECUTE 'ALTER DATABASE ' || current_database() || \
         ' SET default_transaction_isolation = ''repeatable read'''; END $$",
    )
    .await;
    let mut placing = JoinSet::new();
    for index in 0..20 {
        let store = fixture.store.clone();
        let record = record(&format!("sel_{index}"), "cart", index + 1);
        placing.spawn(async move { store.place(&record, Timestamp::MIN).await });
    }
    for placed in placing.join_all().await {
        assert!(matches!(placed, Ok(Placed::New)), "{placed:?}");
    }
}

/// Until some question waits for what this transaction holds.
async fn wait_until_it_waits(holding: &mut PgConnection) {
    let waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted AND pid IN \
                   (SELECT pid FROM pg_stat_activity WHERE datname = current_database())";
    let wait = async {
        while sqlx::query_scalar::<_, i64>(waiting)
            .fetch_one(&mut *holding)
            .await
            .expect("a number")
            == 0
        {
            sleep(Duration::from_millis(5)).await;
        }
    };
    let waited = timeout(Duration::from_secs(2), wait).await;
    waited.expect("somebody waits");
}

async fn connect(fixture: &Fixture) -> PgConnection {
    let connected = PgConnection::connect(&url(fixture)).await;
    connected.expect("it listens")
}

/// The look for what is too old waited for the order, and removed it then.
#[tokio::test(flavor = "multi_thread")]
async fn what_becomes_an_order_while_it_is_removed_stays() {
    let Some(fixture) = Fixture::on_postgres().await else {
        return;
    };
    for (id, unbound, post_numbers) in [("sel_1", 1, 0), ("sel_2", 0, 1)] {
        let too_old = Record {
            to_post_number: post_number("0012345"),
            ..record(id, id, 1)
        };
        fixture.place(&too_old).await;
        let mut binding = connect(&fixture).await;
        let mut binding = binding.begin().await.expect("it begins");
        let bound = sqlx::query("UPDATE selections SET bound_at_ms = $2 WHERE id = $1")
            .bind(id)
            .bind(at(100).as_millisecond())
            .execute(&mut *binding)
            .await;
        assert_eq!(bound.expect("it is there").rows_affected(), 1);
        let retention = Retention {
            unbound_before: at(unbound),
            bound_before: at(0),
            post_numbers_before: at(post_numbers),
        };
        let store = fixture.store.clone();
        let removing = tokio::spawn(async move { store.purge(&retention).await });
        wait_until_it_waits(&mut binding).await;
        binding.commit().await.expect("it ends");
        let removed = removing.await.expect("no panic").expect("it answers");
        assert_eq!((removed.selections, removed.post_numbers), (0, 0), "{id}");
        let found = fixture.find(id).await.expect("it is kept");
        assert!(found.to_post_number.is_some(), "{id}");
    }
}

/// It was current when it was read, and was there again after it had been erased.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_erased_while_it_is_renewed_stays_erased() {
    let Some(fixture) = Fixture::on_postgres().await else {
        return;
    };
    for sql in [
        "DELETE FROM selections",
        "UPDATE selections SET is_current = FALSE",
    ] {
        fixture.place(&record("sel_1", "cart", 1)).await;
        let mut erasing = connect(&fixture).await;
        let mut erasing = erasing.begin().await.expect("it begins");
        let erased = sqlx::query(sql).execute(&mut *erasing).await;
        assert_eq!(erased.expect("it is there").rows_affected(), 1);
        let store = fixture.store.clone();
        let renewing = tokio::spawn(async move {
            let again = record("sel_2", "cart", 1);
            store.renew(&again, Timestamp::MAX, "sel_1").await
        });
        wait_until_it_waits(&mut erasing).await;
        erasing.commit().await.expect("it ends");
        let renewed = renewing.await.expect("no panic");
        assert!(matches!(renewed, Ok(Placed::Changed)), "{renewed:?}");
        assert_eq!(fixture.current("cart").await, None);
    }
}

/// It removed what it had seen when it began, and left what had come into the place of that.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_written_before_an_erasure_is_erased() {
    let Some(fixture) = Fixture::on_postgres().await else {
        return;
    };
    fixture.place(&record("sel_1", "cart", 1)).await;
    let mut renewing = connect(&fixture).await;
    let mut renewing = renewing.begin().await.expect("it begins");
    let renewed = sqlx::raw_sql(
        "SELECT pg_advisory_xact_lock(hashtextextended('boots cart', 0)); \
         UPDATE selections SET is_current = FALSE; \
         INSERT INTO selections (id, shop, reference, is_current, service_point, \
         selected_at_ms, checked_at_ms) SELECT 'sel_2', shop, reference, TRUE, service_point, \
         selected_at_ms, checked_at_ms FROM selections",
    );
    let renewed = renewed.execute(&mut *renewing).await;
    renewed.expect("it is done");
    let store = fixture.store.clone();
    let erasing = async move { store.erase_reference(SHOP, &reference("cart")).await };
    let erasing = tokio::spawn(erasing);
    wait_until_it_waits(&mut renewing).await;
    renewing.commit().await.expect("it ends");
    assert_eq!(erasing.await.expect("no panic"), Ok(()));
    assert_eq!(fixture.ids().await, Vec::<String>::new());
}

/// It says `Key (shop, reference)=(boots, marked-cart) already exists`.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_server_says_of_rows_is_not_passed_on() {
    let Some(fixture) = Fixture::on_postgres().await else {
        return;
    };
    fixture.place(&record("sel_marked", "marked-cart", 1)).await;
    let same_id = record("sel_marked", "marked-too", 1);
    let error = fixture
        .store
        .place(&same_id, at(0))
        .await
        .expect_err("it is there");
    assert_eq!(error, StoreError::Crossed);
    execute(
        &fixture,
        "ALTER TABLE selections ADD CHECK (reference <> 'marked-other')",
    )
    .await;
    let refused = record("sel_2", "marked-other", 1);
    let error = fixture
        .store
        .place(&refused, at(0))
        .await
        .expect_err("it is refused");
    let expected = "the store failed: the database refused (code 23514)";
    assert_eq!(error.to_string(), expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_that_takes_too_long_is_ended_there_too() {
    let Some(fixture) = Fixture::on_postgres().await else {
        return;
    };
    fixture.place(&record("sel_1", "cart", 1)).await;
    let mut another = connect(&fixture).await;
    let mut holding = another.begin().await.expect("it begins");
    let held = sqlx::raw_sql("LOCK TABLE selections")
        .execute(&mut *holding)
        .await;
    held.expect("it is free");
    let placed = fixture
        .store
        .place(&record("sel_2", "cart", 2), at(0))
        .await;
    assert_eq!(placed.err(), Some(StoreError::TimedOut));
    holding.rollback().await.expect("it ends");
    sleep(Duration::from_millis(100)).await;
    assert_eq!(fixture.current("cart").await.as_deref(), Some("sel_1"));
    fixture.place(&record("sel_3", "cart", 3)).await;
    let erased = fixture
        .store
        .erase_reference(SHOP, &reference("cart"))
        .await;
    assert_eq!(erased, Ok(()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_check_tells_what_is_wrong_with_a_server() {
    let Some(server) = server::shared() else {
        return;
    };
    let check = async |url: String| {
        let store = Store::new(StoreConfig::Postgres(url.into()));
        store.check().await
    };
    let url = server.make_database().await;
    let health = check(url.clone()).await;
    // The tests' own server does not wait for its disk.
    assert!(
        matches!(&health, Ok(Health::Doubtful(it)) if it.contains("fsync")),
        "{health:?}"
    );
    let read_only = "&options=-c%20default_transaction_read_only%3Don";
    let error = check(url.clone() + read_only)
        .await
        .expect_err("it takes no writes");
    assert_eq!(
        error.to_string(),
        "the store failed: the server takes no writes"
    );
    let nowhere = url.replace("picker_test", "picker_nowhere");
    let error = check(nowhere).await.expect_err("there is none");
    let expected = "the store failed: there is no such database (code 3D000)";
    assert_eq!(error.to_string(), expected);
    let error = check("postgres://me@127.0.0.1:1/x".to_owned()).await;
    let expected = StoreError::Failed("connection refused".to_owned());
    assert_eq!(error, Err(expected));
}
