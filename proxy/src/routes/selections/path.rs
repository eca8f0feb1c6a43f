//! The selection that an address names.

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;

use crate::{app::AppState, error::Error};

/// Longest id that is looked for, in characters; ours have 26.
const ID_MAX: usize = 64;

/// The `{id}` of an address: a text that may be a selection's id.
pub(crate) struct SelectionId(pub(crate) String);

impl FromRequestParts<AppState> for SelectionId {
    type Rejection = Error;

    /// 404 for what can be no id: it is not looked for.
    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Error> {
        let parameters = RawPathParams::from_request_parts(parts, app).await;
        // They are no UTF-8.
        let parameters = parameters.map_err(|_| Error::UnknownSelection)?;
        let id = parameters.iter().find(|(name, _)| *name == "id");
        let id = id.map(|(_, id)| id).filter(|id| is_id(id));
        let id = id.ok_or(Error::UnknownSelection)?;
        Ok(Self(id.to_owned()))
    }
}

/// Whether a text may be a selection's id.
pub(super) fn is_id(text: &str) -> bool {
    let is_id_byte = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    (1..=ID_MAX).contains(&text.len()) && text.bytes().all(is_id_byte)
}
