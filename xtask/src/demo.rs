//! Builds everything and serves the demo checkout.

use std::net::SocketAddr;
use std::process::Command;

use anyhow::Result;

use crate::wasm::Profile;
use crate::{dist, paths, process};

/// Serves the demo until it is stopped. The proxy prints the address.
///
/// # Errors
///
/// Where something cannot be built, or the proxy cannot start.
pub(crate) fn run(listen: SocketAddr) -> Result<()> {
    dist::build(Profile::Shipped)?;
    let mut proxy = process::cargo(["run", "--quiet", "--package", "proxy"]);
    proxy.args(["--bin", "picker-proxy", "--", "demo"]);
    proxy.args(["--listen", &listen.to_string(), "--assets"]);
    become_program(proxy.arg(paths::dist()))
}

/// Replaces this process: whoever stops it, by ctrl-C or by its id, stops the proxy itself.
#[cfg(unix)]
fn become_program(command: &mut Command) -> Result<()> {
    use std::os::unix::process::CommandExt;
    Err(anyhow::Error::new(command.exec()).context("cannot start the proxy"))
}

#[cfg(not(unix))]
fn become_program(command: &mut Command) -> Result<()> {
    process::run(command)
}
