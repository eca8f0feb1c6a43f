//! A row of the table, and the selection that it holds.

use jiff::Timestamp;
use model::{PostNumber, Reference, ServicePoint, ServicePointId};
use sqlx::{ColumnIndex, Decode, Encode, Row, Type};

use super::error::StoreError;
use crate::selections::Record;

/// What a column may hold, in either database.
pub(super) trait Value<D: sqlx::Database>:
    for<'v> Encode<'v, D> + for<'v> Decode<'v, D> + Type<D>
{
}

impl<D, T> Value<D> for T
where
    D: sqlx::Database,
    T: for<'v> Encode<'v, D> + for<'v> Decode<'v, D> + Type<D>,
{
}

/// All columns, as [`read`] wants them.
pub(super) const COLUMNS: &str = "id, shop, reference, order_reference, is_current, service_point, \
     to_post_number, is_available, selected_at_ms, checked_at_ms, bound_at_ms, \
     earlier_service_point_id";

/// The selection of a row.
pub(super) fn read<D>(row: &D::Row) -> Result<Record, StoreError>
where
    D: sqlx::Database,
    for<'i> &'i str: ColumnIndex<D::Row>,
    String: Value<D>,
    i64: Value<D>,
    bool: Value<D>,
{
    let reference = |column: &str| match row.try_get::<Option<String>, _>(column)? {
        None => Ok(None),
        Some(text) => Reference::parse(&text)
            .map(Some)
            .map_err(|_| StoreError::Unreadable("a reference")),
    };
    let moment = |column: &str| read_moment(row.try_get::<i64, _>(column)?);
    let service_point: String = row.try_get("service_point")?;
    let service_point: ServicePoint = serde_json::from_str(&service_point)
        .map_err(|_| StoreError::Unreadable("a service point"))?;
    let number: Option<String> = row.try_get("to_post_number")?;
    let number = number.map(|digits| PostNumber::from_digits(&digits));
    let bound_at: Option<i64> = row.try_get("bound_at_ms")?;
    let earlier: Option<i64> = row.try_get("earlier_service_point_id")?;
    Ok(Record {
        id: row.try_get("id")?,
        shop: row.try_get("shop")?,
        reference: reference("reference")?,
        order_reference: reference("order_reference")?,
        is_current: row.try_get("is_current")?,
        service_point,
        to_post_number: number
            .transpose()
            .map_err(|_| StoreError::Unreadable("a post number"))?,
        is_available: row.try_get("is_available")?,
        selected_at: moment("selected_at_ms")?,
        checked_at: moment("checked_at_ms")?,
        bound_at: bound_at.map(read_moment).transpose()?,
        earlier_service_point_id: earlier.and_then(|id| ServicePointId::new(id.try_into().ok()?)),
    })
}

fn read_moment(ms: i64) -> Result<Timestamp, StoreError> {
    Timestamp::from_millisecond(ms).map_err(|_| StoreError::Unreadable("a time"))
}

/// A service point as it is stored.
pub(super) fn write_point(point: &ServicePoint) -> Result<String, StoreError> {
    serde_json::to_string(point).map_err(|_| StoreError::Unreadable("a service point"))
}

/// An id as the databases take it; Sendcloud's stay far below the end of either.
pub(super) fn write_id(id: ServicePointId) -> i64 {
    i64::try_from(id.get()).unwrap_or(i64::MAX)
}
