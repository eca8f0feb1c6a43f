//! Where selections are kept: an embedded SQLite, or a PostgreSQL that several proxies share. Both
//! behave alike; what was acknowledged is on the disk.

mod answers;
mod database;
mod dialect;
mod error;
mod health;
mod metrics;
mod opening;
mod postgres;
mod row;
mod sqlite;
#[cfg(test)]
mod tests;

use std::fmt;
use std::time::Duration;

use jiff::Timestamp;
use model::Reference;
use prometheus_client::registry::Registry;
use sqlx::{Postgres, Sqlite};
use tokio::time::{Instant, timeout, timeout_at};

use super::Record;
use crate::config::StoreConfig;
pub(crate) use answers::{Binding, Checked, Cursor, Placed, Purged, Retention, Withdrawal};
use database::Database;
pub(crate) use error::StoreError;
pub(crate) use health::Health;
use metrics::Metrics;
use opening::Opening;

/// For one question to the store, a wait for a connection included.
const DEADLINE: Duration = Duration::from_secs(2);

/// The store. It is opened when it is first needed, or by [`Store::open`] before that.
pub(crate) struct Store {
    config: StoreConfig,
    opening: Opening<Opened>,
    metrics: Metrics,
}

enum Opened {
    Sqlite(Database<Sqlite>),
    Postgres(Database<Postgres>),
}

/// Asks whichever database it is, within the deadline; the first argument but one is what the metrics
/// call it.
macro_rules! ask {
    ($store:expr, $op:literal, $database:ident => $answer:expr) => {
        $store
            .measure($op, async {
                match $store.opened().await? {
                    Opened::Sqlite($database) => $answer.await,
                    Opened::Postgres($database) => $answer.await,
                }
            })
            .await
    };
}

impl Store {
    /// A store that is opened when it is first needed.
    pub(crate) fn new(config: StoreConfig) -> Self {
        Self {
            config,
            opening: Opening::new(),
            metrics: Metrics::default(),
        }
    }

    /// Opens it now, and brings its tables up to date.
    ///
    /// # Errors
    ///
    /// Where the file cannot be written, or the server cannot be reached.
    pub(crate) async fn open(&self) -> Result<(), StoreError> {
        self.opened().await.map(drop)
    }

    /// Whether it is a server's, which may be away for a while.
    pub(crate) fn is_remote(&self) -> bool {
        matches!(self.config, StoreConfig::Postgres(_))
    }

    /// Whether it can be used, for a person who asks; nothing is made or changed.
    ///
    /// # Errors
    ///
    /// Where it cannot.
    pub(crate) async fn check(&self) -> Result<Health, StoreError> {
        match &self.config {
            StoreConfig::Sqlite(path) => sqlite::check(path).await,
            StoreConfig::Postgres(url) => postgres::check(url).await,
        }
    }

    async fn opened(&self) -> Result<&Opened, StoreError> {
        let open = || {
            let config = self.config.clone();
            async {
                Ok(match config {
                    StoreConfig::Sqlite(path) => Opened::Sqlite(sqlite::open(path).await?),
                    StoreConfig::Postgres(url) => Opened::Postgres(postgres::open(url).await?),
                })
            }
        };
        self.opening.get_or_open(open).await
    }

    async fn measure<T>(
        &self,
        op: &'static str,
        answer: impl Future<Output = Result<T, StoreError>>,
    ) -> Result<T, StoreError> {
        let started = Instant::now();
        let answer = timeout(DEADLINE, answer).await;
        let answer = answer.unwrap_or(Err(StoreError::TimedOut));
        self.metrics.count(op, started.elapsed(), answer.is_ok());
        answer
    }

    /// Puts its metrics into a registry.
    pub(crate) fn register(&self, registry: &mut Registry) {
        self.metrics.register(registry);
    }

    /// Stores a selection made now. It replaces the one that its reference had, unless that is the
    /// same choice and still [fresh](Record::is_fresh); of many at a time exactly one is current in
    /// the end.
    pub(crate) async fn place(
        &self,
        record: &Record,
        fresh_since: Timestamp,
    ) -> Result<Placed, StoreError> {
        ask!(self, "place", database => database.place(record, fresh_since, None))
    }

    /// The same for a choice of before: it replaces the selection of this id and no other.
    pub(crate) async fn renew(
        &self,
        record: &Record,
        fresh_since: Timestamp,
        id: &str,
    ) -> Result<Placed, StoreError> {
        ask!(self, "place", database => database.place(record, fresh_since, Some(id)))
    }

    /// The selection of this id, current or not.
    pub(crate) async fn find(&self, shop: &str, id: &str) -> Result<Option<Record>, StoreError> {
        ask!(self, "find", database => database.find(shop, id))
    }

    /// The current selection of a cart or an order.
    pub(crate) async fn find_current(
        &self,
        shop: &str,
        reference: &Reference,
    ) -> Result<Option<Record>, StoreError> {
        ask!(self, "find_current", database => database.find_current(shop, reference))
    }

    /// The shop's selections in the order in which they were made.
    pub(crate) async fn list(
        &self,
        shop: &str,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<Vec<Record>, StoreError> {
        ask!(self, "list", database => database.list(shop, after, limit))
    }

    /// Makes a selection part of an order: its cart's and the order's reference lead to it from now
    /// on, whatever was chosen for the cart since.
    pub(crate) async fn bind(
        &self,
        shop: &str,
        id: &str,
        order_reference: &Reference,
        now: Timestamp,
    ) -> Result<Binding, StoreError> {
        ask!(self, "bind", database => database.bind(shop, id, order_reference, now))
    }

    /// Notes what a later look at the point found; the selection as it is then, none where it has
    /// been erased meanwhile.
    pub(crate) async fn note_check(
        &self,
        shop: &str,
        id: &str,
        checked: &Checked,
    ) -> Result<Option<Record>, StoreError> {
        ask!(self, "note_check", database => database.note_check(shop, id, checked))
    }

    /// Takes a selection back, before it is part of an order. One that is not there is none.
    pub(crate) async fn withdraw(&self, shop: &str, id: &str) -> Result<Withdrawal, StoreError> {
        ask!(self, "withdraw", database => database.withdraw(shop, id))
    }

    /// Removes a selection and those that its cart had before it.
    pub(crate) async fn erase(&self, shop: &str, id: &str) -> Result<(), StoreError> {
        let deadline = Instant::now() + DEADLINE;
        ask!(self, "erase", database => database.erase(shop, id))?;
        self.cut_log(deadline).await;
        Ok(())
    }

    /// Removes all that is known of a cart or an order.
    pub(crate) async fn erase_reference(
        &self,
        shop: &str,
        reference: &Reference,
    ) -> Result<(), StoreError> {
        let deadline = Instant::now() + DEADLINE;
        ask!(self, "erase_reference", database => database.erase_reference(shop, reference))?;
        self.cut_log(deadline).await;
        Ok(())
    }

    /// Leaves nothing of what was erased beside the file, where that can be done in time.
    async fn cut_log(&self, deadline: Instant) {
        if let Some(Opened::Sqlite(database)) = self.opening.get() {
            let _ = timeout_at(deadline, database.cut_log()).await;
        }
    }

    /// Removes what has been kept for its time, a part of it where that is much: [`Purged::is_all`].
    pub(crate) async fn purge(&self, retention: &Retention) -> Result<Purged, StoreError> {
        let purged = ask!(self, "purge", database => database.purge(retention))?;
        self.metrics.count_purged(purged);
        Ok(purged)
    }

    /// Gives back the room of what was removed, as far as the database does not do so itself.
    pub(crate) async fn tidy(&self) -> Result<(), StoreError> {
        ask!(self, "tidy", database => database.tidy())
    }

    /// The selection of an order, by that reference alone.
    pub(crate) async fn find_order(
        &self,
        shop: &str,
        order_reference: &Reference,
    ) -> Result<Option<Record>, StoreError> {
        ask!(self, "find_order", database => database.find_order(shop, order_reference))
    }

    /// Closes the connections, as far as there are any; who still holds one is not waited for.
    pub(crate) async fn close(&self) {
        let close = async {
            match self.opening.get() {
                Some(Opened::Sqlite(database)) => database.close().await,
                Some(Opened::Postgres(database)) => database.close().await,
                None => {}
            }
        };
        // What is stored is stored: a file that was not closed is read as it is.
        let _ = timeout(DEADLINE, close).await;
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Store").finish_non_exhaustive()
    }
}
