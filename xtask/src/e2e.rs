//! Browser tests: Playwright on a real Chromium, against the proxy on its sandbox.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Result, bail, ensure};

use crate::examples::{self, Runtimes};
use crate::wasm::Profile;
use crate::{apps, dist, paths, process, tools};

/// As distributions call it.
const CHROMIUM_NAMES: [&str; 5] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
];

/// Where macOS keeps it, which has it on no `PATH`.
const CHROMIUM_ON_MACOS: &str = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";

/// Builds what is tested and runs Playwright with `args`. The caller says which examples could not
/// be run, where it is seen last.
///
/// # Errors
///
/// Where no Chromium can be had, or a test fails.
pub(crate) fn run(args: &[String]) -> Result<Runtimes> {
    let examples = examples::ensure();
    let mut command = playwright()?;
    command.env("PICKER_EXAMPLES", apps::build()?);
    examples.pass_on(command.args(args));
    process::run(&mut command)?;
    Ok(examples)
}

/// Builds what is measured and prints tables of it.
///
/// # Errors
///
/// Where no Chromium can be had, or a measurement fails.
pub(crate) fn bench() -> Result<()> {
    let now = jiff::Timestamp::now().to_string();
    let date = now.split('T').next().unwrap_or_default();
    println!("\nMeasured on {date} by `cargo xtask bench widget`.");
    process::run(playwright()?.args(["--config", "bench/bench.config.ts"]))
}

/// `playwright test` over what it takes: the proxy and `dist/`, built, and a browser.
fn playwright() -> Result<Command> {
    let chromium = find_or_install_chromium()?;
    dist::build(Profile::Shipped)?;
    process::run(&mut process::cargo([
        "build",
        "--package",
        "proxy",
        "--bin",
        "picker-proxy",
    ]))?;
    let proxy = format!("picker-proxy{}", std::env::consts::EXE_SUFFIX);

    let playwright = paths::root().join("node_modules/@playwright/test/cli.js");
    let mut command = process::node([playwright.as_os_str(), "test".as_ref()]);
    command
        .current_dir(paths::root().join("e2e"))
        .env("PICKER_PROXY", paths::target()?.join("debug").join(proxy))
        .env("PICKER_ASSETS", paths::dist())
        .env("PICKER_CHROMIUM", chromium);
    Ok(command)
}

/// `PICKER_CHROMIUM`, else what is installed, else what the system's package manager installs.
///
/// # Errors
///
/// Where there is none in the end: one line that says what to install.
pub(crate) fn find_or_install_chromium() -> Result<PathBuf> {
    if let Some(chosen) = std::env::var_os("PICKER_CHROMIUM").map(PathBuf::from) {
        ensure!(
            chosen.is_file(),
            "PICKER_CHROMIUM names no file: {}",
            chosen.display()
        );
        return Ok(chosen);
    }
    if let Some(found) = find_chromium() {
        return Ok(found);
    }
    tools::apt_install(&["chromium"]);
    match find_chromium() {
        Some(installed) => Ok(installed),
        None => bail!("install Chromium or Chrome, or set PICKER_CHROMIUM to its program file"),
    }
}

fn find_chromium() -> Option<PathBuf> {
    let on_macos = || Some(PathBuf::from(CHROMIUM_ON_MACOS)).filter(|path| path.is_file());
    paths::find_program(&CHROMIUM_NAMES).or_else(on_macos)
}
