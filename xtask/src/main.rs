//! `cargo xtask <command>`: the one place that says how this project is built, run and tested.
//!
//! Needs Rust by rustup and Node 20; installs the rest itself, or says what to install.

#![forbid(unsafe_code)]

mod apps;
mod bench;
mod checks;
mod demo;
mod digest;
mod dist;
mod e2e;
mod examples;
mod paths;
mod postgres;
mod precompress;
mod process;
mod size;
mod slim;
mod steps;
mod tools;
mod verifiers;
mod wasm;

use std::net::SocketAddr;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

/// Builds, runs and tests the service point picker.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build everything and serve the demo checkout; ends with ctrl-C.
    Demo {
        /// Where the demo listens.
        #[arg(long, value_name = "ADDR:PORT", default_value = "127.0.0.1:8080")]
        listen: SocketAddr,
    },
    /// Every check there is; stops at the first that fails.
    Test,
    /// Make `dist/`: what browsers load, hashed and precompressed.
    Build {
        /// Compile quickly, without size optimisation.
        #[arg(long)]
        dev: bool,
    },
    /// Print every shipped file's size against the budgets; fails above one.
    Size,
    /// Formatting, lints and documentation: the quick part of `test`.
    Check,
    /// Browser tests on a real Chromium.
    E2e {
        /// Passed on to Playwright, after `--`.
        #[arg(last = true, value_name = "PLAYWRIGHT_ARGS")]
        args: Vec<String>,
    },
    /// Measure, and print tables for docs/performance.md.
    Bench {
        #[command(subcommand)]
        subject: Subject,
    },
}

#[derive(Subcommand)]
enum Subject {
    /// The proxy beside nginx; needs nginx, wrk and taskset for all of it, and a quiet machine.
    Proxy {
        /// What to measure [default: all].
        #[arg(value_enum)]
        parts: Vec<bench::Part>,
        /// Only see that it works.
        #[arg(long)]
        quick: bool,
    },
    /// The picker in a Chromium, at full speed and four times slower; needs a quiet machine.
    Widget,
    /// The grouping of points into the map's pins, compiled natively.
    Clusters,
}

fn main() -> ExitCode {
    match run(Cli::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nxtask: failed: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<()> {
    match command {
        Command::Demo { listen } => demo::run(listen),
        Command::Test => checks::run_all(),
        Command::Build { dev: true } => dist::build(wasm::Profile::Dev),
        Command::Build { dev: false } => dist::build(wasm::Profile::Shipped),
        Command::Size => {
            dist::build(wasm::Profile::Shipped)?;
            size::check()
        }
        Command::Check => checks::run_quick(),
        Command::E2e { args } => e2e::run(&args).map(|examples| examples.print_skipped()),
        Command::Bench {
            subject: Subject::Proxy { parts, quick },
        } => bench::run_proxy(&parts, quick),
        Command::Bench {
            subject: Subject::Widget,
        } => e2e::bench(),
        Command::Bench {
            subject: Subject::Clusters,
        } => bench::run_clusters(),
    }
}
