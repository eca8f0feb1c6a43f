//! Starts other programs from the root of the checkout, and says which one failed.

use std::ffi::{OsStr, OsString};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::paths;

/// The Cargo that runs this tool.
pub(crate) fn cargo<const N: usize>(args: [&str; N]) -> Command {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    command(program, args)
}

/// Node, with a script and its arguments.
pub(crate) fn node<I: IntoIterator<Item: AsRef<OsStr>>>(args: I) -> Command {
    command("node", args)
}

/// npm, which is a script of another name on Windows.
pub(crate) fn npm<const N: usize>(args: [&str; N]) -> Command {
    command(if cfg!(windows) { "npm.cmd" } else { "npm" }, args)
}

/// Any program. Nobody answers questions here, so it reads nothing.
pub(crate) fn command<I: IntoIterator<Item: AsRef<OsStr>>>(
    program: impl AsRef<OsStr>,
    args: I,
) -> Command {
    let mut command = Command::new(program);
    command
        .args(args)
        .current_dir(paths::root())
        .stdin(Stdio::null());
    // `cargo run` describes xtask's own package in these. Build scripts that watch one of them
    // would run again whenever a person's `cargo build` and ours take turns.
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&name);
        }
    }
    command
}

/// Runs it to its end, its output passed through.
///
/// # Errors
///
/// Where it cannot be started, or ends with anything but success.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let line = describe(command);
    let status = command
        .status()
        .with_context(|| format!("cannot start `{line}`"))?;
    if !status.success() {
        bail!("`{line}` ended with {status}");
    }
    Ok(())
}

/// Whether it can be started and ends with success; nothing that it prints is shown.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    let quiet = command.stdout(Stdio::null()).stderr(Stdio::null());
    quiet.status().is_ok_and(|status| status.success())
}

/// Runs it to its end and takes what it prints.
///
/// # Errors
///
/// As [`run`], and where the output is not UTF-8.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let line = describe(command);
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("cannot start `{line}`"))?;
    if !output.status.success() {
        bail!("`{line}` ended with {}", output.status);
    }
    String::from_utf8(output.stdout).with_context(|| format!("`{line}` printed no UTF-8"))
}

/// The command line as a person would type it, near enough to copy.
fn describe(command: &Command) -> String {
    let program = std::path::Path::new(command.get_program());
    let program = program.file_stem().unwrap_or(command.get_program());
    std::iter::once(program)
        .chain(command.get_args())
        .map(OsStr::to_string_lossy)
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_names_the_command_and_its_status() {
        let mut failing = cargo(["no-such-command-of-cargo"]);
        let error = run(failing.stderr(Stdio::null())).unwrap_err();
        let message = format!("{error:#}");
        assert!(
            message.contains("`cargo no-such-command-of-cargo` ended with exit"),
            "{message}"
        );
    }

    #[test]
    fn a_program_that_is_not_there_is_named() {
        let error = run(&mut command("/nowhere/no-such-program", ["now"])).unwrap_err();
        let message = format!("{error:#}");
        assert!(
            message.starts_with("cannot start `no-such-program now`: "),
            "{message}"
        );
    }

    #[test]
    fn output_is_what_the_program_printed() {
        let printed = output(&mut cargo(["--version"])).unwrap();
        assert!(printed.starts_with("cargo 1."), "{printed}");
    }
}
