//! Where things are, so that every command works from any folder.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The root of the checkout.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("xtask/ lies in the root of the checkout")
}

/// What browsers load, and the proxy serves.
pub(crate) fn dist() -> PathBuf {
    root().join("dist")
}

/// Intermediate results and locks of this tool.
///
/// Always in the checkout, wherever Cargo's own target folder may be: `dist/` is replaced by a
/// rename from here, which needs one file system.
pub(crate) fn work() -> PathBuf {
    root().join("target").join("xtask")
}

/// Cargo's target folder, which a variable or a configuration file may have moved.
///
/// # Errors
///
/// Where this program does not run from `<target>/<profile>/`, as Cargo runs it.
pub(crate) fn target() -> Result<PathBuf> {
    let this_program = std::env::current_exe().context("cannot find this program's own path")?;
    let target = this_program.ancestors().nth(2);
    Ok(target
        .context("run this with `cargo xtask`, not as a copied program")?
        .to_path_buf())
}

/// The first of `names` that is a program on `PATH`.
pub(crate) fn find_program(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    names.iter().find_map(|name| {
        let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
        folders
            .iter()
            .map(|folder| folder.join(&file))
            .find(|candidate| candidate.is_file())
    })
}
