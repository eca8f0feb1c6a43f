//! What a shop's backend does with the selections that are stored: reads, binds, checks, erases.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::{IntoResponse, Response};
use model::{BindRequest, Selection, ServicePointId};
use serde::Serialize;
use tokio::time::Instant;

use super::query::{Reading, read_reference, write_cursor};
use super::{NO_STORE, SelectionId, nothing};
use crate::routes::{backend::Backend, body::read_json, query::ShopOnly};
use crate::selections::{self, Binding, Cursor, Outcome, Record};
use crate::{app::AppState, error::Error, shop::Shop};

/// A selection as a backend receives it, with what became of it.
#[derive(Serialize)]
struct StoredSelection {
    #[serde(flatten)]
    selection: Selection,
    /// The order that it became part of.
    order_reference: Option<model::Reference>,
    /// When, RFC 3339 in UTC.
    bound_at: Option<String>,
    /// When Sendcloud was last asked about the point, RFC 3339 in UTC.
    checked_at: String,
    /// Whether its references lead to it.
    is_current: bool,
    /// The id that the point had when it was selected, where Sendcloud has given it another.
    earlier_service_point_id: Option<ServicePointId>,
}

/// A page of the list.
#[derive(Serialize)]
struct Page {
    results: Vec<StoredSelection>,
    /// For `after`; none at the end.
    next: Option<String>,
}

/// `GET /api/selections`
pub(super) async fn find_or_list(
    State(app): State<AppState>,
    Backend(shop): Backend,
    uri: Uri,
) -> Result<Response, Error> {
    let key = &shop.config().key;
    match Reading::read(&uri, &app.settings())? {
        Reading::Current(reference) => {
            let found = app.selections().find_current(key, &reference).await?;
            let found = found.ok_or(Error::UnknownSelection)?;
            Ok(answer(&app, &shop, &found))
        }
        Reading::Order(reference) => {
            let found = app.selections().find_order(key, &reference).await?;
            let found = found.ok_or(Error::UnknownSelection)?;
            Ok(answer(&app, &shop, &found))
        }
        Reading::Page { limit, after } => {
            // One more tells whether there is another page.
            let listed = app.selections().list(key, after.as_ref(), limit + 1);
            let mut records = listed.await?;
            let has_more = records.len() > limit;
            records.truncate(limit);
            let last = records.last().filter(|_| has_more);
            let next = last.map(|last| {
                write_cursor(&Cursor {
                    selected_at: last.selected_at,
                    id: last.id.clone(),
                })
            });
            let results = records.iter().map(|record| stored(&app, &shop, record));
            let results = results.collect();
            Ok(([NO_STORE], Json(Page { results, next })).into_response())
        }
    }
}

/// `GET /api/selections/{id}`
pub(super) async fn show(
    State(app): State<AppState>,
    Backend(shop): Backend,
    _: ShopOnly,
    SelectionId(id): SelectionId,
) -> Result<Response, Error> {
    let found = find(&app, &shop, &id).await?;
    Ok(answer(&app, &shop, &found))
}

/// `PATCH /api/selections/{id}`
pub(super) async fn bind(
    State(app): State<AppState>,
    Backend(shop): Backend,
    _: ShopOnly,
    SelectionId(id): SelectionId,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Error> {
    let BindRequest { reference } = read_json(&headers, body).await?;
    let now = app.clock().now();
    let key = &shop.config().key;
    let bound = app.selections().bind(key, &id, &reference, now).await;
    let bound = bound
        .map_err(Error::from)
        .and_then(|binding| match binding {
            Binding::Done(record) => Ok(record),
            Binding::Conflict => Err(Error::OrderConflict),
            Binding::Missing => Err(Error::UnknownSelection),
        });
    app.selection_metrics()
        .note(&shop, &bound, |_| Outcome::Bound);
    Ok(answer(&app, &shop, &*bound?))
}

/// `POST /api/selections/{id}/recheck`
pub(super) async fn recheck(
    State(app): State<AppState>,
    Backend(shop): Backend,
    _: ShopOnly,
    SelectionId(id): SelectionId,
) -> Result<Response, Error> {
    let started = Instant::now();
    let found = find(&app, &shop, &id).await?;
    let checked = selections::recheck(&app, &shop, found, started).await;
    app.selection_metrics()
        .note(&shop, &checked, |_| Outcome::Rechecked);
    Ok(answer(&app, &shop, &checked?))
}

/// `DELETE /api/selections/{id}`
pub(super) async fn erase(
    State(app): State<AppState>,
    Backend(shop): Backend,
    _: ShopOnly,
    SelectionId(id): SelectionId,
) -> Result<Response, Error> {
    let erased = app.selections().erase(&shop.config().key, &id).await;
    note_erased(&app, &shop, erased.map_err(Error::from))
}

/// `DELETE /api/selections?reference=`
pub(super) async fn erase_reference(
    State(app): State<AppState>,
    Backend(shop): Backend,
    uri: Uri,
) -> Result<Response, Error> {
    let reference = read_reference(&uri, &app.settings())?;
    let key = &shop.config().key;
    let erased = app.selections().erase_reference(key, &reference).await;
    note_erased(&app, &shop, erased.map_err(Error::from))
}

fn note_erased(app: &AppState, shop: &Shop, erased: Result<(), Error>) -> Result<Response, Error> {
    app.selection_metrics()
        .note(shop, &erased, |()| Outcome::Erased);
    erased.map(|()| nothing())
}

async fn find(app: &AppState, shop: &Shop, id: &str) -> Result<Record, Error> {
    let found = app.selections().find(&shop.config().key, id).await?;
    found.ok_or(Error::UnknownSelection)
}

fn answer(app: &AppState, shop: &Shop, record: &Record) -> Response {
    ([NO_STORE], Json(stored(app, shop, record))).into_response()
}

fn stored(app: &AppState, shop: &Shop, record: &Record) -> StoredSelection {
    StoredSelection {
        selection: record.to_selection(shop.signer(), app.clock().now()),
        order_reference: record.order_reference.clone(),
        bound_at: record.bound_at.map(|at| format!("{at:.0}")),
        checked_at: format!("{:.0}", record.checked_at),
        is_current: record.is_current,
        earlier_service_point_id: record.earlier_service_point_id,
    }
}
