//! Puts `dist/` together: what the proxy serves, in the layout that it expects.
//!
//! ```text
//! dist/picker.js                  the loader, at an address that never changes
//! dist/sendcloud-compat.js        the loader with the hosted picker's call
//! dist/assets/{hash}/…            everything it loads, cached for ever
//! dist/demo/…                     the demo checkout
//! ```

use std::ffi::OsStr;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use serde_json::{Map, Value, json};

use crate::wasm::{self, Profile};
use crate::{digest, paths, precompress, process, tools};

/// What the shop's page may load: a build that lacks one of them is not finished.
pub(crate) const ASSETS: [&str; 5] = [
    "widget.js",
    "widget_bg.wasm",
    "widget.css",
    "map.js",
    "locales/el.json",
];

/// Makes `dist/` whole. The old one is replaced once the new one is complete.
///
/// # Errors
///
/// Where a tool is missing or fails; `dist/` is then as it was.
pub(crate) fn build(profile: Profile) -> Result<()> {
    fs::create_dir_all(paths::work())?;
    // Released when this function returns: two builds at a time would share a staging folder.
    let lock = File::create(paths::work().join("build.lock"))?;
    lock.lock().context("cannot wait for another build")?;

    tools::ensure()?;
    let widget = wasm::build(profile)?;
    let staging = paths::work().join("staging");
    if staging.exists() {
        fs::remove_dir_all(&staging)?;
    }
    let files = assemble_assets(&widget, &staging)?;
    stamp_loader(&files, &staging)?;
    build_script("demo", &[("--out", &staging)])?;
    for file in list_files(&staging)? {
        precompress::precompress(&staging.join(file), profile)?;
    }
    replace(&staging, &paths::dist())
}

/// A file of the widget: its path inside the assets folder, with `/`, and its bytes.
type Asset = (String, Vec<u8>);

/// Gathers the assets in `<staging>/assets/{hash}/`.
fn assemble_assets(widget: &wasm::Widget, staging: &Path) -> Result<Vec<Asset>> {
    let assets = staging.join("assets");
    let unnamed = assets.join("unnamed");
    fs::create_dir_all(&unnamed)?;
    build_script("modules", &[("--glue", &widget.glue), ("--out", &unnamed)])?;
    fs::copy(&widget.module, unnamed.join("widget_bg.wasm"))?;

    let mut files = Vec::new();
    for path in list_files(&unnamed)? {
        let bytes = fs::read(unnamed.join(&path))?;
        files.push((path, bytes));
    }
    for name in ASSETS {
        let is_there = files.iter().any(|(path, _)| path == name);
        ensure!(is_there, "`embed/build.mjs modules` wrote no {name}");
    }
    fs::rename(&unnamed, assets.join(folder_name(&files)))?;
    Ok(files)
}

fn folder_name(files: &[Asset]) -> String {
    digest::folder_name(files.iter().map(|(path, bytes)| (&**path, &**bytes)))
}

/// Writes `picker.js` and `sendcloud-compat.js`, which know where the assets are and what each must be.
fn stamp_loader(files: &[Asset], staging: &Path) -> Result<()> {
    let path = paths::work().join("manifest.json");
    fs::write(&path, manifest(files).to_string())?;
    build_script("loader", &[("--manifest", &path), ("--out", staging)])
}

/// What the loader is stamped with; paths are relative to `picker.js`.
fn manifest(files: &[Asset]) -> Value {
    let digests: Map<String, Value> = files
        .iter()
        .map(|(path, bytes)| (path.clone(), digest::integrity(bytes).into()))
        .collect();
    json!({
        "version": env!("CARGO_PKG_VERSION"),
        "base": format!("assets/{}/", folder_name(files)),
        "files": digests,
    })
}

/// Runs one part of `embed/build.mjs`, which bundles everything that is not Rust.
fn build_script(part: &str, options: &[(&str, &Path)]) -> Result<()> {
    let mut command = process::node(["embed/build.mjs", part]);
    for (name, path) in options {
        command.arg(name).arg(path);
    }
    process::run(&mut command)
}

/// Every file below `folder`, as sorted relative paths with `/` on every system.
///
/// # Errors
///
/// Where a folder cannot be read, or a name is not UTF-8.
pub(crate) fn list_files(folder: &Path) -> Result<Vec<String>> {
    let mut files = Vec::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(relative) = folders.pop() {
        let absolute = folder.join(&relative);
        let entries = fs::read_dir(&absolute)
            .with_context(|| format!("cannot read {}", absolute.display()))?;
        for entry in entries {
            let entry = entry?;
            let path = relative.join(entry.file_name());
            if entry.file_type()?.is_dir() {
                folders.push(path);
            } else {
                files.push(slashed(&path)?);
            }
        }
    }
    files.sort_unstable();
    Ok(files)
}

fn slashed(path: &Path) -> Result<String> {
    let parts: Option<Vec<&str>> = path.iter().map(OsStr::to_str).collect();
    let parts = parts.with_context(|| format!("{} is not UTF-8", path.display()))?;
    Ok(parts.join("/"))
}

/// Moves `new` to where `current` is. Deleting comes last: it takes longest.
fn replace(new: &Path, current: &Path) -> Result<()> {
    let old = paths::work().join("replaced");
    if old.exists() {
        fs::remove_dir_all(&old)?;
    }
    if current.exists() {
        fs::rename(current, &old).context("cannot move the old dist/ away")?;
    }
    fs::rename(new, current).context("cannot put the new dist/ in place")?;
    if old.exists() {
        fs::remove_dir_all(&old)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The loader refuses a file whose bytes do not match: a wrong path or digest is an outage.
    #[test]
    fn manifest_names_every_file_with_its_digest() {
        let files = [
            ("locales/el.json".to_owned(), b"{}".to_vec()),
            ("widget.js".to_owned(), b"test".to_vec()),
        ];
        let manifest = manifest(&files);
        let base = format!("assets/{}/", folder_name(&files));
        assert_eq!(manifest["base"], *base);
        assert_eq!(manifest["version"], env!("CARGO_PKG_VERSION"));
        assert_eq!(manifest["files"].as_object().map(Map::len), Some(2));
        for (path, bytes) in &files {
            assert_eq!(manifest["files"][path], digest::integrity(bytes));
        }
    }

    #[test]
    fn files_are_listed_below_folders_too() {
        let files = list_files(&paths::root().join("xtask")).unwrap();
        assert!(files.contains(&"src/dist.rs".to_owned()), "{files:?}");
        assert!(files.contains(&"Cargo.toml".to_owned()), "{files:?}");
        assert!(files.is_sorted());
    }
}
