//! Where selections are kept: an embedded SQLite, or a PostgreSQL that several proxies share. Both
//! behave alike; what was acknowledged is on the disk.

mod database;
mod dialect;
mod error;
mod row;

use std::fmt;
use std::time::Duration;

use jiff::Timestamp;
use model::{Reference, ServicePoint, ServicePointId};
use sqlx::{Postgres, Sqlite};
use tokio::sync::OnceCell;
use tokio::time::timeout;

use super::Record;
use crate::config::StoreConfig;
use database::Database;
pub(crate) use error::StoreError;

/// For one question to the store, a wait for a connection included.
const DEADLINE: Duration = Duration::from_secs(2);

/// The store. It is opened when it is first needed, or by [`Store::open`] before that.
pub(crate) struct Store {
    config: StoreConfig,
    opened: OnceCell<Opened>,
}

enum Opened {
    Sqlite(Database<Sqlite>),
    Postgres(Database<Postgres>),
}

/// What became of a selection that was to be stored.
#[derive(Debug)]
pub(crate) enum Placed {
    /// It is stored, and has replaced an earlier one of the same reference.
    New,
    /// The same choice is there already, as this one.
    Same(Box<Record>),
    /// The reference became an order: nothing of it changes any more.
    Bound,
}

/// What became of a selection that was to be bound to an order.
#[derive(Debug)]
pub(crate) enum Binding {
    /// It is bound, since now or before.
    Done(Box<Record>),
    /// It is bound to another order, or the order or its cart to another selection.
    Conflict,
    /// There is no such selection.
    Missing,
}

/// What became of a selection that the shopper took back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Withdrawal {
    /// No reference leads to it now.
    Done,
    /// It became part of an order.
    Bound,
}

/// What a later look at the point found.
pub(crate) struct Checked {
    /// The point as it is now, under the id that it has now.
    pub(crate) service_point: ServicePoint,
    /// The id that it had when it was selected, if that was another.
    pub(crate) earlier_service_point_id: Option<ServicePointId>,
    /// Sendcloud's answer.
    pub(crate) is_available: Option<bool>,
    pub(crate) checked_at: Timestamp,
}

/// Where a page of a list ends: the selections after it come next.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Cursor {
    pub(crate) selected_at: Timestamp,
    pub(crate) id: String,
}

/// The ends of the times that things are kept for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Retention {
    /// Selections that became no order go that were made before.
    pub(crate) unbound_before: Timestamp,
    /// Selections go that became an order before.
    pub(crate) bound_before: Timestamp,
    /// Post numbers go whose selection became an order before.
    pub(crate) post_numbers_before: Timestamp,
}

/// How much a look through the store has removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Purged {
    pub(crate) selections: usize,
    pub(crate) post_numbers: usize,
}

/// Asks whichever database it is, within the deadline.
macro_rules! ask {
    ($store:expr, $database:ident => $answer:expr) => {
        $store
            .within_deadline(async {
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
            opened: OnceCell::new(),
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

    async fn opened(&self) -> Result<&Opened, StoreError> {
        let open = async || {
            Ok::<_, StoreError>(match &self.config {
                StoreConfig::Sqlite(path) => Opened::Sqlite(dialect::open_sqlite(path).await?),
                StoreConfig::Postgres(url) => Opened::Postgres(dialect::open_postgres(url).await?),
            })
        };
        self.opened.get_or_try_init(open).await
    }

    async fn within_deadline<T>(
        &self,
        answer: impl Future<Output = Result<T, StoreError>>,
    ) -> Result<T, StoreError> {
        let answer = timeout(DEADLINE, answer).await;
        answer.unwrap_or(Err(StoreError::TimedOut))
    }

    /// Stores a selection. It replaces the one that its reference had, unless that is the same
    /// choice made since `fresh_since`; of many at a time exactly one is current in the end.
    pub(crate) async fn place(
        &self,
        record: &Record,
        fresh_since: Timestamp,
    ) -> Result<Placed, StoreError> {
        ask!(self, database => database.place(record, fresh_since))
    }

    /// The selection of this id, current or not.
    pub(crate) async fn find(&self, shop: &str, id: &str) -> Result<Option<Record>, StoreError> {
        ask!(self, database => database.find(shop, id))
    }

    /// The current selection of a cart or an order.
    pub(crate) async fn find_current(
        &self,
        shop: &str,
        reference: &Reference,
    ) -> Result<Option<Record>, StoreError> {
        ask!(self, database => database.find_current(shop, reference))
    }

    /// The shop's selections in the order in which they were made.
    pub(crate) async fn list(
        &self,
        shop: &str,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<Vec<Record>, StoreError> {
        ask!(self, database => database.list(shop, after, limit))
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
        ask!(self, database => database.bind(shop, id, order_reference, now))
    }

    /// Notes what a later look at the point found; the selection as it is then, none where it has
    /// been erased meanwhile.
    pub(crate) async fn note_check(
        &self,
        shop: &str,
        id: &str,
        checked: &Checked,
    ) -> Result<Option<Record>, StoreError> {
        ask!(self, database => database.note_check(shop, id, checked))
    }

    /// Takes a selection back, before it is part of an order. One that is not there is none.
    pub(crate) async fn withdraw(&self, shop: &str, id: &str) -> Result<Withdrawal, StoreError> {
        ask!(self, database => database.withdraw(shop, id))
    }

    /// Removes a selection and those that its cart had before it.
    pub(crate) async fn erase(&self, shop: &str, id: &str) -> Result<(), StoreError> {
        ask!(self, database => database.erase(shop, id))
    }

    /// Removes all that is known of a cart or an order.
    pub(crate) async fn erase_reference(
        &self,
        shop: &str,
        reference: &Reference,
    ) -> Result<(), StoreError> {
        ask!(self, database => database.erase_reference(shop, reference))
    }

    /// Removes what has been kept for its time: so many selections at most, so that nobody waits.
    pub(crate) async fn purge(&self, retention: &Retention) -> Result<Purged, StoreError> {
        ask!(self, database => database.purge(retention))
    }

    /// Closes the connections, as far as there are any.
    pub(crate) async fn close(&self) {
        match self.opened.get() {
            Some(Opened::Sqlite(database)) => database.close().await,
            Some(Opened::Postgres(database)) => database.close().await,
            None => {}
        }
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Store").finish_non_exhaustive()
    }
}
