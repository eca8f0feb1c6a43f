//! Why the store gave no answer, told without anything that is stored.

use sqlx::error::DatabaseError;
use sqlx::migrate::MigrateError;
use sqlx::sqlite::SqliteError;

/// Why the store gave no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum StoreError {
    /// It cannot be opened, reached or written.
    #[error("the store failed: {0}")]
    Failed(String),
    /// Two who wrote at a time got into each other's way; nothing was written, and another try may
    /// do.
    #[error("the store was written by somebody else at the same time")]
    Crossed,
    /// It took too long.
    #[error("the store did not answer in time")]
    TimedOut,
    /// A stored selection is not what was stored.
    #[error("a stored selection cannot be read: {0}")]
    Unreadable(&'static str),
}

impl From<sqlx::Error> for StoreError {
    /// What a database says of a row may hold the row: its code has to do.
    fn from(error: sqlx::Error) -> Self {
        let what = match error {
            sqlx::Error::Database(error) => return Self::of_code(&*error),
            sqlx::Error::Io(error) => error.kind().to_string(),
            sqlx::Error::PoolTimedOut => return Self::TimedOut,
            sqlx::Error::PoolClosed => "it is closed".to_owned(),
            sqlx::Error::Tls(_) => "no encrypted connection can be made".to_owned(),
            sqlx::Error::Configuration(_) => "its address cannot be used".to_owned(),
            sqlx::Error::ColumnDecode { .. } | sqlx::Error::ColumnNotFound(_) => {
                return Self::Unreadable("a column holds something else");
            }
            _ => "the connection broke".to_owned(),
        };
        Self::Failed(what)
    }
}

impl StoreError {
    fn of_code(error: &dyn DatabaseError) -> Self {
        let code = error.code().unwrap_or_default();
        let meaning = match error.try_downcast_ref::<SqliteError>() {
            // An extended code has the plain one in its last byte.
            Some(_) => match code.parse::<u32>().unwrap_or_default() {
                1555 | 2067 => return Self::Crossed,
                code => match code & 0xff {
                    5 => "somebody else is writing the file",
                    8 => "the file is read-only",
                    10 => "the disk fails",
                    11 | 26 => "the file is damaged, or no database",
                    13 => "the disk is full",
                    14 => "the file cannot be opened",
                    _ => "the database refused",
                },
            },
            None => match &*code {
                // A unique index, a serialization failure, a deadlock.
                "23505" | "40001" | "40P01" => return Self::Crossed,
                "57014" => return Self::TimedOut,
                "25006" => "the server takes no writes",
                "28000" | "28P01" => "user or password are refused",
                "3D000" => "there is no such database",
                "42501" => "the user may not do that",
                "53100" => "the server's disk is full",
                "53300" => "the server has too many connections",
                "57P01" | "57P02" | "57P03" => "the server starts or ends",
                _ => "the database refused",
            },
        };
        Self::Failed(format!("{meaning} (code {code})"))
    }
}

impl From<MigrateError> for StoreError {
    fn from(error: MigrateError) -> Self {
        match error {
            MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => error.into(),
            MigrateError::VersionMissing(_) => {
                Self::Failed("a later version of the program has changed its tables".to_owned())
            }
            // Names versions of tables, nothing else.
            error => Self::Failed(error.to_string()),
        }
    }
}
