//! What is asked of the tables: the same statements for both databases.

use jiff::Timestamp;
use model::Reference;
use sqlx::{AssertSqlSafe, ColumnIndex, Executor, IntoArguments, Pool, Transaction};

use super::answers::{Binding, Checked, Cursor, PURGE_MAX, Placed, Purged, Retention, Withdrawal};
use super::dialect::{CUT_LOG, Dialect};
use super::error::StoreError;
use super::row::{self, COLUMNS, Value};
use crate::selections::Record;

/// The selection of an id, a cart or an order.
const OF_ID: &str = "id = $2";
const OF_CART: &str = "is_current AND reference = $2";
/// A name may be one cart's and another's order: the order goes before the cart.
const OF_ORDER: &str = "order_reference = $2";
const OF_EITHER: &str = "is_current AND (reference = $2 OR order_reference = $2) \
     ORDER BY CASE WHEN order_reference = $2 THEN 0 ELSE 1 END LIMIT 1";

/// Became an order before `$1`, or none and was made before `$2`. Asked once more of the row that is
/// about to go: it may have become an order since it was looked for.
const TOO_OLD: &str = "(bound_at_ms < $1 OR (bound_at_ms IS NULL AND selected_at_ms < $2))";

/// A database, through the connections that write and those that read.
pub(super) struct Database<D: sqlx::Database> {
    pub(super) writer: Pool<D>,
    reader: Pool<D>,
    /// Never asked: it keeps what is in memory alone where the other connection breaks, as it may
    /// when a question is given up.
    keeper: Option<Pool<D>>,
    /// Cuts the log of writes of a file, and waits for nobody.
    cutter: Option<Pool<D>>,
}

impl<D> Database<D>
where
    D: Dialect,
    D::Arguments: IntoArguments<D>,
    for<'c> &'c mut D::Connection: Executor<'c, Database = D>,
    for<'c> &'c Pool<D>: Executor<'c, Database = D>,
    for<'i> &'i str: ColumnIndex<D::Row>,
    String: Value<D>,
    i64: Value<D>,
    bool: Value<D>,
    Option<String>: Value<D>,
    Option<i64>: Value<D>,
    Option<bool>: Value<D>,
{
    pub(super) fn new(writer: Pool<D>, reader: Pool<D>) -> Self {
        Self {
            writer,
            reader,
            keeper: None,
            cutter: None,
        }
    }

    /// One in a file, whose log of writes is cut after an erasure.
    pub(super) fn in_file(writer: Pool<D>, reader: Pool<D>, cutter: Pool<D>) -> Self {
        Self {
            cutter: Some(cutter),
            ..Self::new(writer, reader)
        }
    }

    /// One that is nowhere but in memory, as long as `keeper` has a connection to it.
    pub(super) fn in_memory(only: Pool<D>, keeper: Pool<D>) -> Self {
        Self {
            writer: only.clone(),
            reader: only,
            keeper: Some(keeper),
            cutter: None,
        }
    }

    pub(super) async fn close(&self) {
        let most = [&self.cutter, &self.keeper].into_iter().flatten();
        for pool in most.chain([&self.reader, &self.writer]) {
            pool.close().await;
        }
    }

    pub(super) async fn place(
        &self,
        record: &Record,
        fresh_since: Timestamp,
        instead_of: Option<&str>,
    ) -> Result<Placed, StoreError> {
        match self.try_to_place(record, fresh_since, instead_of).await {
            Err(StoreError::Crossed) => self.try_to_place(record, fresh_since, instead_of).await,
            placed => placed,
        }
    }

    async fn try_to_place(
        &self,
        record: &Record,
        fresh_since: Timestamp,
        instead_of: Option<&str>,
    ) -> Result<Placed, StoreError> {
        let mut writing = self.begin().await?;
        if let Some(reference) = &record.reference {
            Self::lock(&mut writing, &record.shop, reference).await?;
            let name = reference.as_str();
            let current = Self::read(&mut *writing, OF_EITHER, &record.shop, name).await?;
            if current.as_ref().is_some_and(|it| it.bound_at.is_some()) {
                return Ok(Placed::Bound);
            }
            let id = current.as_ref().map(|current| current.id.as_str());
            if instead_of.is_some() && id != instead_of {
                return Ok(Placed::Changed);
            }
            if let Some(current) = current {
                let now = record.selected_at;
                // An expired point is confirmed only where the shop allows that.
                let allow_expired = record.service_point.is_expired;
                let is_fresh = current.is_fresh(fresh_since, now, allow_expired);
                if current.is_same_choice(record) && is_fresh {
                    return Ok(Placed::Same(Box::new(current)));
                }
                let replaced = Self::replace(&mut writing, &record.shop, reference).await?;
                // Withdrawn or erased since it was read: neither waits for the lock.
                if instead_of.is_some() && !replaced {
                    return Ok(Placed::Changed);
                }
            }
        }
        Self::insert(&mut writing, record).await?;
        writing.commit().await?;
        Ok(Placed::New)
    }

    pub(super) async fn find(&self, shop: &str, id: &str) -> Result<Option<Record>, StoreError> {
        Self::read(&self.reader, OF_ID, shop, id).await
    }

    pub(super) async fn find_current(
        &self,
        shop: &str,
        reference: &Reference,
    ) -> Result<Option<Record>, StoreError> {
        Self::read(&self.reader, OF_EITHER, shop, reference.as_str()).await
    }

    pub(super) async fn list(
        &self,
        shop: &str,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<Vec<Record>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM selections \
             WHERE shop = $1 AND (selected_at_ms, id) > ($2, $3) \
             ORDER BY selected_at_ms, id LIMIT $4"
        );
        let at_ms = after.map_or(i64::MIN, |after| after.selected_at.as_millisecond());
        let id = after.map_or_else(String::new, |after| after.id.clone());
        let rows = sqlx::query::<D>(AssertSqlSafe(sql))
            .bind(shop.to_owned())
            .bind(at_ms)
            .bind(id)
            .bind(i64::try_from(limit).unwrap_or(i64::MAX))
            .fetch_all(&self.reader)
            .await?;
        rows.iter().map(row::read::<D>).collect()
    }

    pub(super) async fn bind(
        &self,
        shop: &str,
        id: &str,
        order_reference: &Reference,
        now: Timestamp,
    ) -> Result<Binding, StoreError> {
        match self.try_to_bind(shop, id, order_reference, now).await {
            Err(StoreError::Crossed) => self.try_to_bind(shop, id, order_reference, now).await,
            bound => bound,
        }
    }

    async fn try_to_bind(
        &self,
        shop: &str,
        id: &str,
        order_reference: &Reference,
        now: Timestamp,
    ) -> Result<Binding, StoreError> {
        let mut writing = self.begin().await?;
        let Some(record) = Self::read(&mut *writing, OF_ID, shop, id).await? else {
            return Ok(Binding::Missing);
        };
        // In one order for all, so that no two wait for each other.
        let mut names: Vec<_> = record.reference.iter().chain([order_reference]).collect();
        names.sort_by_key(|name| name.as_str());
        for name in names {
            Self::lock(&mut writing, shop, name).await?;
        }
        // Somebody else may have bound it while the locks were waited for.
        let Some(record) = Self::read(&mut *writing, OF_ID, shop, id).await? else {
            return Ok(Binding::Missing);
        };
        if let Some(bound) = &record.order_reference {
            return Ok(match bound == order_reference {
                true => Binding::Done(Box::new(record)),
                false => Binding::Conflict,
            });
        }
        let order = order_reference.as_str();
        let taken = Self::read(&mut *writing, OF_ORDER, shop, order).await?;
        if taken.is_some() {
            return Ok(Binding::Conflict);
        }
        if let Some(reference) = &record.reference {
            let current = Self::read(&mut *writing, OF_CART, shop, reference.as_str()).await?;
            if current.is_some_and(|current| current.bound_at.is_some()) {
                return Ok(Binding::Conflict);
            }
            Self::replace(&mut writing, shop, reference).await?;
        }
        let sql = "UPDATE selections SET order_reference = $3, bound_at_ms = $4, is_current = TRUE \
                   WHERE shop = $1 AND id = $2";
        sqlx::query::<D>(sql)
            .bind(shop.to_owned())
            .bind(id.to_owned())
            .bind(order_reference.as_str().to_owned())
            .bind(now.as_millisecond())
            .execute(&mut *writing)
            .await?;
        writing.commit().await?;
        Ok(Binding::Done(Box::new(Record {
            order_reference: Some(order_reference.clone()),
            bound_at: Some(now),
            is_current: true,
            ..record
        })))
    }

    pub(super) async fn note_check(
        &self,
        shop: &str,
        id: &str,
        checked: &Checked,
    ) -> Result<Option<Record>, StoreError> {
        let sql = format!(
            "UPDATE selections SET service_point = $3, earlier_service_point_id = $4, \
             is_available = $5, checked_at_ms = $6 WHERE shop = $1 AND id = $2 RETURNING {COLUMNS}"
        );
        let rows = sqlx::query::<D>(AssertSqlSafe(sql))
            .bind(shop.to_owned())
            .bind(id.to_owned())
            .bind(row::write_point(&checked.service_point)?)
            .bind(checked.earlier_service_point_id.map(row::write_id))
            .bind(checked.is_available)
            .bind(checked.checked_at.as_millisecond())
            // To its end: before that nothing is committed.
            .fetch_all(&self.writer)
            .await?;
        rows.first().map(row::read::<D>).transpose()
    }

    pub(super) async fn withdraw(&self, shop: &str, id: &str) -> Result<Withdrawal, StoreError> {
        let sql = "UPDATE selections SET is_current = FALSE \
                   WHERE shop = $1 AND id = $2 AND bound_at_ms IS NULL";
        sqlx::query::<D>(sql)
            .bind(shop.to_owned())
            .bind(id.to_owned())
            .execute(&self.writer)
            .await?;
        let left = Self::read(&self.writer, OF_ID, shop, id).await?;
        Ok(match left.is_some_and(|left| left.bound_at.is_some()) {
            true => Withdrawal::Bound,
            false => Withdrawal::Done,
        })
    }

    pub(super) async fn erase(&self, shop: &str, id: &str) -> Result<(), StoreError> {
        let sql = "DELETE FROM selections WHERE shop = $1 AND (id = $2 OR (NOT is_current AND \
                   reference = (SELECT reference FROM selections WHERE shop = $1 AND id = $2)))";
        sqlx::query::<D>(sql)
            .bind(shop.to_owned())
            .bind(id.to_owned())
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    pub(super) async fn erase_reference(
        &self,
        shop: &str,
        reference: &Reference,
    ) -> Result<(), StoreError> {
        let mut writing = self.begin().await?;
        // What is being written for a cart would not be seen, and be there afterwards.
        Self::lock(&mut writing, shop, reference).await?;
        let sql = "DELETE FROM selections WHERE shop = $1 AND (reference = $2 \
                   OR order_reference = $2 OR reference = \
                   (SELECT reference FROM selections WHERE shop = $1 AND order_reference = $2))";
        sqlx::query::<D>(sql)
            .bind(shop.to_owned())
            .bind(reference.as_str().to_owned())
            .execute(&mut *writing)
            .await?;
        writing.commit().await?;
        Ok(())
    }

    pub(super) async fn purge(&self, retention: &Retention) -> Result<Purged, StoreError> {
        let most = i64::try_from(PURGE_MAX).unwrap_or(i64::MAX);
        let sql = format!(
            "DELETE FROM selections WHERE id IN (SELECT id FROM selections WHERE {TOO_OLD} \
             LIMIT $3) AND {TOO_OLD} RETURNING id"
        );
        let selections = sqlx::query::<D>(AssertSqlSafe(sql))
            .bind(retention.bound_before.as_millisecond())
            .bind(retention.unbound_before.as_millisecond())
            .bind(most)
            .fetch_all(&self.writer)
            .await?;
        let before = retention.post_numbers_before.as_millisecond();
        let sql = format!(
            "UPDATE selections SET to_post_number = NULL WHERE id IN (SELECT id FROM selections \
             WHERE to_post_number IS NOT NULL AND {TOO_OLD} LIMIT $3) AND {TOO_OLD} RETURNING id"
        );
        let post_numbers = sqlx::query::<D>(AssertSqlSafe(sql))
            .bind(before)
            .bind(before)
            .bind(most)
            .fetch_all(&self.writer)
            .await?;
        Ok(Purged {
            selections: selections.len(),
            post_numbers: post_numbers.len(),
        })
    }

    pub(super) async fn tidy(&self) -> Result<(), StoreError> {
        for sql in D::TIDY {
            sqlx::query::<D>(*sql).execute(&self.writer).await?;
        }
        Ok(())
    }

    /// Takes what was erased out of the log of writes, as far as nobody reads there just now: else
    /// [`Self::tidy`] does so.
    pub(super) async fn cut_log(&self) {
        if let Some(cutter) = &self.cutter {
            let cut = sqlx::query::<D>(CUT_LOG).execute(cutter).await;
            // What was erased is erased.
            drop(cut);
        }
    }

    async fn begin(&self) -> Result<Transaction<'static, D>, StoreError> {
        Ok(self.writer.begin_with(D::BEGIN).await?)
    }

    /// One writer of a reference at a time, until the transaction ends.
    async fn lock(
        connection: &mut D::Connection,
        shop: &str,
        reference: &Reference,
    ) -> Result<(), StoreError> {
        if let Some(sql) = D::LOCK {
            // A shop's key holds no blank, so no two pairs are one text.
            let pair = format!("{shop} {}", reference.as_str());
            sqlx::query::<D>(sql).bind(pair).execute(connection).await?;
        }
        Ok(())
    }

    async fn read<'c, E>(
        executor: E,
        which: &str,
        shop: &str,
        name: &str,
    ) -> Result<Option<Record>, StoreError>
    where
        E: Executor<'c, Database = D>,
    {
        let sql = format!("SELECT {COLUMNS} FROM selections WHERE shop = $1 AND {which}");
        let row = sqlx::query::<D>(AssertSqlSafe(sql))
            .bind(shop.to_owned())
            .bind(name.to_owned())
            .fetch_optional(executor)
            .await?;
        row.as_ref().map(row::read::<D>).transpose()
    }

    /// Takes the reference of a cart away from whatever selection it leads to; whether to any.
    async fn replace(
        connection: &mut D::Connection,
        shop: &str,
        reference: &Reference,
    ) -> Result<bool, StoreError> {
        let sql = "UPDATE selections SET is_current = FALSE \
                   WHERE shop = $1 AND reference = $2 AND is_current RETURNING id";
        let replaced = sqlx::query::<D>(sql)
            .bind(shop.to_owned())
            .bind(reference.as_str().to_owned())
            .fetch_all(connection)
            .await?;
        Ok(!replaced.is_empty())
    }

    async fn insert(connection: &mut D::Connection, record: &Record) -> Result<(), StoreError> {
        let text = |reference: &Option<Reference>| {
            let reference = reference.as_ref();
            reference.map(|reference| reference.as_str().to_owned())
        };
        let number = record.to_post_number.as_ref();
        let sql = format!(
            "INSERT INTO selections ({COLUMNS}) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
        );
        sqlx::query::<D>(AssertSqlSafe(sql))
            .bind(record.id.clone())
            .bind(record.shop.clone())
            .bind(text(&record.reference))
            .bind(text(&record.order_reference))
            .bind(record.is_current)
            .bind(row::write_point(&record.service_point)?)
            .bind(number.map(|number| number.as_str().to_owned()))
            .bind(record.is_available)
            .bind(record.selected_at.as_millisecond())
            .bind(record.checked_at.as_millisecond())
            .bind(record.bound_at.map(Timestamp::as_millisecond))
            .bind(record.earlier_service_point_id.map(row::write_id))
            .execute(connection)
            .await?;
        Ok(())
    }
    pub(super) async fn find_order(
        &self,
        shop: &str,
        order_reference: &Reference,
    ) -> Result<Option<Record>, StoreError> {
        Self::read(&self.reader, OF_ORDER, shop, order_reference.as_str()).await
    }
}
