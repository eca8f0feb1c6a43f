//! What the geocoder understands, and how sure it says it is.

use serde_json::Value;

use crate::support::TestApi;

async fn geocode(country: &str, address: &str) -> (String, Option<String>, Option<String>, usize) {
    let parameters = [
        ("country_code", country),
        ("use_integration_carriers", "true"),
        ("address", address),
        ("limit", "3"),
    ];
    read(&TestApi::new().search(&parameters).await)
}

fn read(answer: &crate::support::Answer) -> (String, Option<String>, Option<String>, usize) {
    let text = |name: &str| answer.geocoding()[name].as_str().map(str::to_owned);
    (
        text("status").unwrap_or_default(),
        text("precision"),
        text("formatted_address"),
        answer.results().len(),
    )
}

#[tokio::test]
async fn addresses_are_matched_as_far_as_they_go() {
    for (country, address, precision, formatted) in [
        (
            "DE",
            "Alexanderplatz 1, 10178 Berlin",
            "house_number",
            "Alexanderplatz 1, 10178 Berlin, Deutschland",
        ),
        (
            "DE",
            "Unter den Linden 5, 10117 Berlin, Germany",
            "house_number",
            "Unter den Linden 5, 10117 Berlin, Deutschland",
        ),
        (
            "NL",
            "5611em",
            "postal_code",
            "5611 EM Eindhoven, Nederland",
        ),
        (
            "NL",
            "Kerkstraat 5611 EM Eindhoven",
            "street",
            "Kerkstraat, 5611 EM Eindhoven, Nederland",
        ),
        (
            "FR",
            "10 Rue de la Gare, 75001 Paris",
            "house_number",
            "10 Rue de la Gare, 75001 Paris, France",
        ),
        (
            "GB",
            "10 Downing Street, London SW1A 2AA",
            "house_number",
            "10 Downing Street, London SW1A 2AA, United Kingdom",
        ),
        ("AT", "Vienna", "city", "Wien, Österreich"),
        ("NL", "the hague", "city", "Den Haag, Nederland"),
        (
            "CZ",
            "Dlouhá 12, 110 00 Praha",
            "house_number",
            "Dlouhá 12, 110 00 Praha, Česko",
        ),
        ("PT", "1100-148", "postal_code", "1100-148 Lisboa, Portugal"),
        (
            "SE",
            "11120 Stockholm",
            "postal_code",
            "111 20 Stockholm, Sverige",
        ),
    ] {
        let (status, given, text, results) = geocode(country, address).await;
        assert_eq!(status, "matched", "{address}");
        assert_eq!(given.as_deref(), Some(precision), "{address}");
        assert_eq!(text.as_deref(), Some(formatted), "{address}");
        assert_eq!(results, 3, "{address}");
    }
}

#[tokio::test]
async fn what_is_not_understood_makes_the_match_partial() {
    for (country, address, precision) in [
        ("NL", "Xqzrtw 5, 5611 EM Eindhoven", "postal_code"),
        ("NL", "Kerkstraat 1, 5611 EM Atlantis", "postal_code"),
        ("NL", "third floor, Kerkstraat 1, Eindhoven", "city"),
        ("NL", "Kerkstraat 1, 5611 EM Groningen", "postal_code"),
    ] {
        let (status, given, _, results) = geocode(country, address).await;
        assert_eq!(status, "partially_matched", "{address}");
        assert_eq!(given.as_deref(), Some(precision), "{address}");
        assert_eq!(results, 3, "{address}");
    }
}

#[tokio::test]
async fn nonsense_is_not_found_and_finds_nothing() {
    for (country, address) in [
        ("NL", "Kerkstraat 1, Atlantis"),
        ("NL", "asdf"),
        ("NL", "???"),
        ("DE", "99"),
        ("US", "10001 New York"),
    ] {
        let found = geocode(country, address).await;
        assert_eq!(found, ("not_found".to_owned(), None, None, 0), "{address}");
    }
}

#[tokio::test]
async fn an_address_in_parts_is_the_same_address() {
    let api = TestApi::new();
    let scope = [("country_code", "NL"), ("use_integration_carriers", "true")];
    let mut parts = Vec::from(scope);
    parts.extend([
        ("address_street", "Stadhuisplein"),
        ("address_house_number", "10"),
        ("address_postal_code", "5611 EM"),
        ("address_city", "Eindhoven"),
    ]);
    let mut text = Vec::from(scope);
    text.push(("address", "Stadhuisplein 10, 5611 EM Eindhoven"));
    assert_eq!(api.search(&parts).await.json, api.search(&text).await.json);

    let mut short = Vec::from(scope);
    short.extend([
        ("address_postal_code", "5611EM"),
        ("address_house_number", "3"),
    ]);
    let (status, precision, _, _) = read(&api.search(&short).await);
    assert_eq!(
        (status.as_str(), precision.as_deref()),
        ("matched", Some("house_number"))
    );
}

/// The same words always lie in the same place, and other numbers beside it.
#[tokio::test]
async fn a_street_has_one_place() {
    let api = TestApi::new();
    let search = async |address: &str| {
        let parameters = [
            ("country_code", "DE"),
            ("use_integration_carriers", "true"),
            ("address", address),
        ];
        api.search(&parameters).await.results()[0].clone()
    };
    let one = search("Lindenstraße 4, 50667 Köln").await;
    assert_eq!(one, search("lindenstrasse 4, 50667 Koeln").await);
    assert_ne!(one["distance"], Value::Null);
}
