//! Magic inputs: each gives its outcome, in any form of an address.

use axum::http::StatusCode;
use model::decode_search_results;
use sandbox::{MAGIC_ADDRESSES, MAGIC_POINTS};
use serde_json::json;
use tokio::time::{Duration, Instant};

use crate::support::{Answer, TestApi};

async fn search(country: &str, address: &str) -> Answer {
    let scope = ("use_integration_carriers", "true");
    TestApi::new()
        .search(&[("country_code", country), scope, ("address", address)])
        .await
}

#[tokio::test]
async fn nowhere_is_not_found() {
    for address in [
        "Magic Nowhere",
        "magic nowhere 5, 5611 EM Eindhoven",
        "5 MAGIC NOWHERE, Eindhoven",
    ] {
        let answer = search("NL", address).await;
        assert_eq!(answer.geocoding()["status"], "not_found", "{address}");
        assert!(answer.results().is_empty());
    }
    let parts = [
        ("country_code", "FR"),
        ("use_integration_carriers", "true"),
        ("address_street", "Magic Nowhere"),
        ("address_city", "Paris"),
    ];
    let answer = TestApi::new().search(&parts).await;
    assert_eq!(answer.geocoding()["status"], "not_found");
}

#[tokio::test]
async fn partial_is_matched_in_part_with_results() {
    let answer = search("DE", "Magic Partial 1, 10178 Berlin").await;
    assert_eq!(answer.geocoding()["status"], "partially_matched");
    assert!(answer.geocoding()["formatted_address"].is_string());
    assert_eq!(answer.results().len(), 100);
}

#[tokio::test]
async fn empty_is_matched_without_results() {
    let answer = search("ES", "Magic Empty 1, Madrid").await;
    assert_eq!(answer.geocoding()["status"], "matched");
    assert_eq!(answer.geocoding()["precision"], "house_number");
    assert!(answer.results().is_empty());
}

#[tokio::test]
async fn geocoder_is_down_with_a_null_code() {
    let answer = search("NL", "Magic Geocoder 1, Eindhoven").await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    let expected = json!({ "errors": [{
        "status": "503", "code": null,
        "detail": "The address could not be resolved at this time. Try again later.",
    }]});
    assert_eq!(answer.json, expected);
}

#[tokio::test]
async fn busy_says_when_to_come_back() {
    let answer = search("NL", "Magic Busy 1, Eindhoven").await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(answer.headers["retry-after"], "2");
}

/// Time is paused, so the six seconds pass at once.
#[tokio::test(start_paused = true)]
async fn slow_answers_after_six_seconds() {
    let before = Instant::now();
    let answer = search("NL", "Magic Slow 1, Eindhoven").await;
    assert_eq!(before.elapsed().as_secs(), 6);
    assert!(before.elapsed() < Duration::from_secs(7));
    assert_eq!(answer.results().len(), 100);
}

#[tokio::test]
async fn malformed_points_stand_among_readable_ones() {
    let answer = search("NL", "Magic Malformed 1, Eindhoven").await;
    let decoded = decode_search_results(&answer.text).expect("a list");
    assert_eq!(decoded.dropped, 4);
    assert_eq!(decoded.results.results.len(), 100);
}

#[tokio::test]
async fn garbage_and_errors_are_html() {
    let garbage = search("NL", "Magic Garbage").await;
    assert_eq!(garbage.status, StatusCode::OK);
    assert!(serde_json::from_str::<serde_json::Value>(&garbage.text).is_err());
    let error = search("NL", "Magic Error").await;
    assert_eq!(error.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(error.text.starts_with("<html>"));
}

#[tokio::test]
async fn confirmation_lists_points_that_fail_later() {
    let answer = search("NL", "Magic Confirmation, Eindhoven").await;
    let listed: Vec<u64> = answer
        .results()
        .iter()
        .filter_map(|point| point["id"].as_u64())
        .collect();
    for id in [1_000_404, 1_000_409, 1_000_410, 1_000_429, 1_000_503] {
        let place = listed
            .iter()
            .position(|&listed| listed == id)
            .expect("it is listed");
        assert!(place < 8, "{id} is number {place}");
        assert_eq!(answer.results()[place]["is_expired"], false);
    }
    assert!(!listed.contains(&1_000_408));
    let elsewhere = search("NL", "Stadhuisplein 10, 5611 EM Eindhoven").await;
    assert!(!elsewhere.text.contains("Magic"));
}

#[tokio::test]
async fn magic_points_fail_each_in_its_way() {
    let api = TestApi::new();
    assert_eq!(api.find(1_000_404).await.status, StatusCode::NOT_FOUND);
    assert_eq!(api.check(1_000_404).await.status, StatusCode::NOT_FOUND);
    assert_eq!(api.find(1_000_408).await.json["data"]["is_expired"], true);
    assert_eq!(api.find(1_000_409).await.json["data"]["is_expired"], true);
    assert_eq!(api.find(1_000_410).await.json["data"]["is_expired"], false);
    assert_eq!(
        api.check(1_000_410).await.json["data"]["is_available"],
        false
    );
    assert_eq!(
        api.find(1_000_429).await.status,
        StatusCode::TOO_MANY_REQUESTS
    );
    assert_eq!(api.find(1_000_503).await.status, StatusCode::OK);
    let failed = api.check(1_000_503).await;
    assert_eq!(failed.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(failed.error().1, None);
}

/// An input that is in the table and does nothing would be a lie of the manual. A street that
/// nobody knows is taken as given, so what differs from it below is the magic alone.
#[tokio::test(start_paused = true)]
async fn every_magic_street_works_in_every_way_to_write_it() {
    let plain = outcome("Tragic Nothing 12, 5611 EM Eindhoven").await;
    for magic in MAGIC_ADDRESSES {
        let street = magic.street;
        let written = outcome(&format!("{street} 12, 5611 EM Eindhoven")).await;
        assert_ne!(written, plain, "{street}");
        for other in [
            format!("{} 12, 5611 EM Eindhoven", street.to_uppercase()),
            format!("12 {street}, Eindhoven"),
            format!("{}, Eindhoven", street.to_lowercase()),
        ] {
            assert_eq!(outcome(&other).await, written, "{other}");
        }
    }
    assert_eq!(MAGIC_POINTS.len(), 6);
}

/// What can be told of an answer without knowing the place: status, form, geocoding, seconds, and
/// what its points are.
async fn outcome(address: &str) -> String {
    let before = Instant::now();
    let answer = search("NL", address).await;
    let seconds = before.elapsed().as_secs();
    let results = answer.json["data"]["results"].as_array();
    let magic = |point: &&serde_json::Value| {
        let name = point["name"].as_str().unwrap_or_default();
        name.starts_with("Magic")
    };
    let points = results.map(|points| (points.is_empty(), points.iter().filter(magic).count()));
    let dropped = decode_search_results(&answer.text).map(|decoded| decoded.dropped);
    format!(
        "{} {} {} {seconds} {points:?} {:?}",
        answer.status,
        answer.json.is_object(),
        answer.geocoding()["status"],
        dropped.ok(),
    )
}
