//! v2's two lists of what ships there.

use axum::{body::Body, http::Request, http::StatusCode};
use sandbox::{CallClass, Fault, Faults, Journal, RetryAfter, Sandbox};
use serde_json::{Value, json};

use super::{packstation, v2_error};
use crate::support::wire::{ask, serve};
use crate::support::{TestApi, send};

const LOCKER: &str = "/api/v2/shipping_methods?service_point_id=1000002";
const PRODUCTS: &str = "/api/v2/shipping-products?from_country=NL&to_country=NL";

/// The methods that need a service point.
fn required(list: &Value) -> Vec<&Value> {
    let methods = list["shipping_methods"].as_array().expect("a list");
    let required = methods
        .iter()
        .filter(|method| method["service_point_input"] == "required");
    required.collect()
}

#[tokio::test]
async fn the_methods_of_a_point_are_its_carriers() {
    let answer = TestApi::new().ask("GET", LOCKER).await;
    let methods = required(&answer.json);
    assert!(!methods.is_empty(), "{answer:?}");
    for method in methods {
        assert_eq!(method["carrier"], "postnl");
        assert_eq!(method["countries"][0]["iso_2"], "NL");
        assert!(method["id"].is_u64() && method["name"].is_string());
        let kilograms = |name: &str| method[name].as_str().and_then(|text| text.parse().ok());
        let range: (Option<f64>, Option<f64>) = (kilograms("min_weight"), kilograms("max_weight"));
        assert!(range.0.is_some() && range.0 < range.1, "{method}");
    }
}

/// The guide's own example is a letter here, as it is in Sendcloud's other examples.
#[tokio::test]
async fn the_guides_method_8_goes_to_no_point() {
    let answer = TestApi::new().ask("GET", LOCKER).await;
    let letter = &answer.json["shipping_methods"][0];
    assert_eq!(
        (&letter["id"], &letter["service_point_input"]),
        (&json!(8), &json!("none"))
    );
}

#[tokio::test]
async fn products_are_filtered_by_carrier_last_mile_and_weight() {
    let api = TestApi::new();
    let path =
        format!("{PRODUCTS}&carrier=postnl&weight=5&weight_unit=kilogram&last_mile=service_point");
    let answer = api.ask("GET", &path).await;
    let products = answer.json.as_array().expect("a bare list");
    assert_eq!(products.len(), 1, "{answer:?}");
    let product = &products[0];
    assert_eq!(product["code"], "postnl:pakjegemak");
    assert_eq!(product["service_points_carrier"], "postnl");
    assert_eq!(product["methods"].as_array().map(Vec::len), Some(1));
    let range = &product["methods"][0]["properties"];
    assert!(
        range["min_weight"].as_u64() <= Some(5_000) && Some(5_000) < range["max_weight"].as_u64()
    );

    let all = api.ask("GET", PRODUCTS).await;
    assert!(
        all.json
            .as_array()
            .is_some_and(|all| all.len() > products.len())
    );
}

/// Shops that filter by `service_point` alone find nothing for a Packstation.
#[tokio::test]
async fn what_goes_to_shops_may_not_go_to_lockers() {
    let api = TestApi::new();
    let id = packstation(&api).await;
    let methods = api
        .ask(
            "GET",
            &format!("/api/v2/shipping_methods?service_point_id={id}"),
        )
        .await;
    let ids: Vec<&Value> = required(&methods.json)
        .iter()
        .map(|method| &method["id"])
        .collect();
    let of = async |last_mile: &str| {
        let path = format!(
            "/api/v2/shipping-products?from_country=DE&to_country=DE&carrier=dhl_de&last_mile={last_mile}"
        );
        let list = api.ask("GET", &path).await.json;
        let methods = list[0]["methods"].as_array().expect("methods").clone();
        methods.iter().any(|method| ids.contains(&&method["id"]))
    };
    assert!(!of("service_point").await);
    assert!(of("locker").await);
}

#[tokio::test]
async fn v2_refuses_in_its_own_words() {
    let api = TestApi::new();
    for (path, named) in [
        ("shipping_methods?service_point_id=one", "service_point_id"),
        (
            "shipping_methods?service_point_id=1000404",
            "service_point_id",
        ),
        ("shipping-products?to_country=NL", "from_country"),
        ("shipping-products?from_country=XX", "from_country"),
        (
            "shipping-products?from_country=NL&to_country=XX",
            "to_country",
        ),
        ("shipping-products?from_country=NL&weight=5", "weight_unit"),
        (
            "shipping-products?from_country=NL&weight_unit=gram",
            "weight",
        ),
        (
            "shipping-products?from_country=NL&weight=-1&weight_unit=gram",
            "weight",
        ),
        (
            "shipping-products?from_country=NL&weight=1&weight_unit=stone",
            "weight_unit",
        ),
        (
            "shipping-products?from_country=NL&last_mile=drone",
            "last_mile",
        ),
    ] {
        let answer = api.ask("GET", &format!("/api/v2/{path}")).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{path}");
        let (code, message) = v2_error(&answer);
        assert_eq!(code, 400);
        assert!(
            message.starts_with(&format!("{named}: ")),
            "{path}: {message}"
        );
    }
    let unknown = api.ask("GET", "/api/v2/returns").await;
    assert_eq!(v2_error(&unknown).0, 404);
    let method = api.ask("DELETE", "/api/v2/parcels").await;
    assert_eq!(v2_error(&method).0, 405);
}

#[tokio::test]
async fn v2_has_the_same_keys_limits_faults_and_journal() {
    let (faults, journal) = (Faults::none(), Journal::default());
    let sandbox = Sandbox::default()
        .with_faults(&faults)
        .with_journal(&journal);
    let api = TestApi::of(sandbox.with_rate_limits());

    let stranger = Request::get(LOCKER).body(Body::empty()).unwrap();
    let refused = send(&api.router, stranger).await;
    assert_eq!(v2_error(&refused).0, 401);
    assert!(refused.headers.contains_key("www-authenticate"));

    faults.set(Fault::TooManyRequests(RetryAfter::Seconds(3)).times(1));
    let refused = api.ask("GET", LOCKER).await;
    assert_eq!(v2_error(&refused).0, 429);
    assert_eq!(refused.headers["retry-after"], "3");

    assert_eq!(journal.count(CallClass::Get), 2);
    assert_eq!(journal.calls()[0].path, "/api/v2/shipping_methods");

    for _ in 0..15 {
        api.ask("POST", "/api/v2/parcels").await;
    }
    assert_eq!(v2_error(&api.ask("POST", "/api/v2/parcels").await).0, 429);
}

/// What a fault broke is not mended on its way out.
#[tokio::test]
async fn half_a_refusal_stays_half() {
    let faults = Faults::none();
    let address = serve(Sandbox::default().with_faults(&faults)).await;
    faults.set(Fault::HalfBody);
    let refused = ask(address, "GET /api/v2/shipping-products").await;
    assert_eq!(refused.status(), 400);
    assert!(refused.body().starts_with(b"{\"error\":"), "{refused:?}");
    let length = refused
        .header("content-length")
        .and_then(|text| text.parse().ok());
    assert_eq!(
        Some(refused.body().len()),
        length.map(|length: usize| length / 2)
    );
}
