//! The widget as browsers get it: compiled, bound to JavaScript, made small.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use wasm_bindgen_cli_support::Bindgen;

use crate::{digest, paths, process, slim, tools};

/// What Rust's wasm32 target emits: `wasm-opt` may use it, and refuses anything else.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Says whether an engine takes the module: `wasm-opt` checks by its own rules only.
const VALIDATE: &str = "const bytes = require('node:fs').readFileSync(process.argv[1]);
if (!WebAssembly.validate(bytes)) { console.error('not a valid WASM module'); process.exit(1); }";

/// How much waiting for the build is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Profile {
    /// Cargo's `dev`: ready quickly, megabytes large.
    Dev,
    /// The workspace's `widget` profile and `wasm-opt`: what is shipped, as small as it gets.
    Shipped,
}

impl Profile {
    /// As Cargo knows it, and the folder in its target folder where the result lies.
    fn cargo_names(self) -> (&'static str, &'static str) {
        match self {
            Self::Dev => ("dev", "debug"),
            Self::Shipped => ("widget", "widget"),
        }
    }
}

/// The two files that the widget consists of.
#[derive(Debug)]
pub(crate) struct Widget {
    /// The JavaScript that wasm-bindgen wrote; it may import from `snippets/` beside it.
    pub(crate) glue: PathBuf,
    /// The module.
    pub(crate) module: PathBuf,
}

/// Builds the widget; where the compiler's output is the same as last time, nothing after it runs.
///
/// # Errors
///
/// Where a tool fails, or the result is no valid module.
pub(crate) fn build(profile: Profile) -> Result<Widget> {
    let (cargo_profile, folder) = profile.cargo_names();
    let compile = [
        "build",
        "--package",
        "widget",
        "--lib",
        "--profile",
        cargo_profile,
    ];
    let mut cargo = process::cargo(compile);
    if profile == Profile::Shipped {
        shorten_paths(&mut cargo)?;
    }
    process::run(cargo.args(["--target", tools::WASM_TARGET]))?;
    let compiled = paths::target()?
        .join(tools::WASM_TARGET)
        .join(folder)
        .join("widget.wasm");

    let out = paths::work().join("wasm").join(folder);
    let widget = Widget {
        glue: out.join("widget.js"),
        module: out.join("widget_bg.wasm"),
    };
    let inputs = inputs(&compiled)?;
    let stamp = out.join("inputs");
    if fs::read_to_string(&stamp).is_ok_and(|last| last == inputs) {
        return Ok(widget);
    }
    if out.exists() {
        fs::remove_dir_all(&out)?;
    }
    bind(profile, &compiled, &out)?;
    if profile == Profile::Shipped {
        optimise(&widget.module)?;
    }
    let validate = [
        "--eval".as_ref(),
        VALIDATE.as_ref(),
        widget.module.as_os_str(),
    ];
    process::run(&mut process::node(validate))
        .with_context(|| format!("{} is not usable", widget.module.display()))?;
    fs::write(&stamp, inputs)?;
    Ok(widget)
}

/// Makes the compiler forget where this machine keeps its sources, which panic messages name: the
/// same sources give the same bytes everywhere, and nothing of the builder's home is shipped.
///
/// # Errors
///
/// Where Cargo's own folder cannot be found, or a path is not UTF-8.
pub(crate) fn shorten_paths(cargo: &mut Command) -> Result<()> {
    let in_home = || std::env::home_dir().map(|home| home.join(".cargo"));
    let cargo_home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let cargo_home = cargo_home
        .or_else(in_home)
        .context("neither CARGO_HOME nor HOME is set")?;
    let mut flags = Vec::new();
    for (folder, name) in [(&*cargo_home, "cargo"), (paths::root(), "picker")] {
        let folder = folder.to_str().context("a path is not UTF-8")?;
        flags.push(format!("--remap-path-prefix={folder}={name}"));
    }
    // The form of RUSTFLAGS that takes a blank in a path.
    cargo.env("CARGO_ENCODED_RUSTFLAGS", flags.join("\x1f"));
    Ok(())
}

/// A digest of all that decides what comes out: the compiler's output, the versions of both tools,
/// and how this file calls them.
fn inputs(compiled: &Path) -> Result<String> {
    let binaryen = paths::root().join("node_modules/binaryen/package.json");
    let files = [compiled, &paths::root().join("Cargo.lock"), &binaryen];
    let mut parts = vec![
        include_bytes!("wasm.rs").to_vec(),
        include_bytes!("slim.rs").to_vec(),
    ];
    for file in files {
        parts.push(fs::read(file).with_context(|| format!("cannot read {}", file.display()))?);
    }
    Ok(digest::fingerprint(parts.iter().map(Vec::as_slice)))
}

/// Writes the glue, and the module without what only wasm-bindgen reads.
fn bind(profile: Profile, compiled: &Path, out: &Path) -> Result<()> {
    let is_dev = profile == Profile::Dev;
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(compiled)
        .web(true)?
        .typescript(false)
        // The loader always passes the module, which it has checked.
        .omit_default_module_path(true)
        .debug(is_dev)
        .demangle(is_dev)
        .remove_name_section(!is_dev)
        .remove_producers_section(true);
    let mut output = bindgen.generate_output().context("wasm-bindgen failed")?;
    if is_dev {
        output.emit(out).context("cannot write the widget")
    } else {
        slim::emit(output, out)
    }
}

/// Passes for size, but none of the inlining that only saves bytes before compression: brotli is
/// what browsers get, and it packs the same code in two places better than one longer function.
/// The default inlining made the widget larger than no `wasm-opt` at all (177.6, 170.4 and, as it
/// is here, 166.2 KB); `--converge` takes twice as long and gains nothing.
const PASSES: [&str; 7] = [
    "--flatten",
    "--rereloop",
    "-Oz",
    "-Oz",
    "--strip-target-features",
    "--always-inline-max-function-size=0",
    "--one-caller-inline-max-function-size=0",
];

/// Makes the module smaller, in place.
fn optimise(module: &Path) -> Result<()> {
    let wasm_opt = paths::root().join("node_modules/binaryen/bin/wasm-opt");
    ensure!(wasm_opt.is_file(), "binaryen is missing: run `npm ci`");
    let mut command = process::node([&wasm_opt]);
    command.args(PASSES).args(FEATURES);
    process::run(command.arg(module).arg("--output").arg(module))
}
