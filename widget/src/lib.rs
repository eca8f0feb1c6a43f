//! The service point picker that shoppers see: a Leptos component tree for one shadow root.
//!
//! The loader in `embed/` owns the element, the dialog and the form fields; it calls [`mount`]
//! and is told what happens through the host object that it passes.

#![forbid(unsafe_code)]
#![expect(
    unreachable_pub,
    reason = "`#[component]` emits `pub` items, and wasm-bindgen exports are `pub`"
)]

mod actions;
mod api;
mod components;
mod format;
mod js;
mod order;
mod picker;
mod query;
mod settings;
mod state;
mod text;

pub use picker::{Picker, mount};
