//! Everything that the sandbox promises, through its routers.

mod credentials;
mod documentation;
mod europe;
mod geocoding;
mod magic;
mod search;
mod service_points;
mod shop;
mod support;
mod tiles;
