//! The libraries of other languages that a shop's backend verifies tokens with, for the tests of the
//! proxy. jose for Node comes with the npm packages.

use std::fs;

use anyhow::Result;

use crate::{paths, process, tools};

/// What pip installs, pinned.
const REQUIREMENTS: &str = "proxy/tests/token/verifiers/requirements.txt";

/// Makes them present where that may be done. Without one its test says so, and the others count.
///
/// # Errors
///
/// Where the checkout cannot be read or written.
pub(crate) fn ensure() -> Result<()> {
    ensure_perl();
    ensure_python()
}

/// Debian's package of `Crypt::JWT`.
fn ensure_perl() {
    if !process::succeeds(&mut process::command("perl", ["-MCrypt::JWT", "-e1"])) {
        tools::apt_install(&["libcrypt-jwt-perl"]);
    }
}

/// `PyJWT` in an environment of its own, where the tests look for it.
fn ensure_python() -> Result<()> {
    let folder = paths::root().join("target").join("verifiers");
    let wanted = fs::read_to_string(paths::root().join(REQUIREMENTS))?;
    let installed = folder.join("requirements.txt");
    if fs::read_to_string(&installed).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    println!("Installing PyJWT …");
    let mut venv = process::command("python3", ["-m", "venv"]);
    let mut pip = process::command(folder.join("bin/pip"), ["install", "--quiet"]);
    pip.args(["--disable-pip-version-check", "--requirement", REQUIREMENTS]);
    let made = process::run(venv.arg(&folder)).and_then(|()| process::run(&mut pip));
    match made {
        // Written last, so that an installation that was cut short is done again.
        Ok(()) => fs::write(installed, wanted)?,
        Err(error) => eprintln!("{error:#}"),
    }
    Ok(())
}
