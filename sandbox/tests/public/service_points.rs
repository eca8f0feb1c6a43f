//! By id: the documented points exactly, outlook by the clock, and what is no id.

use axum::http::StatusCode;
use sandbox::Sandbox;
use serde_json::json;

use crate::support::{NOON, TestApi, stopped_at};

const DAY: u64 = 86_400;

#[tokio::test]
async fn the_parcel_shop_is_as_documented() {
    let day = json!([{ "start_time": "09:00", "end_time": "17:00" }]);
    let answer = TestApi::new().find(1_000_001).await;
    let expected = json!({ "data": {
        "id": 1_000_001,
        "name": "Stadhuisplein Parcel Shop",
        "carrier": {
            "code": "dhl", "name": "DHL",
            "logo_url": "https://cdn.sendcloud.com/global-media/dhl/img/logo.svg",
            "icon_url": "https://cdn.sendcloud.com/global-media/dhl/img/icon.svg",
        },
        "carrier_service_point_id": "NL-00001",
        "carrier_shop_type": "paketshop",
        "general_shop_type": "servicepoint",
        "address": {
            "street": "Stadhuisplein", "house_number": "1", "postal_code": "5611 EM",
            "city": "Eindhoven", "country_code": "NL",
        },
        "position": { "latitude": 51.438022, "longitude": 5.478543 },
        "contact": { "email": "", "phone": "" },
        "opening_times": {
            "monday": day, "tuesday": day, "wednesday": day, "thursday": day, "friday": day,
            "saturday": null, "sunday": null,
        },
        "is_open_tomorrow": true,
        "next_open_at": "2026-03-12T09:00:00+01:00",
        "is_expired": false,
    }});
    assert_eq!(answer.json, expected);
}

#[tokio::test]
async fn the_locker_is_as_documented() {
    let day = json!([{ "start_time": "10:00", "end_time": "21:00" }]);
    let answer = TestApi::new().find(1_000_002).await;
    let expected = json!({ "data": {
        "id": 1_000_002,
        "name": "Stationsplein Parcel Locker",
        "carrier": {
            "code": "postnl", "name": "PostNL",
            "logo_url": "https://cdn.sendcloud.com/global-media/postnl/img/logo.svg",
            "icon_url": "https://cdn.sendcloud.com/global-media/postnl/img/icon.svg",
        },
        "carrier_service_point_id": "NL-00002",
        "carrier_shop_type": "pakketautomaat",
        "general_shop_type": "locker",
        "address": {
            "street": "Stationsplein", "house_number": "1", "postal_code": "5611 AC",
            "city": "Eindhoven", "country_code": "NL",
        },
        "position": { "latitude": 51.443218, "longitude": 5.4816 },
        "contact": { "email": "", "phone": "" },
        "opening_times": {
            "monday": day, "tuesday": day, "wednesday": day, "thursday": null, "friday": day,
            "saturday": day, "sunday": null,
        },
        "is_open_tomorrow": false,
        "next_open_at": "2026-03-13T10:00:00+01:00",
        "is_expired": false,
    }});
    assert_eq!(answer.json, expected);
}

#[tokio::test]
async fn the_next_opening_goes_over_the_weekend_and_into_summer_time() {
    let at = async |seconds| {
        let sandbox = Sandbox::default();
        let router = sandbox::router(sandbox.with_clock(stopped_at(seconds)));
        let answer = TestApi { router }.find(1_000_001).await;
        let point = &answer.json["data"];
        (
            point["is_open_tomorrow"].clone(),
            point["next_open_at"].clone(),
        )
    };
    // Before it opens on the same day, 08:30 local time.
    let early = NOON - 4 * 3600 - 1800;
    assert_eq!(
        at(early).await,
        (json!(true), json!("2026-03-11T09:00:00+01:00"))
    );
    // Friday evening: nothing tomorrow, Monday next.
    let friday = NOON + 2 * DAY + 6 * 3600;
    assert_eq!(
        at(friday).await,
        (json!(false), json!("2026-03-16T09:00:00+01:00"))
    );
    // Saturday 28 March: summer time begins in the night.
    let summer = NOON + 17 * DAY;
    assert_eq!(
        at(summer).await,
        (json!(false), json!("2026-03-30T09:00:00+02:00"))
    );
}

#[tokio::test]
async fn times_are_local_at_the_point() {
    let api = TestApi::new();
    for (country, offset) in [
        ("GB", "+00:00"),
        ("PT", "+00:00"),
        ("IE", "+00:00"),
        ("DE", "+01:00"),
        ("FI", "+02:00"),
        ("GR", "+02:00"),
    ] {
        let answer = api
            .search(&[
                ("country_code", country),
                ("use_integration_carriers", "true"),
            ])
            .await;
        let times: Vec<&str> = answer
            .results()
            .iter()
            .filter_map(|point| point["next_open_at"].as_str())
            .collect();
        assert!(times.len() > 50, "{country}");
        assert!(
            times.iter().all(|time| time.ends_with(offset)),
            "{country} {times:?}"
        );
    }
    // The Canary Islands are an hour behind the rest of Spain.
    let islands = [
        ("country_code", "ES"),
        ("use_integration_carriers", "true"),
        ("address", "Las Palmas"),
        ("limit", "20"),
    ];
    let answer = api.search(&islands).await;
    let times = answer
        .results()
        .iter()
        .filter_map(|point| point["next_open_at"].as_str());
    assert!(times.into_iter().all(|time| time.ends_with("+00:00")));
}

#[tokio::test]
async fn what_does_not_exist_is_not_found() {
    let api = TestApi::new();
    for path in ["1", "1000003", "9007199254740993", "9223372036854775807"] {
        for (method, suffix) in [("GET", ""), ("POST", "/check-availability")] {
            let path = format!("/api/v3/service-points/{path}{suffix}");
            let answer = api.ask(method, &path).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
            let detail = "The service point could not be found";
            assert_eq!(answer.error(), ("404", Some("not_found"), None, detail));
        }
    }
}

#[tokio::test]
async fn what_is_no_id_is_invalid() {
    let api = TestApi::new();
    for id in ["0", "-1", "abc", "1.5"] {
        let answer = api
            .ask("GET", &format!("/api/v3/service-points/{id}"))
            .await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{id}");
        assert_eq!(answer.error().2, Some("service_point_id"));
    }
}

#[tokio::test]
async fn the_availability_of_a_fresh_point_is_good() {
    let answer = TestApi::new().check(1_000_002).await;
    assert_eq!(answer.json, json!({ "data": { "is_available": true } }));
}

#[tokio::test]
async fn other_methods_and_paths_answer_in_the_envelope() {
    let api = TestApi::new();
    let answer = api.ask("DELETE", "/api/v3/service-points").await;
    assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(answer.error().0, "405");
    let answer = api.ask("GET", "/api/v3/parcels").await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert_eq!(answer.error().0, "404");
}
