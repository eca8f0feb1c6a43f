//! The store in a file beside the proxy: one who writes, some who read.

use std::fs::OpenOptions;
use std::io;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use sqlx::sqlite::{
    SqliteAutoVacuum, SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{ConnectOptions, Connection, Sqlite};

use super::database::Database;
use super::dialect::migrate;
use super::error::StoreError;
use super::health::Health;

/// In the place of a path: a store that ends with the process.
const MEMORY: &str = ":memory:";
/// Shorter than a question's own deadline.
const BUSY_TIMEOUT: Duration = Duration::from_millis(1_800);
const READERS: u32 = 4;
/// How long the log of writes waits for its readers before it stays as it is: as long nobody writes.
const CUT_TIMEOUT: Duration = Duration::from_millis(100);

/// Opens a file, or with the path `:memory:` a store that ends with the process.
pub(super) async fn open(path: PathBuf) -> Result<Database<Sqlite>, StoreError> {
    let one = SqlitePoolOptions::new()
        .max_connections(1)
        .idle_timeout(None)
        .max_lifetime(None);
    if path == Path::new(MEMORY) {
        // It has a name of its own, and lasts as long as one connection to it.
        let options = for_writing(SqliteConnectOptions::from_str(MEMORY)?);
        let keeper = one.clone().connect_with(options.clone()).await?;
        let only = one.connect_with(options).await?;
        migrate(&mut *only.acquire().await?).await?;
        return Ok(Database::in_memory(only, keeper));
    }
    make(&path).map_err(|error| unwritable(&path, &error))?;
    let options = SqliteConnectOptions::new().filename(&path);
    let writer = one.connect_with(for_writing(options.clone())).await?;
    migrate(&mut *writer.acquire().await?).await?;
    let readers = SqlitePoolOptions::new().max_connections(READERS);
    // Of the settings for writing most would be refused.
    let readers = readers.connect_lazy_with(for_all(options.clone()).read_only(true));
    let cutter = SqlitePoolOptions::new().max_connections(1);
    let cutter = cutter.connect_lazy_with(for_all(options).busy_timeout(CUT_TIMEOUT));
    Ok(Database::in_file(writer, readers, cutter))
}

fn for_all(options: SqliteConnectOptions) -> SqliteConnectOptions {
    options
        .busy_timeout(BUSY_TIMEOUT)
        .disable_statement_logging()
}

fn for_writing(options: SqliteConnectOptions) -> SqliteConnectOptions {
    for_all(options)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        // An acknowledged selection survives a power cut too.
        .synchronous(SqliteSynchronous::Full)
        .auto_vacuum(SqliteAutoVacuum::Incremental)
        .pragma("secure_delete", "ON")
}

/// Makes the file where there is none, for its owner alone: it holds post numbers. The files that
/// SQLite puts beside it take its mode. One that is there keeps the mode that it was given.
fn make(path: &Path) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path).map(drop)
}

/// Names the file, which is the operator's to mend.
fn unwritable(path: &Path, error: &io::Error) -> StoreError {
    let (path, kind) = (path.display(), error.kind());
    StoreError::Failed(format!("{path} cannot be written: {kind}"))
}

/// Whether a file can be used, or made; it is left as it is.
pub(super) async fn check(path: &Path) -> Result<Health, StoreError> {
    if path == Path::new(MEMORY) {
        let what = "selections are kept in memory and end with the process";
        return Ok(Health::Doubtful(what.to_owned()));
    }
    let shown = path.display();
    if !path.exists() {
        // Nothing else tells whether it could be made: permissions are not all there is.
        let mut probe = path.as_os_str().to_owned();
        probe.push("-check");
        make(Path::new(&probe)).map_err(|error| unwritable(path, &error))?;
        let _ = std::fs::remove_file(probe);
        return Ok(Health::Good(format!("{shown} can be made")));
    }
    // Not for reading alone: whoever does only that leaves files beside it.
    let options = for_all(SqliteConnectOptions::new().filename(path));
    let mut connection = options.connect().await?;
    let writing = connection.begin_with("BEGIN IMMEDIATE").await?;
    writing.rollback().await?;
    connection.close().await?;
    Ok(match is_open_to_others(path) {
        false => Health::Good(format!("{shown} can be written")),
        true => Health::Doubtful(format!(
            "{shown} can be read by others on this machine: chmod 600"
        )),
    })
}

#[cfg(unix)]
fn is_open_to_others(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    let metadata = path.metadata();
    metadata.is_ok_and(|metadata| metadata.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn is_open_to_others(_: &Path) -> bool {
    false
}
