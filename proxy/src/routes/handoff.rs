//! A selection in the words of whatever ships the order.

use axum::Json;
use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::error::Error;
use crate::selections::{Format, Record};

/// Pattern of the route.
pub(super) const HANDOFF: &str = "/api/selections/{id}/handoff/{format}";

/// The fragment itself: a shop merges the body as it is.
fn answer(record: &Record, format: &str) -> Result<Response, Error> {
    let format = Format::find(format).ok_or(Error::UnknownRoute)?;
    let number = record.to_post_number.as_ref();
    let number = number.map(model::PostNumber::as_str);
    let fragment = format.fragment(&record.service_point, number);
    let headers = [(header::CACHE_CONTROL, "no-store")];
    Ok((headers, Json(fragment)).into_response())
}
