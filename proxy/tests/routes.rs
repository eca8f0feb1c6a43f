//! The routes, a module for each, as in `src/routes/`.

mod assets;
mod config;
mod frame;
mod handoff;
mod selections;
mod service_points;
mod shipping_options;
mod tiles;
