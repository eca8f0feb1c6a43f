//! The look at the point before its label is bought.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use super::{address, select};
use crate::support::points::Points;
use crate::support::{Answer, TestApp, upstream};

async fn recheck(app: &TestApp, selection: &Value) -> Answer {
    let uri = format!("{}/recheck", address(selection));
    app.ask_as_backend(Method::POST, &uri, None).await
}

/// The answer of a recheck that went well.
async fn checked(app: &TestApp, selection: &Value) -> Value {
    let answer = recheck(app, selection).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    answer.json()
}

#[tokio::test]
async fn a_point_is_asked_about_again() {
    let (app, points) = Points::start().await;
    let selection = select(&app, json!({"service_point_id": 1})).await;
    app.hands.advance(std::time::Duration::from_secs(600));
    points.fill(1);
    let checked = checked(&app, &selection).await;
    assert_eq!(checked["is_available"], false);
    assert_eq!(checked["checked_at"], "2026-03-02T10:10:00Z");
    let stored = app.get_as_backend(&address(&selection)).await.json();
    assert_eq!(stored["is_available"], false);
}

/// Sendcloud's ids do not last; the carrier's do.
#[tokio::test]
async fn a_point_with_a_new_id_is_found_again() {
    let (app, points) = Points::start().await;
    let selection = select(&app, json!({"service_point_id": 1})).await;
    app.hands.advance(std::time::Duration::from_secs(600));
    points.remove(1);
    points.put(upstream::point(11));
    let checked = checked(&app, &selection).await;
    assert_eq!(checked["is_available"], true);
    assert_eq!(checked["service_point_id"], 11);
    assert_eq!(checked["earlier_service_point_id"], 1);
}
