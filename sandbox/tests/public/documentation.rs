//! What `docs/sandbox.md` promises is what the code has.

use sandbox::{DEMO_PUBLIC_KEY, DEMO_SECRET_KEY, MAGIC_ADDRESSES, MAGIC_POINTS};

const MANUAL: &str = include_str!("../../../docs/sandbox.md");

/// The first cells of the table under a heading.
fn first_cells(heading: &str) -> Vec<&'static str> {
    let (_, section) = MANUAL.split_once(heading).expect("the heading is there");
    let section = section.split("\n## ").next().expect("a section");
    let rows = section.lines().filter_map(|line| line.strip_prefix("| `"));
    rows.filter_map(|row| row.split_once('`'))
        .map(|(cell, _)| cell)
        .collect()
}

#[test]
fn every_magic_street_stands_in_the_manual() {
    let streets: Vec<&str> = MAGIC_ADDRESSES.iter().map(|magic| magic.street).collect();
    assert_eq!(first_cells("## Magic streets"), streets);
}

#[test]
fn every_magic_service_point_stands_in_the_manual() {
    let ids: Vec<String> = MAGIC_POINTS
        .iter()
        .map(|magic| magic.id.to_string())
        .collect();
    assert_eq!(first_cells("## Magic service points"), ids);
}

#[test]
fn the_demo_keys_stand_in_the_manual() {
    assert!(MANUAL.contains(DEMO_PUBLIC_KEY) && MANUAL.contains(DEMO_SECRET_KEY));
}
