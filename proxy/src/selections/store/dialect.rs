//! In what the two databases differ: how they are opened, and how many who write at a time are kept
//! apart.

use std::path::Path;
use std::str::FromStr;
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{
    SqliteAutoVacuum, SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{ConnectOptions, Postgres, SqlSafeStr, Sqlite};

use super::database::Database;
use super::error::StoreError;

/// Shorter than a question's own deadline.
const BUSY_TIMEOUT: Duration = Duration::from_millis(1_800);
const SQLITE_READERS: u32 = 4;
const POSTGRES_CONNECTIONS: u32 = 10;

/// What is asked differently.
pub(super) trait Dialect: sqlx::Database {
    /// Begins what may write.
    const BEGIN: &'static str;
    /// Lets one writer of a reference through at a time, where `BEGIN` does not.
    const LOCK: Option<&'static str>;
}

impl Dialect for Sqlite {
    /// One that begins as a reader and then writes would be refused where another has written.
    const BEGIN: &'static str = "BEGIN IMMEDIATE";
    const LOCK: Option<&'static str> = None;
}

impl Dialect for Postgres {
    const BEGIN: &'static str = "BEGIN";
    const LOCK: Option<&'static str> =
        Some("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))");
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

/// Opens a file, or with the path `:memory:` a store that ends with the process.
pub(super) async fn open_sqlite(path: &Path) -> Result<Database<Sqlite>, StoreError> {
    let options = SqliteConnectOptions::new()
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        // An acknowledged selection survives a power cut too.
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(BUSY_TIMEOUT)
        .auto_vacuum(SqliteAutoVacuum::Incremental)
        .pragma("secure_delete", "ON")
        .disable_statement_logging();
    let one = SqlitePoolOptions::new()
        .max_connections(1)
        .idle_timeout(None)
        .max_lifetime(None);
    if path == Path::new(":memory:") {
        let options = options.in_memory(true);
        let only = one.connect_with(options).await?;
        migrator().run(&only).await?;
        return Ok(Database::new(only.clone(), only));
    }
    let options = options.filename(path);
    let writer = one.connect_with(options.clone()).await?;
    restrict(path)?;
    migrator().run(&writer).await?;
    let readers = SqlitePoolOptions::new().max_connections(SQLITE_READERS);
    let readers = readers.connect_lazy_with(options.read_only(true));
    Ok(Database::new(writer, readers))
}

/// Who may read the file reads post numbers; its neighbours for writing get the same mode.
fn restrict(path: &Path) -> Result<(), StoreError> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::Permissions::from_mode(0o600);
        std::fs::set_permissions(path, mode).map_err(sqlx::Error::Io)?;
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

/// Connects to a server; it is asked again whenever a connection breaks.
pub(super) async fn open_postgres(url: &SecretString) -> Result<Database<Postgres>, StoreError> {
    let options = PgConnectOptions::from_str(url.expose_secret())?
        .options([("statement_timeout", "2s"), ("synchronous_commit", "on")])
        .application_name("picker-proxy")
        .disable_statement_logging();
    let pool = PgPoolOptions::new()
        .max_connections(POSTGRES_CONNECTIONS)
        .acquire_timeout(BUSY_TIMEOUT)
        .connect_with(options)
        .await?;
    migrator().run(&pool).await?;
    Ok(Database::new(pool.clone(), pool))
}
