//! Searches and readings by id: v3 in, v3 out, the shop's rules in between.

use std::sync::{Arc, Mutex};

use axum::Json;
use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

use crate::support::{PUBLIC_KEY, SECRET_KEY, TestApp, upstream};

/// What a call looked like when it reached Sendcloud.
#[derive(Clone, Debug, Default)]
struct Call {
    uri: String,
    authorization: String,
    cookie: bool,
}

/// A proxy before an upstream that writes down its calls and finds nothing.
async fn recorded(variables: &[(&str, &str)]) -> (TestApp, Arc<Mutex<Vec<Call>>>) {
    let calls: Arc<Mutex<Vec<Call>>> = Arc::default();
    let seen = calls.clone();
    let address = upstream::always(move |request: Request| {
        let text = |name| {
            let value = request.headers().get(name);
            value
                .map_or("", |value| value.to_str().expect("text"))
                .to_owned()
        };
        seen.lock().expect("no panic").push(Call {
            uri: request.uri().to_string(),
            authorization: text(header::AUTHORIZATION),
            cookie: request.headers().contains_key(header::COOKIE),
        });
        async { Json(json!({"data": {"results": [], "geocoding": null}})).into_response() }
    })
    .await;
    (TestApp::on(address, variables), calls)
}

fn only(calls: &Mutex<Vec<Call>>) -> Call {
    let calls = calls.lock().expect("no panic");
    assert_eq!(calls.len(), 1, "{calls:?}");
    calls[0].clone()
}

#[tokio::test]
async fn a_search_reaches_sendcloud_with_v3s_parameters_and_the_keys() {
    let (app, calls) = recorded(&[]).await;
    let uri = "/api/v3/service-points?shop=default&country_code=nl&address_street=Stadhuisplein\
               &address_house_number=10&carrier_code=postnl&carrier_code=dhl&radius=2000";
    let headers = [
        ("cookie", "session=1"),
        ("authorization", "Bearer of-the-browser"),
    ];
    let answer = app.send_from(axum::http::Method::GET, uri, &headers).await;
    assert_eq!(answer.status, StatusCode::OK);
    let call = only(&calls);
    assert_eq!(
        call.uri,
        "/api/v3/service-points?country_code=NL&carrier_code=dhl&carrier_code=postnl\
         &address_street=Stadhuisplein&address_house_number=10&radius=2000&limit=100"
    );
    let encoded = STANDARD.encode(format!("{PUBLIC_KEY}:{SECRET_KEY}"));
    assert_eq!(call.authorization, format!("Basic {encoded}"));
    assert!(!call.cookie);
}

#[tokio::test]
async fn the_shop_says_whose_points_where_the_page_does_not() {
    let uri = "/api/v3/service-points?country_code=NL";
    let (app, calls) = recorded(&[]).await;
    app.get(uri).await;
    assert!(only(&calls).uri.contains("use_integration_carriers=true"));

    let list = [("PICKER_CARRIERS", "postnl,dhl")];
    for asked in [uri, &format!("{uri}&use_integration_carriers=true")] {
        let (app, calls) = recorded(&list).await;
        app.get(asked).await;
        let call = only(&calls);
        assert!(
            call.uri.contains("carrier_code=dhl&carrier_code=postnl"),
            "{}",
            call.uri
        );
        assert!(
            !call.uri.contains("use_integration_carriers"),
            "{}",
            call.uri
        );
    }
}

/// The quota is the shop's: what cannot be answered is refused before it costs any.
#[tokio::test]
async fn what_the_shop_does_not_offer_is_refused_without_a_call() {
    let variables = [("PICKER_CARRIERS", "postnl"), ("PICKER_COUNTRIES", "NL")];
    let (app, calls) = recorded(&variables).await;
    let table = [
        ("country_code=BE", "country_code", "invalid_choice"),
        (
            "country_code=NL&carrier_code=dhl",
            "carrier_code",
            "invalid_choice",
        ),
        ("", "country_code", "required"),
        ("country_code=NL&radius=5", "radius", "validation_error"),
        ("country_code=NL&limit=1000", "limit", "invalid"),
        (
            "country_code=NL&access_token=x",
            "access_token",
            "unknown_field",
        ),
    ];
    for (query, parameter, code) in table {
        let answer = app.get(&format!("/api/v3/service-points?{query}")).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{query}");
        let error = answer.error();
        assert_eq!(error["source"]["parameter"], parameter, "{query}");
        assert_eq!(error["code"], code, "{query}");
    }
    assert!(calls.lock().expect("no panic").is_empty());
}

/// An address is the shopper's: its answer may stay in no cache on the way.
#[tokio::test]
async fn answers_to_an_address_are_not_kept() {
    let (app, _) = recorded(&[]).await;
    for (query, kept) in [
        ("address=Stadhuisplein+10", "no-store"),
        ("address_postal_code=5611EM", "no-store"),
        ("latitude=51.44&longitude=5.47", "private, max-age="),
    ] {
        let uri = format!("/api/v3/service-points?country_code=NL&{query}");
        let answer = app.get(&uri).await;
        assert_eq!(answer.status, StatusCode::OK, "{query}");
        let control = answer.header("cache-control").unwrap_or_default();
        assert!(control.starts_with(kept), "{query}: {control}");
    }
}

#[tokio::test]
async fn the_documented_points_are_found_by_their_address() {
    let app = TestApp::on_sandbox().await;
    let uri = "/api/v3/service-points?country_code=NL&carrier_code=postnl\
               &address=Stadhuisplein+10,+5611+EM+Eindhoven";
    let answer = app.get(uri).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let data = &answer.json()["data"];
    assert_eq!(data["geocoding"]["status"], "matched");
    let results = data["results"].as_array().expect("a list");
    let point = results.iter().find(|point| point["id"] == 1_000_002);
    let point = point.expect("the documented locker is near");
    assert_eq!(point["name"], "Stationsplein Parcel Locker");
    assert!(point["distance"].is_u64(), "{point}");
}

#[tokio::test]
async fn a_point_is_read_by_its_id() {
    let app = TestApp::on_sandbox().await;
    let answer = app.get("/api/v3/service-points/1000002").await;
    assert_eq!(answer.status, StatusCode::OK);
    let point = &answer.json()["data"];
    assert_eq!(point["id"], 1_000_002);
    assert_eq!(point.get("distance"), None::<&Value>);
    // The last two were taken, each for another address of the same answer.
    let none = ["0", "-1", "9007199254740992", "1e3", "abc", "4", "%ff"];
    for id in none.into_iter().chain(["+1000002", "0001000002"]) {
        let answer = app.get(&format!("/api/v3/service-points/{id}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{id}");
        assert_eq!(answer.error()["code"], "not_found", "{id}");
    }
}
