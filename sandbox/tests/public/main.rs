//! Everything that the sandbox promises, through its routers.

mod credentials;
mod documentation;
mod europe;
mod faults;
mod geocoding;
mod integration;
mod journal;
mod labels;
mod logos;
mod magic;
mod search;
mod service_points;
mod shipping_options;
mod shop;
mod support;
mod tiles;
