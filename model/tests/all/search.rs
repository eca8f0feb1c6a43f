//! Every rule of v3 between parameters, answered as v3 would.

use model::{Area, CarrierScope, GeneralShopType, ReferencePoint, Search};
use proptest::prelude::*;

/// A query as people write it; no percent-encoding in these tests.
fn pairs(query: &str) -> Vec<(&str, &str)> {
    let parts = query.split('&').filter(|part| !part.is_empty());
    parts
        .map(|part| part.split_once('=').expect("name=value"))
        .collect()
}

fn search(query: &str) -> Search {
    let parsed = Search::parse(pairs(query));
    parsed.unwrap_or_else(|violations| panic!("{query}: {violations:?}"))
}

/// `(code, parameter)` of each violation.
fn violations(query: &str) -> Vec<(String, String)> {
    let Err(violations) = Search::parse(pairs(query)) else {
        panic!("accepted: {query}");
    };
    let named = violations.into_iter().map(|error| {
        assert_eq!(error.status, "400");
        assert!(!error.detail.is_empty());
        (
            error.code.unwrap_or_default(),
            error.source.parameter.unwrap_or_default(),
        )
    });
    named.collect()
}

#[test]
fn every_parameter_is_read() {
    let found = search(
        "country_code=nl&carrier_code=dhl&carrier_code=postnl&address=Stadhuisplein 10, Eindhoven\
         &radius=5000&carrier_service_point_id=NL-1&carrier_service_point_id=NL-2\
         &carrier_shop_type=packStation&general_shop_type=locker&general_shop_type=servicepoint&limit=5",
    );
    assert_eq!(found.country_code.as_str(), "NL");
    assert_eq!(
        found.carriers,
        CarrierScope::Codes(vec!["dhl".into(), "postnl".into()])
    );
    assert_eq!(
        found.near,
        Some(ReferencePoint::Address(
            "Stadhuisplein 10, Eindhoven".into()
        ))
    );
    assert_eq!(found.area, Some(Area::Radius(5000)));
    assert_eq!(found.carrier_service_point_ids, ["NL-1", "NL-2"]);
    assert_eq!(found.carrier_shop_type.as_deref(), Some("packStation"));
    assert_eq!(
        found.general_shop_types,
        [GeneralShopType::Locker, GeneralShopType::ServicePoint]
    );
    assert_eq!(found.limit, 5);
}

#[test]
fn what_is_not_said_has_its_default() {
    let found = search("country_code=NL&address=&radius=");
    assert_eq!(found.carriers, CarrierScope::Unspecified);
    assert_eq!((found.near, found.area, found.limit), (None, None, 100));
    assert_eq!(
        search("country_code=NL&use_integration_carriers=false").carriers,
        CarrierScope::Unspecified
    );
    assert_eq!(
        search("country_code=NL&use_integration_carriers=true").carriers,
        CarrierScope::Integration
    );
}

#[test]
fn each_violation_has_v3s_code_and_parameter() {
    let at = "&latitude=51.4&longitude=5.4";
    let table = [
        ("", "required", "country_code"),
        ("country_code=XX", "invalid_choice", "country_code"),
        (
            "country_code=NL&latitude=a&longitude=5",
            "invalid",
            "latitude",
        ),
        (
            "country_code=NL&latitude=91&longitude=5",
            "invalid",
            "latitude",
        ),
        (
            "country_code=NL&latitude=NaN&longitude=5",
            "invalid",
            "latitude",
        ),
        (
            "country_code=NL&latitude=5&longitude=181",
            "invalid",
            "longitude",
        ),
        (
            "country_code=NL&latitude=51.4",
            "validation_error",
            "longitude",
        ),
        (
            "country_code=NL&general_shop_type=kiosk",
            "invalid_choice",
            "general_shop_type",
        ),
        (
            "country_code=NL&carrier_code=dhl&use_integration_carriers=true",
            "validation_error",
            "carrier_code",
        ),
        (
            "country_code=NL&use_integration_carriers=maybe",
            "invalid",
            "use_integration_carriers",
        ),
        (
            "country_code=NL&address=x&latitude=1&longitude=1",
            "validation_error",
            "address",
        ),
        (
            "country_code=NL&address=x&address_city=y",
            "validation_error",
            "address",
        ),
        (
            "country_code=NL&address_city=y&latitude=1&longitude=1",
            "validation_error",
            "address_city",
        ),
        (
            "country_code=NL&address_house_number=1",
            "validation_error",
            "address_house_number",
        ),
        (
            "country_code=NL&address_house_number=1&address_city=y",
            "validation_error",
            "address_house_number",
        ),
        ("country_code=NL&radius=5000", "validation_error", "radius"),
        (
            "country_code=NL&ne_latitude=51.5",
            "validation_error",
            "ne_latitude",
        ),
        (
            "country_code=NL&ne_latitude=51.3&ne_longitude=5.5&sw_latitude=51.4&sw_longitude=5.4",
            "validation_error",
            "ne_latitude",
        ),
        (
            "country_code=NL&ne_latitude=52&ne_longitude=6&sw_latitude=51&sw_longitude=5",
            "validation_error",
            "ne_latitude",
        ),
        ("country_code=NL&limit=0", "invalid", "limit"),
        ("country_code=NL&limit=201", "invalid", "limit"),
        ("country_code=NL&limit=1.5", "invalid", "limit"),
        (
            "country_code=NL&limit=99999999999999999999",
            "invalid",
            "limit",
        ),
        ("country_code=NL&country_code=DE", "invalid", "country_code"),
        (
            "country_code=NL&postal_code=5611",
            "unknown_field",
            "postal_code",
        ),
    ];
    for (query, code, parameter) in table {
        assert_eq!(
            violations(query),
            [(code.to_owned(), parameter.to_owned())],
            "{query}"
        );
    }
    for radius in ["99", "50001", "-1"] {
        let query = format!("country_code=NL{at}&radius={radius}");
        assert_eq!(
            violations(&query),
            [("invalid".to_owned(), "radius".to_owned())]
        );
    }
    let both = format!(
        "country_code=NL{at}&radius=500&ne_latitude=51.5&ne_longitude=5.5&sw_latitude=51.4&sw_longitude=5.4"
    );
    assert_eq!(
        violations(&both),
        [("validation_error".to_owned(), "radius".to_owned())]
    );
}

/// One request tells a developer all that is wrong with it.
#[test]
fn all_violations_come_at_once() {
    let found =
        violations("country_code=NL&limit=0&general_shop_type=kiosk&latitude=x&longitude=1");
    let parameters: Vec<&str> = found
        .iter()
        .map(|(_, parameter)| parameter.as_str())
        .collect();
    assert_eq!(parameters, ["latitude", "general_shop_type", "limit"]);
}

#[test]
fn the_documented_texts_are_v3s_own() {
    let detail = |query| Search::parse(pairs(query)).unwrap_err()[0].detail.clone();
    assert_eq!(
        detail("country_code=XX"),
        "\"XX\" is not a valid country code"
    );
    assert_eq!(
        detail("country_code=NL&carrier_code=a&use_integration_carriers=true"),
        "carrier_code and use_integration_carriers are mutually exclusive"
    );
}

#[test]
fn a_box_may_stand_beside_a_reference_point() {
    let query = "country_code=NL&address=Eindhoven&ne_latitude=51.5&ne_longitude=5.5&sw_latitude=51.4&sw_longitude=5.4";
    assert!(matches!(search(query).area, Some(Area::Box(_))));
}

#[test]
fn long_texts_are_refused_and_not_cut() {
    let query = format!("country_code=NL&address={}", "x".repeat(201));
    assert_eq!(
        violations(&query),
        [("invalid".to_owned(), "address".to_owned())]
    );
}

fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        "[0-9]{1,6}",
        "-?[0-9]{1,3}\\.[0-9]{0,7}",
        "[A-Za-z]{2}",
        "[ -~é]{0,30}",
        Just("true".to_owned()),
        Just("locker".to_owned()),
        Just("1e5".to_owned()),
        any::<String>(),
    ]
}

fn name() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "country_code",
        "carrier_code",
        "use_integration_carriers",
        "address",
        "address_street",
        "address_house_number",
        "address_postal_code",
        "address_city",
        "latitude",
        "longitude",
        "ne_latitude",
        "ne_longitude",
        "sw_latitude",
        "sw_longitude",
        "radius",
        "carrier_service_point_id",
        "carrier_shop_type",
        "general_shop_type",
        "limit",
        "shop",
    ])
}

proptest! {
    #[test]
    fn no_query_panics(pairs in prop::collection::vec((name(), value()), 0..12)) {
        let _ = Search::parse(pairs);
    }

    /// What is accepted is forwarded without loss.
    #[test]
    fn a_search_survives_its_own_query(
        latitude in -90.0..90.0f64, longitude in -180.0..180.0f64, radius in 100..50_001u32,
        limit in 1..201u16, street in "[A-Za-z]{1,20}", form in 0..4u8,
    ) {
        let mut pairs = vec![("country_code", "DE".to_owned()), ("limit", limit.to_string())];
        match form {
            0 => pairs.extend([("latitude", latitude.to_string()), ("longitude", longitude.to_string())]),
            1 => pairs.push(("address", street)),
            2 => pairs.extend([("address_street", street), ("address_house_number", "1".to_owned())]),
            _ => pairs.push(("address_city", street)),
        }
        pairs.push(("radius", radius.to_string()));
        let search = Search::parse(pairs).unwrap();
        prop_assert_eq!(Search::parse(search.to_pairs()).unwrap(), search);
    }
}

/// `"NL" is not a valid country code` was the answer to `NLD`.
#[test]
fn a_wrong_country_is_shown_as_it_was_given() {
    for (given, shown) in [("NLD", "NLD"), ("a-very-long-country", "a-very-lon")] {
        let errors = Search::parse([("country_code", given)]).expect_err("no country");
        let detail = format!("\"{shown}\" is not a valid country code");
        assert_eq!(errors[0].detail, detail);
    }
}

/// They reached Sendcloud, where a NUL is a fault; five of them would have opened its breaker.
#[test]
fn nothing_unwritable_is_sent_on() {
    for (name, value) in [
        ("carrier_shop_type", "\u{0}"),
        ("address_city", "Eind\u{1b}hoven"),
        ("address", "\u{202e}Eindhoven"),
        ("carrier_code", "post nl"),
        ("carrier_code", "a,b"),
        ("carrier_service_point_id", "NL\u{7f}1"),
    ] {
        let refused = Search::parse([("country_code", "NL"), (name, value)]);
        let violations = refused.expect_err(name);
        assert_eq!(violations[0].source.parameter.as_deref(), Some(name));
        assert_eq!(violations[0].code.as_deref(), Some("invalid"));
    }
}

/// Six hundred wrong names were compared with each other and all told.
#[test]
fn reasons_come_to_an_end() {
    let names: Vec<String> = (0..1_000).map(|number| format!("wrong{number}")).collect();
    let pairs = names.iter().map(|name| (name.as_str(), "1"));
    assert_eq!(Search::parse(pairs).expect_err("all are wrong").len(), 20);
}
