//! What must be unguessable: tokens and order ids.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

/// 128 random bits as base64url.
///
/// # Errors
///
/// Where the operating system has no randomness to give.
pub(crate) fn unguessable() -> Result<String, getrandom::Error> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}
