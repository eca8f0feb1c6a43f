//! The description of the HTTP interface, written by hand and tested against every route.

/// `OpenAPI` 3.1, JSON.
pub(crate) const DOCUMENT: &str = include_str!("../openapi.json");
