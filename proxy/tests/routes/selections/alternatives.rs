//! Where else the parcel could go: a refusal that ends no checkout.

use axum::Json;
use axum::http::StatusCode;
use serde_json::{Value, json};

use super::{SELECTIONS, assert_refused};
use crate::support::points::Points;
use crate::support::{TestApp, upstream};

/// Point 1 and others to the north of it, so many thousandths of a degree away.
fn neighbours(points: &Points, distances: &[(u64, f64)]) {
    for (id, thousandths) in distances {
        let mut point = upstream::point(*id);
        point["position"]["latitude"] = json!(51.4433 + thousandths / 1000.0);
        points.put(point);
    }
}

async fn refused(app: &TestApp, id: u64, code: &str) -> Vec<Value> {
    let answer = app.post(SELECTIONS, &json!({"service_point_id": id})).await;
    assert_refused(&answer, StatusCode::CONFLICT, code);
    let alternatives = answer.error()["meta"]["alternatives"].clone();
    alternatives.as_array().expect("a list").clone()
}

#[tokio::test]
async fn the_three_nearest_of_the_shop_are_told() {
    let variables = [("PICKER_COUNTRIES", "NL")];
    for code in ["expired", "unavailable"] {
        let (app, points) = Points::start_with(&variables).await;
        let distances = [
            (14, 9.0),
            (13, 3.0),
            (12, 2.0),
            (11, 1.0),
            (10, 0.5),
            (9, 0.4),
        ];
        neighbours(&points, &distances);
        points.set(10, "is_expired", json!(true));
        let mut foreign = upstream::packstation(9);
        foreign["position"] = json!({"latitude": 51.4434, "longitude": 5.4813});
        points.put(foreign);
        match code {
            "expired" => points.set(1, "is_expired", json!(true)),
            _ => points.fill(1),
        }
        let told = refused(&app, 1, code).await;
        let ids: Vec<_> = told.iter().map(|point| &point["id"]).collect();
        assert_eq!(ids, [11, 12, 13]);
        let distances: Vec<_> = told.iter().map(|point| &point["distance"]).collect();
        assert_eq!(distances, [111, 222, 334]);
    }
}

#[tokio::test]
async fn a_crowd_costs_one_search() {
    let (app, points) = Points::start().await;
    neighbours(&points, &[(11, 1.0)]);
    points.set(1, "is_expired", json!(true));
    for _ in 0..5 {
        assert_eq!(refused(&app, 1, "expired").await[0]["id"], 11);
    }
    assert_eq!(points.take_calls().searches, 1);
}

/// The refusal is what counts; its neighbours are a courtesy.
#[tokio::test]
async fn a_refusal_does_not_depend_on_them() {
    let (app, points) = Points::start().await;
    points.set(1, "is_expired", json!(true));
    points.fail_searches();
    assert_eq!(refused(&app, 1, "expired").await, [] as [Value; 0]);
    // A place that is none.
    points.set(2, "is_expired", json!(true));
    points.set(2, "position", json!({"latitude": 999, "longitude": 0}));
    assert_eq!(refused(&app, 2, "expired").await, [] as [Value; 0]);
}

/// A search that hangs must not hold up the refusal.
#[tokio::test]
async fn nobody_waits_long_for_them() {
    let (app, points) = Points::start().await;
    points.set(1, "is_expired", json!(true));
    points.hang_searches();
    let started = std::time::Instant::now();
    assert_eq!(refused(&app, 1, "expired").await, [] as [Value; 0]);
    assert!(started.elapsed().as_millis() < 2_500);
}

/// Only what is read with care is passed on: these came from nobody's search.
#[tokio::test]
async fn what_sendcloud_writes_beside_an_error_is_not_passed_on() {
    let address = upstream::always(async || {
        let error = json!({"status": "400", "code": "invalid", "detail": "no",
            "source": {"parameter": "address"},
            "meta": {"alternatives": [upstream::point(9)]}});
        (StatusCode::BAD_REQUEST, Json(json!({"errors": [error]})))
    });
    let app = TestApp::on(address.await, &[]);
    let answer = app
        .get("/api/v3/service-points?country_code=NL&address=x")
        .await;
    assert_refused(&answer, StatusCode::BAD_REQUEST, "invalid");
    assert_eq!(answer.error().get("meta"), None);
}

#[tokio::test]
async fn the_sandboxes_full_shop_has_neighbours() {
    let app = TestApp::on_sandbox().await;
    for (id, code) in [(1_000_409, "expired"), (1_000_410, "unavailable")] {
        let told = refused(&app, id, code).await;
        assert_eq!(told.len(), 3);
        for point in &told {
            assert_eq!(point["address"]["country_code"], "NL");
            assert_ne!(point["id"], id);
        }
    }
}
