//! docs/configuration.md and the example beside it, which say what the program does.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::file::{read, write};

fn docs(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../docs")
        .join(name);
    fs::read_to_string(path).expect("it is there")
}

/// The rows of the tables that begin with a key: key, variable, default.
fn rows() -> Vec<(String, Option<String>)> {
    let text = docs("configuration.md");
    let rows = text.lines().filter_map(|line| {
        let mut cells = line.strip_prefix("| `")?.split('|').map(str::trim);
        let key = cells.next()?.trim_end_matches('`').to_owned();
        let is_key = !key.contains(' ');
        let variable = cells.next()?.strip_prefix('`');
        let variable = variable.and_then(|cell| cell.split('`').next());
        is_key.then(|| (key, variable.map(str::to_owned)))
    });
    rows.collect()
}

/// What the program says it knows, when it meets a key that it does not.
fn known_keys() -> BTreeSet<String> {
    let sections = [
        ("", ""),
        ("[server]", "server."),
        ("[limits]", "limits."),
        ("[cache]", "cache."),
        ("[selections]", "selections."),
        ("[shops.x]", "shops.KEY."),
        ("[shops.x.limits]", "shops.KEY.limits."),
        ("[shops.x.sendcloud]", "shops.KEY.sendcloud."),
        ("[shops.x.tiles]", "shops.KEY.tiles."),
        (
            "[[shops.x.post_number_rules]]",
            "shops.KEY.post_number_rules[].",
        ),
        ("[[shops.x.signing_keys]]", "shops.KEY.signing_keys[]."),
    ];
    let text: String = sections
        .iter()
        .map(|(header, _)| format!("{header}\nzzzzzz = 1\n"))
        .collect();
    let findings = read(write("unknown.toml", &text), &[]).expect_err("it knows no such key");
    let unknown = findings.iter().filter(|finding| finding.contains("zzzzzz"));
    let mut keys = BTreeSet::new();
    for (finding, (_, prefix)) in unknown.zip(&sections) {
        let (_, known) = finding.split_once("known are ").expect("it lists them");
        let known = known.split(", ").map(|key| key.trim_matches('`'));
        keys.extend(known.map(|key| format!("{prefix}{key}")));
    }
    // A section is no setting.
    let sections = [
        "server",
        "limits",
        "cache",
        "selections",
        "shops",
        "shops.KEY.limits",
        "shops.KEY.sendcloud",
        "shops.KEY.tiles",
        "shops.KEY.post_number_rules",
        "shops.KEY.signing_keys",
    ];
    for section in sections {
        assert!(keys.remove(section), "{section} is gone: {keys:?}");
    }
    keys
}

#[test]
fn the_reference_names_every_key_and_no_other() {
    let documented: BTreeSet<_> = rows().into_iter().map(|(key, _)| key).collect();
    assert_eq!(documented, known_keys());
}

#[test]
fn the_reference_names_the_variables() {
    let variables: Vec<_> = rows().into_iter().filter_map(|(_, name)| name).collect();
    assert!(variables.len() > 10, "{variables:?}");
    let set: Vec<_> = variables.iter().map(|name| (&**name, "x")).collect();
    let path = write("variables.toml", "[shops.x]\n");
    let findings = read(path, &set).expect_err("a shop has more");
    for name in &variables {
        // Those two are of the command line, and go before the file.
        let is_flag = matches!(&**name, "PICKER_LISTEN" | "PICKER_ADMIN_LISTEN");
        let start = format!("{name} is set, but ");
        let is_known = findings.iter().any(|finding| finding.starts_with(&start));
        assert!(is_known != is_flag, "{name}: {findings:#?}");
    }
}

#[test]
fn the_example_is_valid() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("config-of-proxy-tests");
    for name in [
        "boots-signing",
        "boots-backend",
        "boots-sendcloud",
        "boots-map",
    ] {
        write(
            name,
            &format!("a-secret-of-at-least-thirty-two-bytes-{name}"),
        );
    }
    let store = "postgres://picker:secret@db.example/picker?sslmode=verify-full";
    write("picker-store", store);
    let example = docs("picker.example.toml");
    assert!(example.contains("\"/run/secrets/"));
    let example = example.replace("/run/secrets", &folder.display().to_string());
    let secret = "a-secret-of-at-least-thirty-two-bytes";
    let variables = [
        ("BOOTS_PUBLIC_KEY", secret),
        ("HATS_SIGNING_SECRET", secret),
        (
            "HATS_NEXT_SIGNING_SECRET",
            "another-secret-of-at-least-thirty-two-bytes",
        ),
        ("HATS_PUBLIC_KEY", secret),
        ("HATS_SECRET_KEY", secret),
    ];
    let config = read(write("example.toml", &example), &variables);
    assert_eq!(config.err(), None);
}
