//! What an operator learns of a map's source that cannot be used.

use std::fs;

use super::{complete, file, read};
use crate::support::SIGNING_SECRET;

const URL: &str = "PICKER_TILES_URL";
const KEY: &str = "PICKER_TILES_KEY";
const ATTRIBUTION: &str = "PICKER_TILES_ATTRIBUTION";
const TEMPLATE: &str = "https://maps.example/{z}/{x}/{y}.png";

/// The findings with these variables beside those of a complete configuration.
fn findings(variables: &[(&str, &str)]) -> Vec<String> {
    let mut all = complete();
    let set = variables.iter();
    all.extend(set.map(|&(name, value)| (name.to_owned(), value.to_owned())));
    read(&all).err().map_or(Vec::new(), |findings| findings.0)
}

/// The same with a source that is good, but for these.
fn findings_with(variables: &[(&str, &str)]) -> Vec<String> {
    let good = [(URL, TEMPLATE), (ATTRIBUTION, "© Maps")];
    findings(&[&good, variables].concat())
}

#[test]
fn a_source_that_can_be_asked_is_taken() {
    for variables in [
        &[][..],
        &[(URL, "https://maps.example/wmts?row={y}&col={x}&matrix={z}")],
        &[(URL, "http://127.0.0.1:8080/{z}/{x}/{y}")],
        &[(URL, "http://localhost:8080/{z}/{y}/{x}")],
        &[(URL, "https://maps.example/{key}/{z}/{x}/{y}"), (KEY, "a")],
        &[("PICKER_TILES_MAX_ZOOM", "1")],
        &[("PICKER_TILES_MAX_ZOOM", "19")],
        &[("PICKER_TILES_CONTACT", "maps@shop.example")],
        &[("PICKER_TILES_CONTACT", "https://shop.example/contact")],
        &[(
            ATTRIBUTION,
            "© [OpenStreetMap](https://www.openstreetmap.org/copyright)",
        )],
    ] {
        assert_eq!(
            findings_with(variables),
            Vec::<String>::new(),
            "{variables:?}"
        );
    }
}

#[test]
fn a_template_leads_to_one_host_and_to_every_tile() {
    for url in [
        "maps.example/{z}/{x}/{y}",
        "ftp://maps.example/{z}/{x}/{y}",
        // Plain http is for this machine alone: the key would be everybody's.
        "http://maps.example/{z}/{x}/{y}",
        "https://user:pass@maps.example/{z}/{x}/{y}",
        "https://maps.example/{z}/{x}/{y}#a",
        "https://{s}.maps.example/{z}/{x}/{y}",
        "https://{x}/{z}/{y}",
        "{z}://maps.example/{x}/{y}",
        "https://maps.example/{z}/{x}",
        "https://maps.example/{z}/{x}/{y}/{y}",
        "https://maps.example/{z}/{x}/{y}{r}.png",
        "https://maps.example/{z}/{x}/{-y}.png",
        "https://maps.example/{z}/{x}/{y}}",
        "https://maps.example/{z} /{x}/{y}",
        "https://maps.example\\{z}/{x}/{y}",
        // These asked the host that the zoom names.
        "https:///{z}/{x}/{y}",
        "https:/{z}/{x}/{y}",
    ] {
        let findings = findings_with(&[(URL, url)]);
        assert_eq!(findings.len(), 1, "{url}: {findings:?}");
        assert!(findings[0].starts_with(URL), "{findings:?}");
    }
}

#[test]
fn a_key_and_its_place_go_together() {
    let with_place = "https://maps.example/{z}/{x}/{y}?key={key}";
    let twice = "https://maps.example/{key}/{z}/{x}/{y}?key={key}";
    for (variables, expected) in [
        (&[(URL, with_place)][..], "PICKER_TILES_KEY is not set"),
        (&[(KEY, "marked-4711")], "PICKER_TILES_KEY is set, but"),
        (
            &[(URL, twice), (KEY, "marked-4711")],
            "PICKER_TILES_URL must have {key}",
        ),
    ] {
        let findings = findings_with(variables);
        assert_eq!(findings.len(), 1, "{findings:?}");
        assert!(findings[0].starts_with(expected), "{findings:?}");
        assert!(!findings[0].contains("4711"), "{findings:?}");
    }
}

/// A source that is half there was meant to be there.
#[test]
fn everything_that_is_missing_or_wrong_is_named_at_once() {
    let named = |findings: Vec<String>| -> Vec<String> {
        let names = findings
            .iter()
            .filter_map(|finding| finding.split(' ').next());
        names.map(str::to_owned).collect()
    };
    assert_eq!(named(findings(&[(URL, TEMPLATE)])), [ATTRIBUTION]);
    assert_eq!(named(findings(&[(ATTRIBUTION, "© Maps")])), [URL]);
    let only_key = [("PICKER_TILES_KEY", "a")];
    assert_eq!(named(findings(&only_key)), [URL, ATTRIBUTION]);
    let wrong = [
        (URL, "https://maps.example"),
        (ATTRIBUTION, "<a>Maps</a>"),
        ("PICKER_TILES_MAX_ZOOM", "20"),
        ("PICKER_TILES_CONTACT", "nobody"),
    ];
    assert_eq!(named(findings(&wrong)), wrong.map(|(name, _)| name));
}

/// Who does not know of `{key}` writes the key into the address.
#[test]
fn a_template_is_never_shown() {
    for url in [
        "https://maps.example/{z}/{x}?key=marked-4711",
        "https://maps.example/{z}/{x}/{y}/{r}?key=marked-4711",
        "https://user:marked-4711@maps.example/{z}/{x}/{y}",
        "http://maps.example/{z}/{x}/{y}?key=marked-4711",
    ] {
        let findings = format!("{:?}", findings_with(&[(URL, url)]));
        assert!(!findings.contains("4711"), "{findings}");
    }
}

/// A shop of a file, but for its map.
fn shop() -> String {
    format!(
        "[shops.boots]\norigins = [\"https://boots.example\"]\n\
         signing_secret = \"{SIGNING_SECRET}\"\n\
         [shops.boots.sendcloud]\npublic_key = \"public\"\nsecret_key = \"secret\"\n"
    )
}

/// Whoever copies one should have a map then.
#[test]
fn the_documented_sources_are_taken() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/tiles.md");
    let docs = fs::read_to_string(path).expect("it is there");
    let blocks = docs.split("```toml\n").skip(1);
    let blocks = blocks.filter_map(|rest| rest.split("```").next());
    let key = file::write("boots-map", "a-key");
    let mut count = 0;
    for block in blocks {
        let block = block.replace("shops.KEY.", "shops.boots.");
        let block = block.replace("/run/secrets/boots-map", &key.display().to_string());
        let variable = block.split("env = \"").nth(1);
        let variable = variable.and_then(|rest| rest.split('"').next());
        let variables: Vec<_> = variable.map(|name| (name, "a-key")).into_iter().collect();
        let config = file::read(file::write("preset.toml", &(shop() + &block)), &variables);
        assert_eq!(config.err(), None, "{block}");
        count += 1;
    }
    assert!(count >= 10, "{count}");
}

#[test]
fn the_source_of_a_file_is_named_by_its_line() {
    let text = shop()
        + &format!(
            "[shops.boots.tiles]\nurl = \"{TEMPLATE}\"\nmax_zom = 17\n\
         key = {{ env = \"MAPS_KEY\" }}\n"
        );
    let path = file::write("tiles.toml", &text);
    let findings = file::read(path, &[("MAPS_KEY", "marked-4711")]).expect_err("it is wrong");
    for (finding, expected) in findings.iter().zip([
        "tiles.toml:7: shops.boots.tiles.attribution is not set",
        "tiles.toml:9: unknown key `max_zom` in [shops.boots.tiles], did you mean `max_zoom`?",
        "tiles.toml:10: shops.boots.tiles.key is set, but the url has no {key}",
    ]) {
        assert!(finding.contains(expected), "{finding}\n{expected}");
    }
    assert_eq!(findings.len(), 3, "{findings:#?}");
}
