//! The confirmation of a shopper's choice.

use std::time::Duration;

use axum::Json;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use model::SelectionRequest;
use tokio::time::Instant;

use super::query::ShopOnly;
use crate::limits::{ClientAddress, Limit};
use crate::{app::AppState, clean::clean, cors, error::Error, headers, selections};

/// Most bytes of a body: an id, a number and a reference.
const BODY_MAX: usize = 8 * 1024;
/// For a body as short as that.
const BODY_TIMEOUT: Duration = Duration::from_secs(5);

/// `POST /api/selections`
pub(super) async fn create(
    State(app): State<AppState>,
    ShopOnly(shop): ShopOnly,
    client: ClientAddress,
    headers: HeaderMap,
    body: Body,
) -> Result<impl IntoResponse, Error> {
    let started = Instant::now();
    // A page always says where it is; without that no list of origins would protect the quota.
    if !cors::has_origin(&headers) {
        return Err(Error::UnknownOrigin);
    }
    if !headers::is_json(&headers) {
        return Err(Error::UnsupportedMediaType);
    }
    let request = parse(&read(body).await?)?;
    app.limit(Limit::Selections, &shop, client)?;
    let selected = selections::select(&app, &shop, request, started).await?;
    let selection = selected
        .record
        .to_selection(shop.signer(), app.clock().now());
    let status = match selected.is_new {
        true => StatusCode::CREATED,
        false => StatusCode::OK,
    };
    let headers = [(header::CACHE_CONTROL, "no-store")];
    Ok((status, headers, Json(selection)))
}

async fn read(body: Body) -> Result<Bytes, Error> {
    // It says so itself: whoever waits to be told to go on would not send it.
    if body.size_hint().lower() > BODY_MAX as u64 {
        return Err(Error::BodyTooLong);
    }
    let whole = Limited::new(body, BODY_MAX).collect();
    let whole = tokio::time::timeout(BODY_TIMEOUT, whole).await;
    let whole = whole.map_err(|_| Error::BodyTimedOut)?;
    whole.map(|body| body.to_bytes()).map_err(|error| {
        if error.is::<LengthLimitError>() {
            return Error::BodyTooLong;
        }
        Error::InvalidBody {
            detail: "the body broke off".to_owned(),
            pointer: None,
        }
    })
}

fn parse(body: &[u8]) -> Result<SelectionRequest, Error> {
    // Serde would take a list for the fields in their order, and call anything else by Rust's names.
    if !body.trim_ascii_start().starts_with(b"{") {
        return Err(Error::InvalidBody {
            detail: "the body must be a JSON object".to_owned(),
            pointer: None,
        });
    }
    let mut json = serde_json::Deserializer::from_slice(body);
    let request = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let path: Vec<String> = error.path().iter().map(ToString::to_string).collect();
        Error::InvalidBody {
            detail: clean(&error.inner().to_string(), 300),
            pointer: (!path.is_empty()).then(|| format!("/{}", path.join("/"))),
        }
    })?;
    json.end().map_err(|error| Error::InvalidBody {
        detail: error.to_string(),
        pointer: None,
    })?;
    Ok(request)
}
