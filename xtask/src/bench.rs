//! `cargo xtask bench`: what `docs/performance.md` says of speed is measured here, and printed
//! ready for it.

mod figures;
mod hits;
mod http;
mod misses;
mod overload;
mod relay;
mod savings;
mod stage;
mod trace;

use anyhow::Result;
use clap::ValueEnum;
use stage::Stage;

use crate::process;

/// A part of the measurements, which takes one to five minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Part {
    /// Throughput of cached searches.
    Hits,
    /// Added latency of searches that are not.
    Misses,
    /// Upstream calls of a day's searches.
    Savings,
    /// More than Sendcloud allows.
    Overload,
}

/// Measures the proxy beside nginx and prints Markdown: these parts of it, or all.
///
/// # Errors
///
/// Where the proxy cannot be built, or a program fails.
pub(crate) fn run_proxy(parts: &[Part], is_quick: bool) -> Result<()> {
    let stage = Stage::set_up()?;
    let now = jiff::Timestamp::now().to_string();
    let date = now.split('T').next().unwrap_or_default();
    println!(
        "\nMeasured on {date} by `cargo xtask bench proxy`; {}.",
        stage.describe()
    );
    if is_quick {
        println!("A quick run, to see that it works: these numbers say nothing.");
    }
    let all = [Part::Hits, Part::Misses, Part::Savings, Part::Overload];
    for part in if parts.is_empty() { &all } else { parts } {
        match part {
            Part::Hits => hits::run(&stage, is_quick)?,
            Part::Misses => misses::run(&stage, is_quick)?,
            Part::Savings => savings::run(&stage, is_quick)?,
            Part::Overload => overload::run(&stage, is_quick)?,
        }
    }
    Ok(())
}

/// Measures how long the map's pins take and prints Markdown.
///
/// # Errors
///
/// Where it cannot be built, or fails.
pub(crate) fn run_clusters() -> Result<()> {
    let bench = ["bench", "--quiet", "--package", "widget"];
    process::run(process::cargo(bench).args(["--bench", "clusters"]))
}
