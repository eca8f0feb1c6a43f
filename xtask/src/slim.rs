//! Takes out of wasm-bindgen's output what costs bytes and serves nobody.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Output;

/// Streams between Rust and JavaScript come with Leptos' server functions, which the widget has
/// none of. They are exported classes, so nothing else can tell that nobody calls them.
const UNUSED_EXPORTS: &str = "intounderlying";

/// Digits of the hash that wasm-bindgen puts behind names, so that no two crates' names collide.
const HASH_DIGITS: usize = 16;

/// Writes module and glue to `out`, without unused exports and with short names at the border
/// between the two. A hash does not compress, and each stands in both files.
///
/// # Errors
///
/// Where a file cannot be written.
pub(crate) fn emit(mut output: Output, out: &Path) -> Result<()> {
    let names = short_names(output.js());
    let module = output.wasm_mut();
    let exports = module.exports.iter();
    let unused = exports.filter(|export| export.name.contains(UNUSED_EXPORTS));
    let unused: Vec<_> = unused.map(|export| export.id()).collect();
    for export in unused {
        module.exports.delete(export);
    }
    let imports = module.imports.iter_mut().map(|import| &mut import.name);
    let exports = module.exports.iter_mut().map(|export| &mut export.name);
    for name in imports.chain(exports) {
        if let Some(short) = names.get(name) {
            name.clone_from(short);
        }
    }
    output.emit(out).context("cannot write the widget")?;
    let glue = out.join("widget.js");
    let renamed = rename(output.js(), &names);
    fs::write(&glue, renamed).with_context(|| format!("cannot write {}", glue.display()))
}

/// A short name for each hashed one in the glue.
fn short_names(glue: &str) -> BTreeMap<String, String> {
    let hashed = words(glue).filter(|(is_name, word)| *is_name && is_hashed(word));
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    for (_, name) in hashed {
        let next = format!("${}", names.len());
        names.entry(name.to_owned()).or_insert(next);
    }
    names
}

fn rename(glue: &str, names: &BTreeMap<String, String>) -> String {
    let renamed = words(glue).map(|(_, word)| names.get(word).map_or(word, String::as_str));
    renamed.collect()
}

/// Whether a name ends in a hash: behind `_` or `_h`, or mangled as `17h…E`.
fn is_hashed(name: &str) -> bool {
    let mangled = name.strip_suffix('E').unwrap_or(name);
    let Some(end) = mangled.len().checked_sub(HASH_DIGITS) else {
        return false;
    };
    let (start, digits) = mangled.split_at(end);
    let is_ended = start.ends_with(['_', 'h']) && !start.is_empty();
    is_ended && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// The text in pieces: names as JavaScript writes them (`true`), and what stands between them.
fn words(text: &str) -> impl Iterator<Item = (bool, &str)> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$';
    let mut rest = text;
    std::iter::from_fn(move || {
        let is_name = rest.chars().next().map(is_part)?;
        let end = rest.find(|c| is_part(c) != is_name).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        rest = after;
        Some((is_name, word))
    })
}

#[cfg(test)]
mod tests {
    use super::{rename, short_names};

    #[test]
    fn hashed_names_become_short_everywhere_and_others_stay() {
        let glue = "__wbg_now_0123456789abcdef: () => wasm.run__h0123456789abcdef(x_12),\n\
                    __wbindgen_malloc(__wbg_now_0123456789abcdef, _ZN6invoke17h0123456789abcdefE)";
        let names = short_names(glue);
        assert_eq!(names.len(), 3);
        let renamed = rename(glue, &names);
        let short = "$0: () => wasm.$1(x_12),\n__wbindgen_malloc($0, $2)";
        assert_eq!(renamed, short);
    }
}
