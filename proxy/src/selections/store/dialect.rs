//! In what the two databases differ for those who ask them.

use sqlx::migrate::{Migrate, Migration, MigrationType, Migrator};
use sqlx::{Postgres, SqlSafeStr, Sqlite};

use super::error::StoreError;

/// Writes SQLite's log of writes into the file, and empties it.
pub(super) const CUT_LOG: &str = "PRAGMA wal_checkpoint(TRUNCATE)";

/// What is asked differently.
pub(super) trait Dialect: sqlx::Database {
    /// Begins what may write.
    const BEGIN: &'static str;
    /// Lets one writer of a reference through at a time, where `BEGIN` does not.
    const LOCK: Option<&'static str>;
    /// Gives room back that removed rows have left, as far as the database does not do so itself.
    const TIDY: &'static [&'static str];
}

impl Dialect for Sqlite {
    /// One that begins as a reader and then writes would be refused where another has written.
    const BEGIN: &'static str = "BEGIN IMMEDIATE";
    const LOCK: Option<&'static str> = None;
    /// So many pages at a time, 4 KiB each. What was removed is in the log of writes until that is
    /// cut.
    const TIDY: &'static [&'static str] = &["PRAGMA incremental_vacuum(2000)", CUT_LOG];
}

impl Dialect for Postgres {
    /// Whatever the server's default is: who has waited for a lock must see what was written.
    const BEGIN: &'static str = "BEGIN ISOLATION LEVEL READ COMMITTED";
    const LOCK: Option<&'static str> =
        Some("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))");
    const TIDY: &'static [&'static str] = &[];
}

/// Brings the tables up to date. One at a time does so where several share a server.
pub(super) async fn migrate<C: Migrate>(connection: &mut C) -> Result<(), StoreError> {
    Ok(migrator().run_direct(None, connection, false).await?)
}

/// The tables as they have come to be, in turn; none is ever changed once it was shipped.
fn migrator() -> Migrator {
    let first = Migration::new(
        1,
        "selections".into(),
        MigrationType::Simple,
        include_str!("migrations/0001_selections.sql").into_sql_str(),
        false,
    );
    Migrator::with_migrations(vec![first])
}
