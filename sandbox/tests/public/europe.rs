//! The procedural Europe: every country, every point.

use model::{Search, ServicePoint, decode_search_results, decode_service_point};
use proptest::prelude::*;
use regex_lite::Regex;
use sandbox::Sandbox;

use crate::support::{NOON, TestApi, stopped_at};

/// Country, pattern of its postal codes, a city or postal code to search at.
const COUNTRIES: &[(&str, &str, &str)] = &[
    ("AD", "AD[1-7]00", "AD500"),
    ("AT", r"[1-9]\d{3}", "1010"),
    ("BE", r"[1-9]\d{3}", "1000"),
    ("BG", r"[1-9]\d{3}", "1000"),
    ("CH", r"[1-9]\d{3}", "8001"),
    ("CY", r"\d{4}", "1010"),
    ("CZ", r"[1-7]\d{2} ?\d{2}", "110 00"),
    ("DE", r"\d{5}", "10115"),
    ("DK", r"\d{4}", "1050"),
    ("EE", r"[1-9]\d{4}", "10111"),
    ("ES", r"[0-5]\d{4}", "28013"),
    ("FI", r"\d{5}", "00100"),
    ("FR", r"\d{5}", "75001"),
    ("GB", r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}", "SW1A 1AA"),
    ("GR", r"[1-8]\d{2} ?\d{2}", "105 57"),
    ("HR", r"[1-5]\d{4}", "10000"),
    ("HU", r"[1-9]\d{3}", "1051"),
    (
        "IE",
        r"[AC-FHKNPRTV-Y]\d[\dW] ?[\dAC-FHKNPRTV-Y]{4}",
        "D02 AF30",
    ),
    ("IS", r"\d{3}", "101"),
    ("IT", r"\d{5}", "00184"),
    ("LI", r"94[89]\d", "9490"),
    ("LT", r"(LT-)?\d{5}", "LT-01103"),
    ("LU", r"(L-)?[1-9]\d{3}", "L-1111"),
    ("LV", r"(LV-)?\d{4}", "LV-1050"),
    ("MC", r"980\d{2}", "98000"),
    ("MT", r"[A-Z]{3} ?\d{4}", "VLT 1117"),
    ("NL", r"[1-9]\d{3} ?[A-Z]{2}", "5611 EM"),
    ("NO", r"\d{4}", "0150"),
    ("PL", r"\d{2}-?\d{3}", "00-001"),
    ("PT", r"[1-9]\d{3}(-\d{3})?", "1100-148"),
    ("RO", r"\d{6}", "010011"),
    ("SE", r"[1-9]\d{2} ?\d{2}", "111 20"),
    ("SI", r"(SI-)?[1-9]\d{3}", "1000"),
    ("SK", r"[089]\d{2} ?\d{2}", "811 01"),
    ("SM", r"4789\d", "47890"),
    ("UA", r"\d{5}", "01001"),
];

async fn points_near(country: &str, address: &str) -> Vec<ServicePoint> {
    let parameters = [
        ("country_code", country),
        ("use_integration_carriers", "true"),
        ("address", address),
        ("limit", "200"),
    ];
    let answer = TestApi::new().search(&parameters).await;
    let decoded = decode_search_results(&answer.text).expect("a list");
    assert_eq!(decoded.dropped, 0, "{country}");
    decoded.results.results
}

#[tokio::test]
async fn every_country_has_points_with_its_own_postal_codes() {
    for (country, pattern, code) in COUNTRIES {
        let pattern = Regex::new(&format!("^{pattern}$")).expect("a pattern");
        let points = points_near(country, code).await;
        assert!(points.len() >= 8, "{country}: {}", points.len());
        for point in points {
            let address = &point.address;
            assert!(
                pattern.is_match(&address.postal_code),
                "{country} {}",
                address.postal_code
            );
            assert_eq!(address.country_code, *country);
            assert!(
                !point.name.is_empty() && !address.street.is_empty() && !address.city.is_empty()
            );
            assert!(point.id.get() >= 1_000_001, "{country}");
            if *country == "NL" {
                let forbidden = ["SA", "SD", "SS"];
                assert!(
                    !forbidden
                        .iter()
                        .any(|end| address.postal_code.ends_with(end))
                );
            }
        }
    }
}

/// A postal code as shown on a point leads back to where the point stands.
#[tokio::test]
async fn a_points_postal_code_is_near_the_point() {
    for (country, code) in [
        ("NL", "5611 EM"),
        ("DE", "50667"),
        ("FR", "69002"),
        ("PL", "31-042"),
    ] {
        let points = points_near(country, code).await;
        let point = &points[points.len() / 2];
        let around = points_near(country, &point.address.postal_code).await;
        let found = around.iter().find(|near| near.id == point.id);
        let metres = found.and_then(|near| near.distance.metres());
        assert!(
            metres.is_some_and(|metres| metres < 4_000),
            "{country} {metres:?}"
        );
    }
}

/// All that carriers report must occur somewhere, or nobody tests against it.
#[tokio::test]
async fn every_kind_of_point_occurs() {
    let mut points = Vec::new();
    for (country, address) in [
        ("NL", "Amsterdam"),
        ("DE", "Berlin"),
        ("ES", "Madrid"),
        ("IT", "Roma"),
        ("FR", "Lyon"),
        ("GB", "Leeds"),
    ] {
        points.extend(points_near(country, address).await);
    }
    let has =
        |test: &dyn Fn(&ServicePoint) -> bool| points.iter().filter(|point| test(point)).count();
    let times = |point: &ServicePoint| serde_json::to_string(&point.opening_times).expect("times");
    for kind in ["servicepoint", "locker", "post_office", "carrier_depot"] {
        let count = has(&|point| {
            point
                .general_shop_type
                .as_ref()
                .is_some_and(|own| own.as_str() == kind)
        });
        assert!(count > 5, "{kind}: {count}");
    }
    assert!(has(&|point| point.general_shop_type.is_none()) > 5);
    assert!(has(&|point| point.carrier_shop_type.is_none()) > 100);
    assert!(has(&|point| point.opening_times.is_always_open()) > 50);
    assert!(has(&|point| point.opening_times.is_unknown() && point.next_open_at.is_none()) > 3);
    assert!(has(&|point| times(point).contains("\"18:00\",\"end_time\":\"01:00\"")) > 3);
    assert!(has(&|point| times(point).contains("\"17:00\",\"end_time\":\"20:30\"")) > 10);
    assert!(
        has(&|point| {
            let times = times(point);
            times.contains("\"wednesday\":null") && !times.contains("\"monday\":null")
        }) > 3
    );
    assert!(has(&|point| point.contact.email.ends_with("@example.com")) > 50);
    assert!(has(&|point| point.contact.phone.is_empty()) > 50);
}

/// In every hundred some have expired: by id they are there, in no area.
#[tokio::test]
async fn expired_points_are_reachable_by_id_only() {
    let api = TestApi::new();
    let points = points_near("DE", "Berlin").await;
    let listed: Vec<u64> = points.iter().map(|point| point.id.get()).collect();
    let (first, last) = (
        listed.iter().min().expect("ids"),
        listed.iter().max().expect("ids"),
    );
    let mut expired = 0;
    for id in (*first..*last)
        .step_by(32)
        .chain(listed.iter().flat_map(|id| [id - 1, id + 1]))
    {
        let answer = api.find(id).await;
        if answer.json["data"]["is_expired"] == true {
            assert!(!listed.contains(&id));
            assert_eq!(api.check(id).await.json["data"]["is_available"], false);
            expired += 1;
        }
        if expired == 3 {
            return;
        }
    }
    panic!("only {expired} expired points");
}

#[tokio::test]
async fn the_open_sea_is_empty() {
    let api = TestApi::new();
    for (country, latitude, longitude) in [
        ("NL", "52.6", "4.0"),
        ("PT", "38.6", "-9.7"),
        ("GB", "51.9", "2.3"),
        ("DE", "54.4", "7.6"),
        ("ES", "41.2", "2.6"),
        ("FR", "46.0", "-2.5"),
        ("IT", "43.5", "9.2"),
        ("SE", "58.0", "20.2"),
        ("GR", "36.2", "24.0"),
        ("NL", "52.75", "5.3"),
    ] {
        let parameters = [
            ("country_code", country),
            ("use_integration_carriers", "true"),
            ("latitude", latitude),
            ("longitude", longitude),
            ("radius", "8000"),
        ];
        let answer = api.search(&parameters).await;
        assert!(
            answer.results().is_empty(),
            "{country} {latitude} {longitude}"
        );
    }
}

#[tokio::test]
async fn the_countryside_is_sparse_but_not_empty() {
    let parameters = [
        ("country_code", "FR"),
        ("use_integration_carriers", "true"),
        ("latitude", "46.75"),
        ("longitude", "1.2"),
        ("radius", "15000"),
        ("limit", "200"),
    ];
    let answer = TestApi::new().search(&parameters).await;
    assert!(
        (3..150).contains(&answer.results().len()),
        "{}",
        answer.results().len()
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever a search shows, reading it by its id gives the same point.
    #[test]
    fn a_listed_point_is_the_point_by_id(
        country in proptest::sample::select(COUNTRIES),
        offset_north in -0.05..0.05_f64,
        offset_east in -0.05..0.05_f64,
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let router = sandbox::router(Sandbox::default().with_clock(stopped_at(NOON)));
            let api = TestApi { router };
            let (code, _, place) = country;
            let near = api
                .search(&[("country_code", code), ("use_integration_carriers", "true"), ("address", place)])
                .await;
            let position = &near.results()[0]["position"];
            let degrees = |name: &str, offset: f64| {
                (position[name].as_f64().expect("degrees") + offset).to_string()
            };
            let (latitude, longitude) = (degrees("latitude", offset_north), degrees("longitude", offset_east));
            let parameters = [
                ("country_code", code),
                ("use_integration_carriers", "true"),
                ("latitude", latitude.as_str()),
                ("longitude", longitude.as_str()),
                ("limit", "9"),
            ];
            let answer = api.search(&parameters).await;
            for listed in decode_search_results(&answer.text).expect("a list").results.results {
                let single = api.find(listed.id.get()).await;
                let single = decode_service_point(&single.text).expect("a point");
                let without_distance = ServicePoint { distance: model::Distance::Absent, ..listed };
                assert_eq!(single, without_distance);
            }
        });
    }

    /// No query panics, and every answer is v3's.
    #[test]
    fn any_query_has_an_answer(
        name in "(address|address_city|address_street|latitude|radius|limit|carrier_code)",
        value in "\\PC{0,40}",
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let parameters = [("country_code", "DE"), ("use_integration_carriers", "true"), (name.as_str(), value.as_str())];
            prop_assume!(!value.to_lowercase().contains("magic"));
            let answer = TestApi::new().search(&parameters).await;
            assert_eq!(answer.status == 200, Search::parse(parameters).is_ok());
            assert!(answer.json["data"].is_object() || answer.json["errors"].is_array());
            Ok(())
        })?;
    }
}
