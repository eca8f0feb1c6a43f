//! What the shop backends of `examples/` run on: found, installed where we may, else left out loudly.
//!
//! Node is there already: Playwright itself runs on it.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use crate::{paths, process, tools};

/// Exits with 0 where `examples/php/index.php` can run.
const PHP_PROBE: &str = "exit(PHP_VERSION_ID >= 80100 && extension_loaded('pdo_sqlite') ? 0 : 1);";

/// The examples' runtimes beside Node.
pub(crate) struct Runtimes {
    php: Result<PathBuf>,
    python: Result<PathBuf>,
}

/// Finds PHP and makes Python's environment, installing what is missing.
pub(crate) fn ensure() -> Runtimes {
    Runtimes {
        php: ensure_php(),
        python: ensure_python(),
    }
}

impl Runtimes {
    /// Tells the browser tests where they are; without its variable, an example's test is skipped.
    pub(crate) fn pass_on(&self, tests: &mut Command) {
        let found = [
            ("PICKER_EXAMPLE_PHP", &self.php),
            ("PICKER_EXAMPLE_PYTHON", &self.python),
        ];
        for (variable, runtime) in found {
            match runtime {
                Ok(program) => tests.env(variable, program),
                Err(_) => tests.env_remove(variable),
            };
        }
    }

    /// A line for each example that was not run, and why.
    pub(crate) fn print_skipped(&self) {
        for (example, runtime) in [("php", &self.php), ("python", &self.python)] {
            if let Err(error) = runtime {
                println!("SKIPPED example: examples/{example} was not run: {error:#}");
            }
        }
    }
}

fn ensure_php() -> Result<PathBuf> {
    find_php().map_or_else(
        || {
            tools::apt_install(&["php-cli", "php-sqlite3"]);
            find_php().context("install PHP 8.1 or newer with its pdo_sqlite")
        },
        Ok,
    )
}

fn find_php() -> Option<PathBuf> {
    let php = paths::find_program(&["php"])?;
    succeeds(&mut process::command(&php, ["-r", PHP_PROBE])).then_some(php)
}

/// A virtual environment with exactly what `requirements.txt` names.
fn ensure_python() -> Result<PathBuf> {
    let requirements = paths::root().join("examples/python/requirements.txt");
    let wanted = fs::read_to_string(&requirements).context("cannot read requirements.txt")?;
    let environment = paths::root().join("target/examples/python");
    let python = environment.join(if cfg!(windows) {
        "Scripts/python.exe"
    } else {
        "bin/python"
    });
    // Written last, so that an installation that was cut short is done again.
    let receipt = environment.join("installed.txt");
    let is_installed = fs::read_to_string(&receipt).is_ok_and(|installed| installed == wanted);
    // Also asked to run: the Python that it was made from may have left the machine.
    if is_installed && succeeds(&mut process::command(&python, ["--version"])) {
        return Ok(python);
    }
    println!("Installing what examples/python needs …");
    let make = || {
        let system = paths::find_program(&["python3", "python"])?;
        let mut make = process::command(system, ["-m", "venv", "--clear"]);
        succeeds(make.arg(&environment)).then_some(())
    };
    // Debian's Python comes without the module that makes environments.
    let made = make().or_else(|| {
        tools::apt_install(&["python3", "python3-venv"]);
        make()
    });
    made.context("install Python 3 with its venv")?;
    let mut install = process::command(&python, ["-m", "pip", "install", "--quiet"]);
    process::run(install.arg("--requirement").arg(&requirements))?;
    fs::write(&receipt, wanted).context("cannot write into the environment")?;
    Ok(python)
}

/// Whether it can be started and ends well; what it prints is nobody's concern.
fn succeeds(command: &mut Command) -> bool {
    let quiet = command.stdout(Stdio::null()).stderr(Stdio::null());
    process::run(quiet).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// They are read before they are used: a backend that needs more is no example.
    #[test]
    fn each_backend_has_less_than_120_lines() {
        for file in ["node/server.js", "php/index.php", "python/app.py"] {
            let text = fs::read_to_string(paths::root().join("examples").join(file)).unwrap();
            let lines = text.lines().count();
            assert!(lines < 120, "{file} has {lines}");
        }
    }
}
