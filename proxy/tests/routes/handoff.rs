//! A selection in the words of parcels, orders, shipments and shop systems, as a backend reads them.

use axum::Json;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::routing::{get, post};
use serde_json::{Value, json};

use crate::handoff::{FORMATS, golden, point};
use crate::support::{Answer, ORIGIN, TestApp, upstream};

const NUMBER: &str = "00123456";

/// Before a Sendcloud that has the two points of the golden files.
async fn app() -> TestApp {
    let find = async |Path(id): Path<u64>| {
        let name = if id == 1_000_777 {
            "packstation"
        } else {
            "locker"
        };
        Json(json!({ "data": point(name) }))
    };
    let check = async || Json(json!({"data": {"is_available": true}}));
    let api = axum::Router::new()
        .route("/service-points/{id}", get(find))
        .route("/service-points/{id}/check-availability", post(check));
    let router = axum::Router::new().nest("/api/v3", api);
    TestApp::on(upstream::serve(router).await, &[])
}

/// Selects a point; the selection's address.
async fn select(app: &TestApp, id: u64, number: Option<&str>) -> String {
    let body = json!({"service_point_id": id, "to_post_number": number});
    let selection = app.post("/api/selections", &body).await.json();
    let id = selection["id"].as_str().expect("an id");
    format!("/api/selections/{id}")
}

fn pretty(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    format!("{:#}\n", answer.json())
}

#[tokio::test]
async fn a_backend_reads_the_golden_fragments() {
    let app = app().await;
    let locker = select(&app, 1_000_002, None).await;
    let packstation = select(&app, 1_000_777, Some("0012 3456")).await;
    for format in FORMATS {
        for (selection, name) in [(&locker, "locker"), (&packstation, "packstation")] {
            let uri = format!("{selection}/handoff/{format}");
            let answer = app.get_as_backend(&uri).await;
            assert_eq!(pretty(&answer), golden(format, name), "{format} {name}");
            assert_eq!(answer.header("content-type"), Some("application/json"));
            assert_eq!(answer.header("cache-control"), Some("no-store"));
        }
    }
}

#[tokio::test]
async fn unknown_formats_and_selections_are_not_found() {
    let app = app().await;
    let locker = select(&app, 1_000_002, None).await;
    for uri in [
        format!("{locker}/handoff/parcel-v1"),
        format!("{locker}/handoff/PARCEL-V2"),
        format!("{locker}/handoff/%FF"),
        format!("{locker}/handoff"),
        "/api/selections/sel_0/handoff/parcel-v2".to_owned(),
    ] {
        let answer = app.get_as_backend(&uri).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{uri}");
        assert_eq!(answer.error()["code"], "not_found", "{uri}");
    }
    let odd = format!("{locker}/handoff/parcel-v2?x=1");
    let odd = app.get_as_backend(&odd).await;
    assert_eq!(odd.status, StatusCode::BAD_REQUEST);
    assert_eq!(odd.error()["code"], "unknown_field");
}

/// The post number is a person's.
#[tokio::test]
async fn nobody_reads_a_fragment_without_the_secret() {
    let app = app().await;
    let packstation = select(&app, 1_000_777, Some(NUMBER)).await;
    let uri = format!("{packstation}/handoff/parcel-v2");
    let stranger = app.get(&uri).await;
    assert_eq!(stranger.status, StatusCode::UNAUTHORIZED);
    let page = app.send_from(axum::http::Method::GET, &uri, &[("origin", ORIGIN)]);
    let page = page.await;
    assert_eq!(page.status, StatusCode::FORBIDDEN, "{}", page.text());
    assert_eq!(page.header("access-control-allow-origin"), None);
    for answer in [stranger, page] {
        assert!(!answer.text().contains(NUMBER));
        assert_ne!(answer.error(), Value::Null);
    }
}
