//! Selections: what pages do with them. What backends do is in [`stored`].

mod path;
mod query;
mod stored;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use model::{RestoreRequest, SelectionRequest};
use tokio::time::Instant;

use super::backend::Caller;
use super::body::read_json;
use super::query::ShopOnly;
use crate::cache::Purpose;
use crate::limits::{ClientAddress, Limit};
use crate::selections::{self, Outcome, Selected, Withdrawal};
use crate::{app::AppState, cors, error::Error, shop::Shop};

pub(crate) use path::SelectionId;

/// All of them; what is told of a shopper stays in no cache on the way.
pub(super) const NO_STORE: (header::HeaderName, &str) = (header::CACHE_CONTROL, "no-store");

/// All addresses of selections.
pub(super) fn router() -> Router<AppState> {
    let all = get(stored::find_or_list)
        .post(create)
        .delete(stored::erase_reference);
    let one = get(stored::show).patch(stored::bind).delete(stored::erase);
    Router::new()
        .route("/api/selections", all)
        .route("/api/selections/restore", post(restore))
        .route("/api/selections/{id}", one)
        .route("/api/selections/{id}/withdraw", post(withdraw))
        .route("/api/selections/{id}/recheck", post(stored::recheck))
}

/// `POST /api/selections`
async fn create(
    State(app): State<AppState>,
    caller: Caller,
    client: ClientAddress,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Error> {
    let started = Instant::now();
    let request: SelectionRequest = read_json(&headers, body).await?;
    let shop = caller.shop();
    // A backend has one address for all its shoppers, and a share of its own of what Sendcloud is
    // asked.
    let purpose = if caller.is_page() {
        app.limit(Limit::Selections, shop, client)?;
        Purpose::Select
    } else {
        Purpose::SelectByBackend
    };
    let selected = selections::select(&app, shop, request, purpose, started).await;
    let outcome = |selected: &Selected| match selected.is_new {
        true => Outcome::Created,
        false => Outcome::Same,
    };
    app.selection_metrics().note(shop, &selected, outcome);
    Ok(answer(&app, shop, &selected?))
}

/// `POST /api/selections/restore`
async fn restore(
    State(app): State<AppState>,
    caller: Caller,
    client: ClientAddress,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Error> {
    let started = Instant::now();
    let request: RestoreRequest = read_json(&headers, body).await?;
    let shop = caller.shop();
    let admit = || match caller.is_page() {
        true => app.limit(Limit::Selections, shop, client),
        false => Ok(()),
    };
    let selected = selections::restore(&app, shop, request, started, admit).await;
    app.selection_metrics()
        .note(shop, &selected, |_| Outcome::Restored);
    Ok(answer(&app, shop, &selected?))
}

/// `POST /api/selections/{id}/withdraw`: without a body, so that a page that is being left can send
/// it without asking first.
async fn withdraw(
    State(app): State<AppState>,
    ShopOnly(shop): ShopOnly,
    SelectionId(id): SelectionId,
    headers: HeaderMap,
) -> Result<Response, Error> {
    if !cors::has_origin(&headers) {
        return Err(Error::UnknownOrigin);
    }
    let withdrawn = app.selections().withdraw(&shop.config().key, &id).await;
    let withdrawn = withdrawn
        .map_err(Error::from)
        .and_then(|withdrawal| match withdrawal {
            Withdrawal::Done => Ok(()),
            Withdrawal::Bound => Err(Error::SelectionBound),
        });
    app.selection_metrics()
        .note(&shop, &withdrawn, |()| Outcome::Withdrawn);
    withdrawn.map(|()| nothing())
}

/// 204.
fn nothing() -> Response {
    (StatusCode::NO_CONTENT, [NO_STORE]).into_response()
}

fn answer(app: &AppState, shop: &Shop, selected: &Selected) -> Response {
    let selection = selected
        .record
        .to_selection(shop.signer(), app.clock().now());
    let status = match selected.is_new {
        true => StatusCode::CREATED,
        false => StatusCode::OK,
    };
    (status, [NO_STORE], Json(selection)).into_response()
}
