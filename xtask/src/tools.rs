//! What must be on the machine beside Rust: installed where we may, named in one line where not.

use std::path::Path;
use std::time::SystemTime;

use anyhow::{Context, Result, bail};

use crate::{paths, process};

/// The target that browsers run.
pub(crate) const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// The oldest Node that everything here runs on; `package.json` says the same in `engines`.
const OLDEST_NODE: u32 = 20;

/// Makes the wasm target and the npm packages present. Asks no network where they are.
///
/// # Errors
///
/// Where Node is missing or too old, or an installation fails.
pub(crate) fn ensure() -> Result<()> {
    ensure_wasm_target()?;
    ensure_node()?;
    ensure_npm_packages()
}

fn ensure_wasm_target() -> Result<()> {
    let query = ["--print", "target-libdir", "--target", WASM_TARGET];
    let libraries = process::output(&mut process::command("rustc", query))?;
    if Path::new(libraries.trim()).is_dir() {
        return Ok(());
    }
    process::run(&mut process::command(
        "rustup",
        ["target", "add", WASM_TARGET],
    ))
    .with_context(|| {
        format!("Rust's {WASM_TARGET} target is missing: install it, best with rustup")
    })
}

fn ensure_node() -> Result<()> {
    let Ok(version) = process::output(&mut process::node(["--version"])) else {
        bail!("install Node {OLDEST_NODE} or newer (https://nodejs.org): none was found on PATH");
    };
    let version = version.trim();
    match major_version(version) {
        Some(major) if major >= OLDEST_NODE => Ok(()),
        _ => bail!("install Node {OLDEST_NODE} or newer (https://nodejs.org): this is {version}"),
    }
}

/// The first number of a version as Node prints it: 20 of `v20.19.4`.
fn major_version(version: &str) -> Option<u32> {
    let digits = version.strip_prefix('v').unwrap_or(version);
    digits.split('.').next()?.parse().ok()
}

/// `npm ci` where nothing is installed yet, or the lock file has changed since.
fn ensure_npm_packages() -> Result<()> {
    let wanted = modified(&paths::root().join("package-lock.json"))
        .context("package-lock.json is missing: is this a whole checkout?")?;
    // npm writes this one last, so an installation that was cut short is done again.
    let installed = modified(&paths::root().join("node_modules/.package-lock.json"));
    if installed.is_some_and(|installed| installed >= wanted) {
        return Ok(());
    }
    println!("Installing npm packages …");
    process::run(&mut process::npm(["ci", "--no-audit", "--no-fund"]))
}

/// Installs Debian packages by apt, as root or with a sudo that asks nothing, and says whether that
/// worked. What fails here has its own message; the caller looks for what it wanted.
pub(crate) fn apt_install(packages: &[&str]) -> bool {
    if paths::find_program(&["apt-get"]).is_none() {
        return false;
    }
    println!("Installing {} …", packages.join(" "));
    // Where the update fails, the packages may still be known from an earlier one.
    apt(&["update"]);
    let install = ["install", "--yes", "--no-install-recommends"];
    apt(&[&install[..], packages].concat())
}

fn apt(arguments: &[&str]) -> bool {
    let mut apt = if is_root() {
        process::command("apt-get", arguments)
    } else {
        let sudo = ["--non-interactive", "apt-get"];
        process::command("sudo", [&sudo[..], arguments].concat())
    };
    let ran = process::run(apt.env("DEBIAN_FRONTEND", "noninteractive"));
    if let Err(error) = &ran {
        eprintln!("{error:#}");
    }
    ran.is_ok()
}

fn is_root() -> bool {
    let user = process::output(&mut process::command("id", ["-u"]));
    user.is_ok_and(|id| id.trim() == "0")
}

fn modified(file: &Path) -> Option<SystemTime> {
    file.metadata().ok()?.modified().ok()
}

#[cfg(test)]
mod tests {
    use super::major_version;

    #[test]
    fn major_version_is_read_as_node_prints_it() {
        assert_eq!(major_version("v20.19.4"), Some(20));
        assert_eq!(major_version("v9.11.2"), Some(9));
        assert_eq!(major_version("v24.0.0-nightly2025"), Some(24));
        assert_eq!(major_version("22"), Some(22));
    }

    #[test]
    fn what_is_no_version_has_no_major_version() {
        for text in ["", "v", "node", "v.1", "v-1.0", "vv20"] {
            assert_eq!(major_version(text), None, "{text:?}");
        }
    }
}
