//! The proxy through its public door: the router, and the program in a process of its own.

#![forbid(unsafe_code)]

mod cli;
mod config;
mod cors;
mod logos;
mod metrics;
mod openapi;
mod privacy;
mod routes;
mod support;
mod telemetry;
mod upstream;
