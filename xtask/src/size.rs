//! What the picker weighs on the wire, against what it may weigh.
//!
//! KB is 1,000 bytes, and brotli is what counts: it is what browsers get.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::precompress::{Encoding, compressed_path};
use crate::{dist, paths};

/// The bytes of one file in each form that the proxy serves.
#[derive(Debug)]
struct Size {
    /// Relative to `dist/`, without the changing name of the assets folder.
    path: String,
    raw: u64,
    gzip: u64,
    brotli: u64,
}

/// A limit on the sum of some files.
#[derive(Debug)]
struct Budget {
    name: &'static str,
    /// By the names in [`Size::path`].
    files: &'static [&'static str],
    /// Brotli bytes: more fails the build.
    limit: u64,
    /// Brotli bytes: where we want to be.
    goal: u64,
}

/// In the order in which a shopper meets them.
const BUDGETS: [Budget; 5] = [
    Budget {
        name: "picker.js",
        files: &["picker.js"],
        limit: 5_000,
        goal: 4_000,
    },
    Budget {
        name: "list usable (without the map)",
        files: &[
            "picker.js",
            "widget.js",
            "widget_bg.wasm",
            "widget.css",
            "locales/el.json",
        ],
        limit: 125_000,
        goal: 85_000,
    },
    Budget {
        name: "first open with map (without tiles)",
        files: &[
            "picker.js",
            "widget.js",
            "widget_bg.wasm",
            "widget.css",
            "locales/el.json",
            "map.js",
        ],
        limit: 150_000,
        goal: 104_000,
    },
    Budget {
        name: "map.js",
        files: &["map.js"],
        limit: 24_000,
        goal: 20_000,
    },
    // The loader once more, with the hosted picker's call.
    Budget {
        name: "sendcloud-compat.js",
        files: &["sendcloud-compat.js"],
        limit: 7_000,
        goal: 6_000,
    },
];

/// Prints the tables of `dist/`.
///
/// # Errors
///
/// Where a budget is exceeded, or `dist/` lacks a file.
pub(crate) fn check() -> Result<()> {
    let sizes = measure(&paths::dist())?;
    println!(
        "{:<36} {:>10} {:>10} {:>10}",
        "bytes", "raw", "gzip", "brotli"
    );
    for size in &sizes {
        let Size {
            path,
            raw,
            gzip,
            brotli,
        } = size;
        println!("{path:<36} {raw:>10} {gzip:>10} {brotli:>10}");
    }
    println!(
        "\n{:<36} {:>10} {:>10} {:>10}",
        "KB (1,000 bytes), brotli", "now", "at most", "goal"
    );
    let mut exceeded = Vec::new();
    for budget in &BUDGETS {
        let now = budget.sum(&sizes)?;
        let [now_kb, limit_kb, goal_kb] = [now, budget.limit, budget.goal].map(kilobytes);
        let name = budget.name;
        let mark = if now > budget.limit { "  ABOVE" } else { "" };
        println!("{name:<36} {now_kb:>10} {limit_kb:>10} {goal_kb:>10}{mark}");
        if now > budget.limit {
            exceeded.push(name);
        }
    }
    if !exceeded.is_empty() {
        bail!("above the size budget: {}", exceeded.join(", "));
    }
    Ok(())
}

impl Budget {
    /// The brotli bytes of its files together.
    fn sum(&self, sizes: &[Size]) -> Result<u64> {
        let brotli = |name: &&str| {
            let size = sizes.iter().find(|size| size.path == *name);
            Ok(size.with_context(|| format!("dist/ has no {name}"))?.brotli)
        };
        self.files.iter().map(brotli).sum()
    }
}

/// Every file that is loaded by a shop's page, the demo's own left out.
fn measure(dist: &Path) -> Result<Vec<Size>> {
    let mut sizes = Vec::new();
    for path in dist::list_files(dist)? {
        let is_compressed = Encoding::ALL
            .iter()
            .any(|encoding| path.ends_with(encoding.suffix()));
        if is_compressed || path.starts_with("demo/") {
            continue;
        }
        let file = dist.join(&path);
        let [brotli, gzip] = Encoding::ALL.map(|encoding| bytes(&compressed_path(&file, encoding)));
        sizes.push(Size {
            raw: bytes(&file)?,
            gzip: gzip?,
            brotli: brotli?,
            path: stable_path(&path).to_owned(),
        });
    }
    Ok(sizes)
}

fn bytes(file: &Path) -> Result<u64> {
    let metadata = fs::metadata(file).with_context(|| format!("{} is missing", file.display()))?;
    Ok(metadata.len())
}

/// `widget.js` for `assets/0123456789abcdef/widget.js`; what is not hashed stays as it is.
fn stable_path(path: &str) -> &str {
    let hashed = path.strip_prefix("assets/");
    hashed
        .and_then(|rest| rest.split_once('/'))
        .map_or(path, |(_, name)| name)
}

/// Rounded up: a file never looks as if it kept a budget that it breaks.
fn kilobytes(bytes: u64) -> String {
    let tenths = bytes.div_ceil(100);
    format!("{}.{}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn size(path: &str, brotli: u64) -> Size {
        let path = path.to_owned();
        Size {
            path,
            raw: 9_000_000,
            gzip: 9_000_000,
            brotli,
        }
    }

    #[test]
    fn a_budget_counts_the_brotli_bytes_of_its_own_files() {
        let [budget, ..] = BUDGETS;
        let sizes = [size("map.js", 77), size("picker.js", 3_200)];
        assert_eq!(budget.sum(&sizes).unwrap(), 3_200);
    }

    /// A renamed file would otherwise make a budget easier to keep.
    #[test]
    fn a_budget_without_one_of_its_files_is_an_error() {
        let error = BUDGETS[1].sum(&[size("picker.js", 1)]).unwrap_err();
        assert_eq!(error.to_string(), "dist/ has no widget.js");
    }

    #[test]
    fn every_asset_of_a_build_is_in_the_first_open() {
        let first_open = BUDGETS[2].files;
        for name in dist::ASSETS {
            assert!(first_open.contains(&name), "{name}");
        }
    }

    #[test]
    fn a_goal_is_not_above_its_limit() {
        for budget in BUDGETS {
            assert!(budget.goal <= budget.limit, "{budget:?}");
        }
    }

    #[test]
    fn kilobytes_are_thousands_rounded_up() {
        assert_eq!(kilobytes(0), "0.0");
        assert_eq!(kilobytes(5_000), "5.0");
        assert_eq!(kilobytes(5_001), "5.1");
        assert_eq!(kilobytes(124_999), "125.0");
    }

    #[test]
    fn hashed_folders_do_not_show() {
        assert_eq!(
            stable_path("assets/0123456789abcdef/widget.js"),
            "widget.js"
        );
        assert_eq!(
            stable_path("assets/0123/locales/el.json"),
            "locales/el.json"
        );
        assert_eq!(stable_path("picker.js"), "picker.js");
    }
}
