//! The routes, a module for each, as in `src/routes/`.

mod assets;
mod config;
mod selections;
mod service_points;
