//! Carrier logos: what the points' addresses lead to.

use std::collections::HashMap;

use axum::{body::Body, http::Request, http::StatusCode};
use serde_json::Value;

use crate::support::{Answer, TestApi, send};

const CDN: &str = "https://cdn.sendcloud.com";

async fn fetch(api: &TestApi, path: &str) -> Answer {
    let request = Request::get(path).body(Body::empty());
    send(&api.router, request.expect("a request")).await
}

/// Every carrier met in some cities, with its two addresses.
async fn carriers(api: &TestApi) -> HashMap<String, Value> {
    let mut carriers = HashMap::new();
    for (country, code) in [
        ("NL", "5611 EM"),
        ("ES", "28013"),
        ("GB", "SW1A 1AA"),
        ("AT", "1010"),
    ] {
        let parameters = [
            ("country_code", country),
            ("use_integration_carriers", "true"),
            ("address_postal_code", code),
            ("limit", "200"),
        ];
        for point in api.search(&parameters).await.results() {
            let carrier = &point["carrier"];
            let code = carrier["code"].as_str().expect("a code").to_owned();
            carriers.insert(code, carrier.clone());
        }
    }
    carriers
}

#[tokio::test]
async fn the_addresses_of_points_lead_to_pictures() {
    let api = TestApi::new();
    let allowed = regex_lite::Regex::new(r"^/global-media/[A-Za-z0-9_/-]+\.svg$").unwrap();
    let carriers = carriers(&api).await;
    assert!(carriers.len() > 15, "{carriers:?}");
    let urls = carriers
        .values()
        .flat_map(|carrier| [carrier["logo_url"].as_str(), carrier["icon_url"].as_str()]);
    for url in urls.flatten() {
        let path = url.strip_prefix(CDN).expect("on Sendcloud's own host");
        assert!(allowed.is_match(path), "{path}");
        let picture = fetch(&api, path).await;
        assert_eq!(picture.status, StatusCode::OK, "{path}");
        assert_eq!(picture.headers["content-type"], "image/svg+xml");
        let is_svg = picture.text.starts_with("<svg ") && picture.text.ends_with("</svg>");
        assert!(is_svg, "{}", picture.text);
    }
}

#[tokio::test]
async fn carriers_differ_and_some_have_no_picture() {
    let api = TestApi::new();
    let carriers = carriers(&api).await;
    let dhl = fetch(&api, "/global-media/dhl/img/icon.svg").await;
    let postnl = fetch(&api, "/global-media/postnl/img/icon.svg").await;
    assert_ne!(dhl.text, postnl.text);
    assert!(carriers["homerr"]["logo_url"].is_null());
    assert!(carriers["correos_express"]["icon_url"].is_null());
    assert!(carriers["correos_express"]["logo_url"].is_string());
}

#[tokio::test]
async fn what_is_no_logo_is_not_found() {
    let api = TestApi::new();
    for path in [
        "/global-media/acme/img/logo.svg",
        "/global-media/dhl/img/logo.png",
        "/global-media/dhl/img/%FF",
        "/global-media/dhl/logo.svg",
        "/global-media/",
    ] {
        let answer = fetch(&api, path).await;
        assert!(answer.status.is_client_error(), "{path}: {}", answer.status);
    }
}
