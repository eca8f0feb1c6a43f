//! What `picker-proxy check` says of a store that can be used.

/// A store that can be used.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Health {
    /// As it should be.
    Good(String),
    /// Perhaps not as it is meant.
    Doubtful(String),
}
