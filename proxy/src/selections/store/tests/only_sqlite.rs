//! What there is in a file alone: its mode, its locks, its size, and what it no longer holds.

use std::fs;
use std::path::Path;
use std::time::Duration;

use jiff::Timestamp;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection, SqliteConnection};
use tokio::time::{Instant, timeout};

use super::fixture::{Fixture, SHOP, at, post_number, record, reference};
use crate::config::StoreConfig;
use crate::selections::Record;
use crate::selections::store::{Health, Opened, Retention, Store, StoreError};

/// Another program at the same file.
async fn another(path: &Path) -> SqliteConnection {
    let options = SqliteConnectOptions::new().filename(path);
    options.connect().await.expect("it opens")
}

fn failure(error: &StoreError) -> String {
    error.to_string()
}

#[tokio::test]
async fn commits_are_on_the_disk_and_what_is_removed_is_overwritten() {
    let fixture = Fixture::on_sqlite();
    fixture.store.open().await.expect("it opens");
    let Some(Opened::Sqlite(database)) = fixture.store.opening.get() else {
        panic!("it is a file");
    };
    for (pragma, expected) in [("synchronous", 2), ("secure_delete", 1), ("auto_vacuum", 2)] {
        let sql = sqlx::AssertSqlSafe(format!("PRAGMA {pragma}"));
        let value = sqlx::query_scalar::<_, i64>(sql).fetch_one(&database.writer);
        assert_eq!(value.await.expect("a value"), expected, "{pragma}");
    }
    let mode = sqlx::query_scalar::<_, String>("PRAGMA journal_mode");
    let mode = mode.fetch_one(&database.writer).await.expect("a value");
    assert_eq!(mode, "wal");
}

#[cfg(unix)]
#[tokio::test]
async fn its_files_are_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let fixture = Fixture::on_sqlite();
    fixture.place(&record("sel_1", "cart", 1)).await;
    let folder = fixture.file().parent().expect("a folder").to_owned();
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let entry = entry.expect("an entry");
        let mode = entry.metadata().expect("it is there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{entry:?}");
        names.push(entry.file_name());
    }
    assert_eq!(names.len(), 3, "{names:?}");
}

#[tokio::test]
async fn a_file_that_cannot_be_used_is_named_with_the_reason() {
    let fixture = Fixture::on_sqlite();
    let folder = fixture.file().parent().expect("a folder").to_owned();
    let text = folder.join("text.db");
    fs::write(&text, "this is no database, whatever its name says").expect("a file");
    for (path, expected) in [
        (
            folder.join("nowhere/selections.db"),
            "nowhere/selections.db cannot be written: entity not found",
        ),
        (folder.clone(), "cannot be written: is a directory"),
        (text, "the file is damaged, or no database"),
    ] {
        let store = Store::new(StoreConfig::Sqlite(path));
        let opened = failure(&store.open().await.expect_err("it is none"));
        assert!(opened.contains(expected), "{opened}");
        let checked = failure(&store.check().await.expect_err("it is none"));
        assert!(
            checked.contains(expected) || checked.contains("cannot be opened"),
            "{checked}"
        );
    }
}

/// As with a backup that is taken the wrong way.
#[tokio::test]
async fn a_file_that_another_holds_is_an_error_and_not_a_loss() {
    let fixture = Fixture::on_sqlite();
    fixture.place(&record("sel_1", "cart", 1)).await;
    let mut another = another(&fixture.file()).await;
    let held = another
        .begin_with("BEGIN IMMEDIATE")
        .await
        .expect("it is free");
    let (two, three) = (record("sel_2", "cart", 2), record("sel_3", "cart", 3));
    let results = tokio::join!(
        fixture.store.place(&two, at(0)),
        fixture.store.place(&three, at(0)),
        fixture.store.withdraw(SHOP, "sel_1"),
    );
    assert!(
        results.0.is_err() && results.1.is_err() && results.2.is_err(),
        "{results:?}"
    );
    // Who reads is not held up.
    assert_eq!(fixture.current("cart").await.as_deref(), Some("sel_1"));
    held.rollback().await.expect("it ends");
    fixture.place(&record("sel_4", "cart", 4)).await;
    assert_eq!(fixture.ids().await, ["sel_1", "sel_4"]);
}

#[tokio::test]
async fn memory_lasts_as_long_as_the_store() {
    let fixture = Fixture::on(StoreConfig::Sqlite(":memory:".into()));
    fixture.place(&record("sel_first", "cart", 1)).await;
    for index in 0..100_u64 {
        let record = record(&format!("sel_{index}"), "another", index + 1);
        let wait = Duration::from_micros(index * 10);
        let _ = timeout(wait, fixture.store.place(&record, Timestamp::MIN)).await;
    }
    // The same id again: an error of the database's.
    let twice = fixture
        .store
        .place(&record("sel_first", "another", 1), at(0))
        .await;
    assert_eq!(twice.err(), Some(StoreError::Crossed));
    assert_eq!(fixture.current("cart").await.as_deref(), Some("sel_first"));
}

/// The file and those beside it hold no such text.
fn is_nowhere(fixture: &Fixture, marked: &str) {
    for entry in fs::read_dir(fixture.file().parent().expect("a folder")).expect("a folder") {
        let path = entry.expect("an entry").path();
        let bytes = fs::read(&path).expect("it can be read");
        let mut parts = bytes.windows(marked.len());
        let is_left = parts.any(|bytes| bytes == marked.as_bytes());
        assert!(!is_left, "{}", path.display());
    }
}

/// It was in the log of writes until that was next cut, minutes later.
#[tokio::test]
async fn what_is_erased_is_in_the_log_of_writes_no_more() {
    let fixture = Fixture::on_sqlite();
    let marked = Record {
        to_post_number: post_number("90817263540"),
        ..record("sel_1", "cart", 1)
    };
    fixture.place(&marked).await;
    assert!(fixture.current("cart").await.is_some());
    let erased = fixture.store.erase(SHOP, "sel_1").await;
    assert_eq!(erased, Ok(()));
    is_nowhere(&fixture, "90817263540");
    fixture.place(&marked).await;
    let cart = reference("cart");
    let erased = fixture.store.erase_reference(SHOP, &cart).await;
    assert_eq!(erased, Ok(()));
    is_nowhere(&fixture, "90817263540");
}

/// As a backup does. An erasure neither fails for that nor holds up who writes.
#[tokio::test]
async fn who_reads_for_long_is_not_waited_for_by_an_erasure() {
    let fixture = Fixture::on_sqlite();
    fixture.place(&record("sel_1", "cart", 1)).await;
    let mut another = another(&fixture.file()).await;
    let mut reading = another.begin().await.expect("it begins");
    let count = sqlx::query_scalar::<_, i64>("SELECT count(*) FROM selections");
    let count = count.fetch_one(&mut *reading).await;
    assert_eq!(count.expect("a number"), 1);
    let started = Instant::now();
    let erased = fixture.store.erase(SHOP, "sel_1").await;
    assert_eq!(erased, Ok(()));
    fixture.place(&record("sel_2", "cart", 2)).await;
    let passed = started.elapsed();
    assert!(passed < Duration::from_secs(1), "{passed:?}");
    reading.rollback().await.expect("it ends");
    assert_eq!(fixture.ids().await, ["sel_2"]);
}

#[tokio::test]
async fn what_is_erased_is_in_no_file_any_more_and_gives_its_room_back() {
    let fixture = Fixture::on_sqlite();
    for index in 0..300 {
        let name = format!("marked-cart-{index}");
        fixture
            .place(&record(&format!("sel_{index}"), &name, 1))
            .await;
    }
    fixture.store.tidy().await.expect("it answers");
    let size = || fixture.file().metadata().expect("it is there").len();
    let full = size();
    let erased = fixture
        .store
        .erase_reference(SHOP, &reference("marked-cart-7"))
        .await;
    erased.expect("it answers");
    let all = Retention {
        unbound_before: at(1),
        bound_before: at(1),
        post_numbers_before: at(1),
    };
    fixture.store.purge(&all).await.expect("it answers");
    fixture.store.tidy().await.expect("it answers");
    is_nowhere(&fixture, "marked-cart");
    assert!(size() * 4 < full, "{} of {full} bytes are left", size());
}

#[tokio::test]
async fn a_check_leaves_everything_as_it_was() {
    let fixture = Fixture::on_sqlite();
    let folder = fixture.file().parent().expect("a folder").to_owned();
    let names = || {
        let entries = fs::read_dir(&folder).expect("a folder");
        entries
            .map(|entry| entry.expect("an entry").file_name())
            .collect::<Vec<_>>()
    };
    let health = fixture.store.check().await;
    assert!(
        matches!(&health, Ok(Health::Good(it)) if it.ends_with("can be made")),
        "{health:?}"
    );
    assert!(names().is_empty(), "{:?}", names());

    fixture.place(&record("sel_1", "cart", 1)).await;
    // While the proxy runs, and when it has ended.
    for _ in 0..2 {
        let health = fixture.beside().store.check().await;
        let good = "can be written";
        assert!(
            matches!(&health, Ok(Health::Good(it)) if it.ends_with(good)),
            "{health:?}"
        );
        fixture.store.close().await;
    }
    assert_eq!(names(), ["selections.db"]);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::Permissions::from_mode(0o644);
        fs::set_permissions(fixture.file(), mode).expect("it is ours");
        let health = fixture.beside().store.check().await;
        assert!(
            matches!(&health, Ok(Health::Doubtful(it)) if it.contains("chmod")),
            "{health:?}"
        );
    }
    let memory = Store::new(StoreConfig::Sqlite(":memory:".into()))
        .check()
        .await;
    assert!(matches!(memory, Ok(Health::Doubtful(_))), "{memory:?}");
}

/// By hand, or by a program that has a fault.
#[tokio::test]
async fn a_row_that_is_no_selection_is_an_error_without_its_content() {
    let fixture = Fixture::on_sqlite();
    fixture.place(&record("sel_1", "marked-cart", 1)).await;
    let mut another = another(&fixture.file()).await;
    for set in [
        "service_point = '{\"marked-cart\": 1}'",
        "to_post_number = 'marked-cart'",
        "reference = 'marked-cart' || char(10)",
        "selected_at_ms = 'marked-cart'",
    ] {
        let sql = sqlx::AssertSqlSafe(format!("UPDATE selections SET {set}"));
        sqlx::query(sql)
            .execute(&mut another)
            .await
            .expect("it is text");
        let error = fixture
            .store
            .find(SHOP, "sel_1")
            .await
            .expect_err("it is none");
        assert!(
            matches!(error, StoreError::Unreadable(_)),
            "{set}: {error:?}"
        );
        assert!(
            !format!("{error:?} {error}").contains("marked"),
            "{error:?}"
        );
        let again = Record {
            selected_at: at(0),
            ..record("sel_1", "marked-cart", 1)
        };
        fixture
            .store
            .erase(SHOP, "sel_1")
            .await
            .expect("it answers");
        fixture.place(&again).await;
    }
}
