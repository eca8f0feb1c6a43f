//! Names and secrets that nobody can guess.

use aws_lc_rs::rand;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

/// `N` random bytes as base64url, from the operating system's generator.
///
/// # Panics
///
/// Where the operating system gives no random bytes: nothing that follows would be safe.
pub(crate) fn random<const N: usize>() -> String {
    let mut bytes = [0; N];
    rand::fill(&mut bytes).expect("the operating system has random bytes");
    URL_SAFE_NO_PAD.encode(bytes)
}
