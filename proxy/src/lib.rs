//! The server's side of the picker: keeps the Sendcloud keys, forwards searches, confirms and signs
//! selections, and serves the widget.
//!
//! [`app::router`] is the whole of it as a function; [`cli`] is how a person starts it.

#![forbid(unsafe_code)]

pub mod accept;
pub mod app;
pub mod assets;
mod breaker;
mod cache;
mod check;
mod clean;
pub mod cli;
pub mod clock;
pub mod config;
mod cors;
mod demo;
mod encoding;
mod error;
pub mod front;
#[cfg(fuzzing)]
pub mod fuzz;
mod gcra;
mod headers;
mod id;
mod jitter;
pub mod limits;
mod logos;
mod lookup;
mod metrics;
mod openapi;
mod pictures;
mod print;
mod quota;
pub mod reload;
mod routes;
mod selections;
mod server;
mod settings;
mod shop;
mod slots;
pub mod telemetry;
mod tiles;
mod upstream;
mod verify;
mod window;
