//! Doors for the targets in `fuzz/`, in their builds alone.

use model::Decoded;

use crate::clean;
use crate::logos::LogoUrls;
use crate::upstream::read_list as read;

/// Whether nobody can see a character.
#[must_use]
pub fn is_invisible(c: char) -> bool {
    clean::is_invisible(c)
}

/// A list as the proxy passes it on, where it is one.
#[must_use]
pub fn read_list(body: &str) -> Option<Decoded> {
    read(body, &LogoUrls::default()).ok()
}
