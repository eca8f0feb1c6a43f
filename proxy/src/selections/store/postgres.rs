//! The store in a server, which several proxies share.

use std::str::FromStr;
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use sqlx::postgres::{PgConnectOptions, PgConnection, PgPoolOptions};
use sqlx::{ConnectOptions, Connection, Postgres};
use tokio::time::timeout;

use super::database::Database;
use super::dialect::migrate;
use super::error::StoreError;
use super::health::Health;

/// For a connection. Shorter than a question's own deadline, so that the reason is told.
const CONNECT_TIMEOUT: Duration = Duration::from_millis(1_800);
const CONNECTIONS: u32 = 10;

/// Connects to a server; it is connected to again whenever a connection breaks.
pub(super) async fn open(url: SecretString) -> Result<Database<Postgres>, StoreError> {
    let options = options(&url)?;
    // Changes to the tables may take longer than a question.
    let mut first = connect(&options).await?;
    migrate(&mut first).await?;
    first.close().await?;
    let pool = PgPoolOptions::new()
        .max_connections(CONNECTIONS)
        .acquire_timeout(CONNECT_TIMEOUT)
        .connect_lazy_with(options.options([("statement_timeout", "2s")]));
    Ok(Database::new(pool.clone(), pool))
}

fn options(url: &SecretString) -> Result<PgConnectOptions, StoreError> {
    Ok(PgConnectOptions::from_str(url.expose_secret())?
        // What was acknowledged is on the disk, whatever the server's default is.
        .options([("synchronous_commit", "on")])
        .application_name("picker-proxy")
        .disable_statement_logging())
}

async fn connect(options: &PgConnectOptions) -> Result<PgConnection, StoreError> {
    let connected = timeout(CONNECT_TIMEOUT, options.connect()).await;
    Ok(connected.map_err(|_| StoreError::TimedOut)??)
}

/// Whether a server can be used; nothing of it is changed.
pub(super) async fn check(url: &SecretString) -> Result<Health, StoreError> {
    let mut connection = connect(&options(url)?).await?;
    let sql = "SELECT current_setting('server_version'), \
               current_setting('transaction_read_only') = 'on', \
               current_setting('synchronous_commit') = 'off' OR current_setting('fsync') = 'off', \
               to_regclass('selections') IS NULL \
               AND NOT coalesce(has_schema_privilege(current_schema(), 'CREATE'), FALSE)";
    let asked = sqlx::query_as::<_, (String, bool, bool, bool)>(sql);
    let (version, is_read_only, is_hasty, is_barred) = asked.fetch_one(&mut connection).await?;
    connection.close().await?;
    let failed = |what: &str| Err(StoreError::Failed(what.to_owned()));
    if is_read_only {
        return failed("the server takes no writes");
    }
    if is_barred {
        return failed("the user may not make the tables");
    }
    if is_hasty {
        let what = "PostgreSQL acknowledges what is not on its disk: switch synchronous_commit and fsync on";
        return Ok(Health::Doubtful(what.to_owned()));
    }
    Ok(Health::Good(format!("PostgreSQL {version} can be reached")))
}
