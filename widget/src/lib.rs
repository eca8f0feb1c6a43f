//! The service point picker that shoppers see: a Leptos component tree for one shadow root.
//!
//! The loader in `embed/` owns the element, the dialog and the form fields; it calls [`mount`]
//! and is told what happens through the host object that it passes.

#![forbid(unsafe_code)]

mod actions;
mod api;
mod clusters;
mod components;
mod filters;
mod format;
mod js;
mod keys;
mod order;
mod origin;
mod picker;
mod query;
mod settings;
mod signal;
mod state;
mod stored;
mod text;
mod told;
mod window;
mod words;

pub use picker::{Picker, mount};
