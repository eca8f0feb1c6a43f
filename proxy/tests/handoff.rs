//! The golden files of the fragments, and the manual that shows them.

use serde_json::Value;

const MANUAL: &str = include_str!("../../docs/handoff.md");

/// All formats, in the order of the manual.
pub(crate) const FORMATS: [&str; 7] = [
    "parcel-v2",
    "order-v3",
    "shipment-v3",
    "magento2",
    "shopware6",
    "lightspeed",
    "woocommerce",
];

/// The fragment of the `locker`, which has no post number, or of the `packstation`, which has one.
pub(crate) fn golden(format: &str, name: &str) -> String {
    read(&format!("golden/{format}.{name}.json"))
}

/// One of the two points.
pub(crate) fn point(name: &str) -> Value {
    serde_json::from_str(&read(&format!("{name}.json"))).expect("JSON")
}

fn read(file: &str) -> String {
    let path = format!("{}/tests/handoff/{file}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// What is copied from a manual has to be what the program sends.
#[test]
fn the_manual_shows_every_format_as_it_is() {
    let headings: Vec<&str> = MANUAL
        .lines()
        .filter_map(|line| line.strip_prefix("## `")?.strip_suffix('`'))
        .collect();
    assert_eq!(headings, FORMATS);
    for format in FORMATS {
        let (_, section) = MANUAL
            .split_once(&format!("## `{format}`"))
            .expect("a section");
        let section = section.split("\n## ").next().expect("a section");
        let mut blocks = section.split("```json\n").skip(1);
        for name in ["packstation", "locker"] {
            let block = blocks.next().and_then(|block| block.split("```").next());
            let shown: Value = serde_json::from_str(block.expect("an example")).expect("JSON");
            let golden: Value = serde_json::from_str(&golden(format, name)).expect("JSON");
            assert_eq!(shown, golden, "{format} {name}");
        }
        assert!(
            section.contains("Source:"),
            "{format} says where it is from"
        );
        assert!(
            section.contains("The shop adds"),
            "{format} says what is missing"
        );
    }
}
