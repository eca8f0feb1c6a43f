//! The single-page apps of `examples/`, built by Vite for the browser tests.

use std::path::PathBuf;

use anyhow::Result;

use crate::{paths, process};

const APPS: [&str; 2] = ["react", "vue"];

/// The proxy that they are built for: the tests put the address of theirs in its place.
const PROXY: &str = "https://pickup.example";

/// Builds them, as developers run them: then React and Vue say on the console what they find wrong.
/// Answers with the folder that has one for each.
///
/// # Errors
///
/// Where one cannot be built.
pub(crate) fn build() -> Result<PathBuf> {
    let built = paths::root().join("target/examples");
    let vite = paths::root().join("node_modules/vite/bin/vite.js");
    for app in APPS {
        let mut build = process::node([vite.as_os_str(), "build".as_ref()]);
        build
            .arg(paths::root().join("examples").join(app))
            .args(["--mode", "development", "--logLevel", "warn"])
            .args(["--emptyOutDir", "--outDir"])
            .arg(built.join(app))
            .env("NODE_ENV", "development")
            .env("VITE_PICKER", PROXY);
        process::run(&mut build)?;
    }
    Ok(built)
}
