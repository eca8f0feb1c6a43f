//! The command `picker-proxy`; everything it does is in the library.

#![forbid(unsafe_code)]

use clap::Parser;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    proxy::telemetry::start();
    Ok(proxy::cli::Cli::parse().run().await?)
}
