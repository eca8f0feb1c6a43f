//! Every check, in the order in which a mistake shows soonest.

use anyhow::Result;

use crate::examples::Runtimes;
use crate::steps::Steps;
use crate::tools::WASM_TARGET;
use crate::wasm::{self, Profile};
use crate::{dist, e2e, paths, postgres, process, size, tools, verifiers};

/// The quick part: formatting, lints and documentation.
///
/// # Errors
///
/// The first check that fails.
pub(crate) fn run_quick() -> Result<()> {
    let mut steps = Steps::start();
    quick(&mut steps)?;
    steps.finish();
    Ok(())
}

/// Everything.
///
/// # Errors
///
/// The first check that fails.
pub(crate) fn run_all() -> Result<()> {
    let mut steps = Steps::start();
    // Asked for first: nobody should wait for minutes to hear what to install.
    steps.run("browser", || e2e::find_or_install_chromium().map(drop))?;
    quick(&mut steps)?;
    steps.run("libraries that verify tokens", verifiers::ensure)?;
    steps.run("unit and integration tests", || {
        postgres::ensure();
        cargo(["test", "--quiet", "--workspace", "--exclude", "widget"])
    })?;
    steps.run("widget tests", || {
        cargo(["test", "--quiet", "--package", "widget"])
    })?;
    steps.run("embed tests", || npm_script("embed", "test"))?;
    steps.run("build", || dist::build(Profile::Shipped))?;
    steps.run("size budgets", size::check)?;
    steps.run("trunk", trunk)?;
    let mut examples = None;
    steps.run("browser tests", || {
        examples = Some(e2e::run(&[])?);
        Ok(())
    })?;
    steps.finish();
    // Below the good news, or nobody would see it.
    examples.iter().for_each(Runtimes::print_skipped);
    Ok(())
}

fn quick(steps: &mut Steps) -> Result<()> {
    steps.run("tools", tools::ensure)?;
    steps.run("formatting", || cargo(["fmt", "--all", "--check"]))?;
    steps.run("TypeScript of embed/", || npm_script("embed", "check"))?;
    steps.run("TypeScript of e2e/", || npm_script("e2e", "check"))?;
    steps.run("TypeScript of examples/", || {
        npm_script("example-react", "check")
    })?;
    steps.run("lints", || {
        let mut clippy = process::cargo(["clippy", "--quiet", "--workspace"]);
        clippy.args(["--exclude", "widget", "--all-targets"]);
        process::run(clippy.args(["--", "-D", "warnings"]))
    })?;
    steps.run("lints of the widget", || {
        let mut clippy = process::cargo(["clippy", "--quiet", "--package", "widget"]);
        clippy.args(["--target", WASM_TARGET]);
        process::run(clippy.args(["--", "-D", "warnings"]))
    })?;
    steps.run("fuzz targets", fuzz_targets)?;
    steps.run("documentation", || {
        document(&["--workspace", "--exclude", "widget"])?;
        document(&["--package", "widget", "--target", WASM_TARGET])
    })
}

/// They are no part of the workspace, so nothing else would notice that one no longer compiles.
fn fuzz_targets() -> Result<()> {
    let manifest = ["--manifest-path", "fuzz/Cargo.toml"];
    process::run(process::cargo(["fmt", "--check"]).args(manifest))?;
    let mut check = process::cargo(["check", "--quiet"]);
    // A folder of their own: other flags would build the workspace anew each time.
    let target = paths::target()?.join("fuzz");
    check.args(manifest).arg("--target-dir").arg(target);
    process::run(check.env("RUSTFLAGS", "--cfg fuzzing"))
}

fn document(packages: &[&str]) -> Result<()> {
    let mut doc = process::cargo(["doc", "--quiet", "--no-deps", "--document-private-items"]);
    process::run(doc.args(packages).env("RUSTDOCFLAGS", "-D warnings"))
}

/// Trunk's development loop must keep working; nothing that it builds is shipped.
fn trunk() -> Result<()> {
    if ["trunk", "wasm-bindgen"]
        .iter()
        .any(|name| paths::find_program(&[name]).is_none())
    {
        println!("Skipped: trunk or wasm-bindgen is not on PATH (docs/development.md).");
        return Ok(());
    }
    // As `build` compiles it, so that there is nothing left to compile.
    let build = [
        "build",
        "--release",
        "--offline",
        "--cargo-profile",
        "widget",
    ];
    let mut trunk = process::command("trunk", build);
    wasm::shorten_paths(&mut trunk)?;
    // Trunk 0.21 takes `true` for this and stops at the `1` that everybody else sets.
    process::run(trunk.env_remove("NO_COLOR"))
}

fn cargo<const N: usize>(args: [&str; N]) -> Result<()> {
    process::run(&mut process::cargo(args))
}

fn npm_script(package: &str, script: &str) -> Result<()> {
    process::run(&mut process::npm([
        "run",
        "--silent",
        script,
        "--workspace",
        package,
    ]))
}
