//! What `docs/sandbox.md` promises is what the code has.

use crate::support::{Answer, TestApi};
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

/// Searches for an address that the manual names.
async fn search(country: &str, address: &str) -> Answer {
    assert!(MANUAL.contains(&format!("`{address}`")), "{address}");
    let scope = ("use_integration_carriers", "true");
    let parameters = [("country_code", country), scope, ("address", address)];
    TestApi::new().search(&parameters).await
}

/// The manual named a postal code that its country does not have.
#[tokio::test]
async fn addresses_of_the_manual_lead_where_it_says() {
    let documented = search("NL", "Stadhuisplein 10, 5611 EM Eindhoven").await;
    assert_eq!(documented.geocoding()["status"], "matched");
    for id in [1_000_001, 1_000_002] {
        assert!(documented.results().iter().any(|point| point["id"] == id));
    }
    let berlin = search("DE", "Alexanderplatz 1, 10178 Berlin").await;
    let is_packstation = |point: &serde_json::Value| {
        let kind = point["carrier_shop_type"].as_str().unwrap_or_default();
        kind.eq_ignore_ascii_case("packstation")
    };
    let place = berlin.results().iter().position(is_packstation);
    assert!(place.is_some_and(|place| place < 10), "{place:?}");
    let iceland = search("IS", "833").await;
    assert_ne!(iceland.geocoding()["status"], "not_found");
}
