//! What a host's answer comes to: a picture, or why there is none.

use std::sync::Arc;

use axum::http::{HeaderMap, StatusCode, header};
use reqwest::Response;

use super::picture::Validators;
use super::{Failure, Form, Lifetime, Picture};
use crate::upstream::read_body;

/// What a call came to.
pub(crate) enum Outcome {
    Found(Arc<Picture>, Lifetime),
    /// The one that was there last is the one that is.
    Unchanged(Lifetime),
    Missing,
    Failed(Failure),
}

/// Reads an answer that should be a picture in one of these forms, of `most` bytes after
/// decompression, and may be kept for its lifetime.
pub(crate) async fn read(
    response: Response,
    forms: &[Form],
    most: usize,
    lifetime: Lifetime,
) -> Outcome {
    match response.status() {
        StatusCode::OK => match read_picture(response, forms, most).await {
            Ok(picture) => Outcome::Found(Arc::new(picture), lifetime),
            Err(failure) => Outcome::Failed(failure),
        },
        StatusCode::NOT_MODIFIED => Outcome::Unchanged(lifetime),
        // Some servers of tiles say "no content" where the sea is.
        StatusCode::NOT_FOUND | StatusCode::GONE | StatusCode::NO_CONTENT => Outcome::Missing,
        status if status.is_server_error() => Outcome::Failed(Failure::Failed(status.as_u16())),
        _ => Outcome::Failed(Failure::Malformed("its status is none for a picture")),
    }
}

async fn read_picture(response: Response, forms: &[Form], most: usize) -> Result<Picture, Failure> {
    let media_type = essence(response.headers());
    let is_named = |form: &&Form| media_type == Some(form.media_type());
    let form = forms.iter().copied().find(|form| is_named(&form));
    let form = form.ok_or(Failure::Malformed("it is no such picture by its type"))?;
    let validators = Validators::read(response.headers());
    let bytes = read_body(response, most).await?;
    let picture = Picture::check(form, bytes, validators);
    picture.ok_or(Failure::Malformed("it is no such picture by its bytes"))
}

/// The media type without its parameters.
fn essence(headers: &HeaderMap) -> Option<&str> {
    let text = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    text.split(';').next().map(str::trim)
}
