//! A short JSON body, read within bounds and told in v3's words where it is none.

use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::http::HeaderMap;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use serde::de::DeserializeOwned;

use crate::{clean::clean, error::Error, headers};

/// Most bytes of a body: an id, a number and a reference.
const BODY_MAX: usize = 8 * 1024;
/// For a body as short as that.
const BODY_TIMEOUT: Duration = Duration::from_secs(5);

/// The object that a body is.
///
/// # Errors
///
/// 415 where it does not say that it is JSON, 413 above 8 KiB, 408 after 5 s, 400 where it is no
/// object of this form.
pub(super) async fn read_json<T>(headers: &HeaderMap, body: Body) -> Result<T, Error>
where
    T: DeserializeOwned,
{
    if !headers::is_json(headers) {
        return Err(Error::UnsupportedMediaType);
    }
    parse(&read(body).await?)
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

fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, Error> {
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
