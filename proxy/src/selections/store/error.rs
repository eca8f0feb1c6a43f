//! Why the store gave no answer, told without anything that is stored.

/// Why the store gave no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum StoreError {
    /// It cannot be opened, reached or written.
    #[error("the store failed: {0}")]
    Failed(String),
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
            sqlx::Error::Database(error) => match error.code() {
                Some(code) => format!("the database answered with code {code}"),
                None => "the database refused".to_owned(),
            },
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

impl From<sqlx::migrate::MigrateError> for StoreError {
    fn from(error: sqlx::migrate::MigrateError) -> Self {
        match error {
            sqlx::migrate::MigrateError::Execute(error) => error.into(),
            // Names versions and checksums of tables, nothing else.
            error => Self::Failed(error.to_string()),
        }
    }
}
