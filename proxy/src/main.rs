//! The command `picker-proxy`; everything it does is in the library.

#![forbid(unsafe_code)]

use std::process::ExitCode;

use proxy::{cli::Cli, telemetry};

/// A hit is little but its allocations: 6 % more of them a second, measured (docs/performance.md).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    let _logs = telemetry::start();
    match Cli::read().run().await {
        Ok(code) => code,
        Err(error) => {
            // For a person, whatever RUST_BACKTRACE says: nothing here is a fault of the program.
            eprintln!("Error: {}", telemetry::chain(&error));
            ExitCode::FAILURE
        }
    }
}
