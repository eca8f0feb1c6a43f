//! An imitation of Sendcloud's v3 service points API with a procedural Europe behind it, the map
//! tiles of that Europe, and a small shop backend: what demo, tests and benchmarks run against.
//!
//! Everything is computed from the place that is asked about: no data files, no network, no
//! state but issued tokens and the demo shop's last orders. `docs/sandbox.md` is its manual.

#![forbid(unsafe_code)]

mod api;
mod clock;
mod europe;
mod faults;
mod geocoder;
mod journal;
mod logos;
mod magic;
mod random;
pub mod shop;
pub mod tiles;

pub use api::{DEMO_PUBLIC_KEY, DEMO_SECRET_KEY, Sandbox, router};
pub use clock::Clock;
pub use faults::{Fault, FaultRule, Faults, RetryAfter};
pub use journal::{Authorization, Call, CallClass, Journal};
pub use magic::{MAGIC_ADDRESSES, MAGIC_POINTS, MagicAddress, MagicPoint};
