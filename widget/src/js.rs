//! The border to JavaScript: everything that the page's world can do to us is caught here.

pub(crate) mod browser;
pub(crate) mod clock;
pub(crate) mod dom;
pub(crate) mod element;
pub(crate) mod fetch;
pub(crate) mod host;
pub(crate) mod json;
pub(crate) mod listener;
pub(crate) mod map;
pub(crate) mod task;
pub(crate) mod timer;
pub(crate) mod visible;

pub(crate) use host::Host;
