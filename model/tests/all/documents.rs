//! Answers of v3: valid ones survive unchanged, damaged ones lose as little as possible.

use model::{
    Distance, ErrorEnvelope, GeocodingStatus, decode_search_results, decode_service_point,
};
use proptest::prelude::*;
use serde_json::{Value, json};

/// The values that Sendcloud's own documentation shows.
fn documented_point() -> Value {
    json!({
        "id": 1_000_002, "name": "Stationsplein Parcel Locker",
        "carrier": {
            "code": "postnl", "name": "PostNL",
            "logo_url": "https://cdn.sendcloud.com/global-media/postnl/img/logo.svg",
            "icon_url": null,
        },
        "carrier_service_point_id": "NL-00002",
        "carrier_shop_type": "pakketautomaat", "general_shop_type": "locker",
        "address": {
            "street": "Stationsplein", "house_number": "1", "postal_code": "5611 AC",
            "city": "Eindhoven", "country_code": "NL",
        },
        "position": {"latitude": 51.443_218, "longitude": 5.4816},
        "contact": {"email": "", "phone": ""},
        "opening_times": {
            "monday": [{"start_time": "10:00", "end_time": "21:00"}], "tuesday": null,
            "wednesday": null, "thursday": null, "friday": null, "saturday": null, "sunday": null,
        },
        "is_open_tomorrow": false, "next_open_at": "2026-03-13T10:00:00+01:00",
        "is_expired": false, "distance": 919,
    })
}

fn list(points: &[Value], geocoding: &Value) -> String {
    json!({"data": {"results": points, "geocoding": geocoding}}).to_string()
}

#[test]
fn a_point_by_id_has_no_distance_and_gets_none() {
    let mut document = documented_point();
    document.as_object_mut().unwrap().remove("distance");
    let point = decode_service_point(&json!({"data": document}).to_string()).unwrap();
    assert_eq!(point.distance, Distance::Absent);
    assert_eq!(serde_json::to_value(&point).unwrap(), document);
}

#[test]
fn a_gap_costs_its_field_and_not_the_point() {
    for field in [
        "name",
        "carrier_service_point_id",
        "carrier_shop_type",
        "general_shop_type",
        "address",
        "contact",
        "opening_times",
        "is_open_tomorrow",
        "next_open_at",
        "is_expired",
        "distance",
    ] {
        for damage in [
            None,
            Some(Value::Null),
            Some(json!([1])),
            Some(json!({"a": 1})),
            Some(json!(-7.5)),
        ] {
            let mut point = documented_point();
            match &damage {
                None => drop(point.as_object_mut().unwrap().remove(field)),
                Some(damage) => point[field] = damage.clone(),
            }
            let decoded = decode_search_results(&list(&[point], &Value::Null)).unwrap();
            assert_eq!(decoded.dropped, 0, "{field}: {damage:?}");
            assert_eq!(decoded.results.results[0].id.get(), 1_000_002);
        }
    }
}

#[test]
fn a_point_without_its_core_is_dropped_alone() {
    for pointer in [
        "/id",
        "/carrier",
        "/carrier/code",
        "/position",
        "/position/latitude",
    ] {
        for damage in [Value::Null, json!(""), json!({}), json!(-1)] {
            let is_still_a_number = pointer == "/position/latitude" && damage == json!(-1);
            if is_still_a_number {
                continue;
            }
            let mut damaged = documented_point();
            *damaged.pointer_mut(pointer).unwrap() = damage.clone();
            let body = list(&[documented_point(), damaged], &Value::Null);
            let decoded = decode_search_results(&body).unwrap();
            let found = (decoded.results.results.len(), decoded.dropped);
            assert_eq!(found, (1, 1), "{pointer}: {damage}");
        }
    }
}

#[test]
fn what_v3_adds_later_is_kept_or_ignored() {
    let mut point = documented_point();
    point["general_shop_type"] = json!("drone_pad");
    point["capacity"] = json!({"free": 3});
    let geocoding =
        json!({"status": "guessed", "precision": "planet", "formatted_address": "Earth"});
    let results = decode_search_results(&list(&[point], &geocoding))
        .unwrap()
        .results;
    let kind = results.results[0].general_shop_type.as_ref().unwrap();
    assert_eq!(kind.as_str(), "drone_pad");
    let geocoding = results.geocoding.unwrap();
    assert_eq!(geocoding.status, GeocodingStatus::PartiallyMatched);
    assert_eq!(geocoding.precision.as_deref(), Some("planet"));
}

#[test]
fn a_missing_geocoding_is_none() {
    let body = r#"{"data":{"results":[]}}"#;
    assert_eq!(decode_search_results(body).unwrap().results.geocoding, None);
}

fn text() -> impl Strategy<Value = String> {
    proptest::string::string_regex("[ -~äøßéλ€日]{0,24}").expect("a pattern")
}

fn time() -> impl Strategy<Value = String> {
    (0..24u8, 0..60u8).prop_map(|(hour, minute)| format!("{hour:02}:{minute:02}"))
}

fn day() -> impl Strategy<Value = Value> {
    let range =
        (time(), time()).prop_map(|(start, end)| json!({"start_time": start, "end_time": end}));
    prop_oneof![
        1 => Just(Value::Null),
        4 => prop::collection::vec(range, 1..4).prop_map(Value::from),
    ]
}

fn nullable(text: impl Strategy<Value = String>) -> impl Strategy<Value = Value> {
    prop::option::of(text).prop_map(Value::from)
}

prop_compose! {
    /// Any point that the contract allows.
    fn point()(
        id in 1..(1u64 << 53),
        texts in prop::collection::vec(text(), 9),
        code in "[a-z_]{1,16}",
        types in (nullable(text()), nullable(text()), nullable(text()), nullable(text())),
        position in (-90.0..90.0f64, -180.0..180.0f64),
        days in prop::collection::vec(day(), 7),
        flags in any::<(bool, bool)>(),
        next_open_at in nullable("2026-0[1-9]-1[0-9]T[01][0-9]:00:00\\+0[0-3]:00".prop_map(String::from)),
        distance in prop::option::of(0..50_000u32),
    ) -> Value {
        json!({
            "id": id, "name": texts[0],
            "carrier": {"code": code, "name": texts[1], "logo_url": types.0, "icon_url": types.1},
            "carrier_service_point_id": texts[2],
            "carrier_shop_type": types.2, "general_shop_type": types.3,
            "address": {
                "street": texts[3], "house_number": texts[4], "postal_code": texts[5],
                "city": texts[6], "country_code": "NL",
            },
            "position": {"latitude": position.0, "longitude": position.1},
            "contact": {"email": texts[7], "phone": texts[8]},
            "opening_times": {
                "monday": days[0], "tuesday": days[1], "wednesday": days[2], "thursday": days[3],
                "friday": days[4], "saturday": days[5], "sunday": days[6],
            },
            "is_open_tomorrow": flags.0, "next_open_at": next_open_at, "is_expired": flags.1,
            "distance": distance,
        })
    }
}

fn geocoding() -> impl Strategy<Value = Value> {
    let statuses = vec!["matched", "partially_matched", "not_found"];
    let found = (prop::sample::select(statuses), nullable(text()), nullable(text())).prop_map(
        |(status, precision, address)| json!({"status": status, "precision": precision, "formatted_address": address}),
    );
    prop_oneof![Just(Value::Null), found]
}

proptest! {
    #[test]
    fn any_valid_list_survives_decode_and_encode(
        points in prop::collection::vec(point(), 0..4), geocoding in geocoding(),
    ) {
        let body = list(&points, &geocoding);
        let decoded = decode_search_results(&body).unwrap();
        prop_assert_eq!(decoded.dropped, 0);
        let encoded = json!({"data": serde_json::to_value(&decoded.results).unwrap()});
        prop_assert_eq!(encoded, serde_json::from_str::<Value>(&body).unwrap());
    }

    #[test]
    fn no_body_panics(body in any::<String>()) {
        let _ = decode_search_results(&body);
        let _ = decode_service_point(&body);
        let _ = ErrorEnvelope::decode(&body);
    }

    /// A good document with a hole torn into it anywhere.
    #[test]
    fn no_damaged_body_panics(cut in 0..900usize, insert in text()) {
        let mut body = list(&[documented_point()], &Value::Null);
        let at = cut.min(body.len());
        if body.is_char_boundary(at) {
            body.insert_str(at, &insert);
        }
        let _ = decode_search_results(&body);
    }
}
