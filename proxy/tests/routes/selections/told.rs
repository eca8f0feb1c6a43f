//! What log and metrics tell of selections: how they end, and nothing of whose they are.

use axum::http::{Method, StatusCode};
use serde_json::json;

use super::restore::RESTORE;
use super::{SELECTIONS, address, select};
use crate::support::points::Points;
use crate::support::{BACKEND_SECRET, ORIGIN, log};

#[tokio::test]
async fn ends_are_counted_and_nobody_is_named() {
    let (app, points) = Points::start().await;
    let chosen = json!({"service_point_id": 2, "to_post_number": "987654321",
        "reference": "marked-cart"});
    let selection = select(&app, chosen.clone()).await;
    app.post(SELECTIONS, &chosen).await;
    let id = &selection["id"];
    app.post(RESTORE, &json!({"reference": "marked-cart", "id": id}))
        .await;
    app.post(RESTORE, &json!({"reference": "marked-cart"}))
        .await;
    let own = address(&selection);
    let order = json!({"reference": "marked-order"});
    let other = json!({"reference": "marked-other"});
    let recheck = format!("{own}/recheck");
    for (method, uri, body) in [
        (Method::PATCH, own.as_str(), Some(&order)),
        (Method::PATCH, &own, Some(&other)),
        (Method::POST, &recheck, None),
        (Method::GET, "/api/selections?reference=marked-order", None),
        (
            Method::GET,
            "/api/selections?reference=marked-order&x=1",
            None,
        ),
        (Method::DELETE, &own, None),
    ] {
        app.ask_as_backend(method, uri, body).await;
    }
    let withdraw = format!("{own}/withdraw");
    app.send_from(Method::POST, &withdraw, &[("origin", ORIGIN)])
        .await;
    let wrong = [("authorization", "Bearer marked-wrong")];
    let answer = app.send_from(Method::GET, &own, &wrong).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    app.post(SELECTIONS, &json!({"service_point_id": 2})).await;
    points.fill(1);
    app.post(SELECTIONS, &json!({"service_point_id": 1})).await;
    points.set(2, "is_expired", json!(true));
    app.hands.advance(std::time::Duration::from_secs(1_200));
    app.post(SELECTIONS, &json!({"service_point_id": 2})).await;

    let metrics = app.get_admin("/metrics").await.text();
    for outcome in [
        "created",
        "same",
        "restored",
        "withdrawn",
        "bound",
        "rechecked",
        "erased",
        "expired",
        "unavailable",
        "unknown",
        "post_number",
        "conflict",
        "refused",
    ] {
        let line = format!("picker_selections_total{{shop=\"default\",outcome=\"{outcome}\"}} 1\n");
        assert!(metrics.contains(&line), "{line} is not in\n{metrics}");
    }
    let log = log::read();
    for route in [
        "/api/selections",
        "/api/selections/restore",
        "/api/selections/{id}",
        "/api/selections/{id}/recheck",
        "/api/selections/{id}/withdraw",
    ] {
        let field = format!("\"route\":\"{route}\"");
        assert!(log.contains(&field), "{field} is not in\n{log}");
    }
    assert!(log.contains("\"method\":\"PATCH\""), "{log}");
    let id = id.as_str().expect("an id");
    for marked in ["marked-", "987654321", id, BACKEND_SECRET, "eyJ"] {
        assert!(!log.contains(marked), "{marked} is in the log:\n{log}");
        assert!(!metrics.contains(marked), "{marked} is in the metrics");
    }
}
