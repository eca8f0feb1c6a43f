//! Carriers' logos, fetched and kept here: from a third host they would hand it the shopper's
//! address. Only what Sendcloud's own host has at the paths that it uses is ever asked for.

mod fetch;
mod metrics;
mod path;
mod picture;
mod store;

pub(crate) use path::{LogoPath, LogoUrls};
pub(crate) use picture::Picture;
pub(crate) use store::{FRESH, Logos};
