//! The proxy through its public door: the router, and the program in a process of its own.

#![forbid(unsafe_code)]

mod accept;
mod cache;
mod check;
mod cli;
mod config;
mod cors;
mod data_flow;
mod handoff;
mod limits;
mod logos;
mod metrics;
mod openapi;
mod privacy;
mod reload;
mod routes;
mod store;
mod support;
mod telemetry;
mod token;
mod upstream;
