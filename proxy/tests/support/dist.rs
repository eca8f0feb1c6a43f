//! A `dist/` folder with recognisable files in it.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// The folder that the hashed files lie in.
pub(crate) const HASH: &str = "0123456789abcdef";

/// The fixture, written once a run.
pub(crate) fn folder() -> PathBuf {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(write).clone()
}

/// One with the loader alone: no more is required.
pub(crate) fn bare_folder() -> PathBuf {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bare-dist-of-proxy-tests");
    fs::create_dir_all(&root).expect("a folder");
    fs::write(root.join("picker.js"), "plain picker.js").expect("a file");
    root
}

fn write() -> PathBuf {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("dist-of-proxy-tests");
    let assets = root.join("assets").join(HASH);
    fs::create_dir_all(assets.join("locales")).expect("a folder");
    fs::create_dir_all(root.join("demo")).expect("a folder");
    let files = [
        (root.join("picker.js"), "plain picker.js"),
        (root.join("picker.js.br"), "brotli picker.js"),
        (root.join("picker.js.gz"), "gzip picker.js"),
        (
            root.join("sendcloud-compat.js"),
            "plain sendcloud-compat.js",
        ),
        (
            root.join("sendcloud-compat.js.br"),
            "brotli sendcloud-compat.js",
        ),
        (root.join("demo/index.html"), "<title>Demo checkout</title>"),
        (root.join("demo/checkout.css"), "plain checkout.css"),
        (root.join("demo/checkout.js"), "plain checkout.js"),
        (
            root.join("demo/configurator.html"),
            "<title>Configurator</title>",
        ),
        (root.join("demo/configurator.css"), "plain configurator.css"),
        (root.join("demo/configurator.js"), "plain configurator.js"),
        (root.join("demo/snippet.js"), "plain snippet.js"),
        (assets.join("frame.html"), "plain frame.html"),
        (assets.join("frame.html.br"), "brotli frame.html"),
        (assets.join("widget.js"), "plain widget.js"),
        (assets.join("widget_bg.wasm"), "plain widget_bg.wasm"),
        (assets.join("widget_bg.wasm.br"), "brotli widget_bg.wasm"),
        (assets.join("widget.css"), "plain widget.css"),
        (assets.join("locales/en.json"), "{}"),
    ];
    for (path, content) in files {
        fs::write(path, content).expect("a file");
    }
    root
}
