//! The shop's own name for a cart or an order.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, de::Error as _};

/// A cart or an order as the shop names it: 1 to 128 printable ASCII characters.
///
/// It may be guessable or personal, so `Debug` hides it and no log shows it.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Reference(String);

/// The text cannot be a reference.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a reference has 1 to 128 printable ASCII characters")]
pub struct MalformedReference;

impl Reference {
    /// The longest reference, in characters.
    pub const MAX_LENGTH: usize = 128;

    /// Reads what the shop sent, without changing it.
    ///
    /// # Errors
    ///
    /// [`MalformedReference`], unless it has 1 to [`Self::MAX_LENGTH`] printable ASCII characters.
    pub fn parse(text: &str) -> Result<Self, MalformedReference> {
        let fits = (1..=Self::MAX_LENGTH).contains(&text.len());
        let is_printable = text.bytes().all(|byte| (b' '..=b'~').contains(&byte));
        let is_reference = fits && is_printable;
        is_reference
            .then(|| Self(text.to_owned()))
            .ok_or(MalformedReference)
    }

    /// The text itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Reference {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Reference(hidden)")
    }
}

impl<'de> Deserialize<'de> for Reference {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::Reference;

    #[test]
    fn a_reference_is_kept_as_it_is() {
        for text in ["c", "cart-42", "Order #100 / 2026", &"x".repeat(128)] {
            assert_eq!(Reference::parse(text).unwrap().as_str(), text);
        }
    }

    #[test]
    fn what_could_break_a_header_or_a_log_is_refused() {
        for text in ["", "a\nb", "a\u{7f}", "é", &"x".repeat(129)] {
            assert!(Reference::parse(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn debug_hides_it() {
        let reference = Reference::parse("cart-42").unwrap();
        assert!(!format!("{reference:?}").contains("42"));
    }
}
