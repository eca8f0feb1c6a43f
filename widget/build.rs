//! Turns the keys of `assets/locales/en.json` into an enum, so that a text that is missing, or one
//! that nobody shows any more, is found by the compiler.

use std::{collections::BTreeMap, env, error::Error, fmt::Write as _, fs, path::Path};

use serde_json::Value;

const LOCALE: &str = "../assets/locales/en.json";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={LOCALE}");
    // Numbered in the order of their keys, as `embed/build.mjs` writes the locales.
    let texts: BTreeMap<String, Value> = serde_json::from_str(&fs::read_to_string(LOCALE)?)?;
    let mut variants = String::new();
    // The loader's own texts are not the widget's.
    let texts = texts.iter().filter(|(key, _)| !key.starts_with("loader_"));
    for (key, text) in texts {
        let variant = camel_case(key);
        let english = text.get("other").unwrap_or(text);
        writeln!(variants, "    /// {english}\n    {variant},")?;
    }
    let code = format!(
        "/// A text of the picker; the comment of each is its English form.\n\
         #[derive(Clone, Copy, Debug, PartialEq, Eq)]\n\
         pub(crate) enum Text {{\n{variants}}}\n"
    );
    let out = env::var("OUT_DIR")?;
    fs::write(Path::new(&out).join("text.rs"), code)?;
    Ok(())
}

/// `search_label` becomes `SearchLabel`.
fn camel_case(key: &str) -> String {
    let words = key.split('_').map(|word| {
        let (first, rest) = word.split_at(1);
        first.to_ascii_uppercase() + rest
    });
    words.collect()
}
