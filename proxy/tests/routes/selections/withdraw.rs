//! A choice that the shopper took back: another country, carrier or delivery method.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use super::restore::RESTORE;
use super::stored::bind;
use super::{SELECTIONS, address, assert_refused, select};
use crate::support::points::Points;
use crate::support::{Answer, ORIGIN, TestApp};

/// As a page that is being left: nothing that a browser would ask leave for.
async fn withdraw(app: &TestApp, selection: &Value) -> Answer {
    let uri = format!("{}/withdraw", address(selection));
    app.send_from(Method::POST, &uri, &[("origin", ORIGIN)])
        .await
}

#[tokio::test]
async fn no_reference_leads_to_what_was_taken_back() {
    let (app, _) = Points::start().await;
    let chosen = json!({"service_point_id": 1, "reference": "cart-1"});
    let selection = select(&app, chosen.clone()).await;
    for _ in 0..2 {
        let answer = withdraw(&app, &selection).await;
        assert_eq!(answer.status, StatusCode::NO_CONTENT, "{}", answer.text());
        assert!(answer.body.is_empty());
        assert_eq!(answer.header("access-control-allow-origin"), Some(ORIGIN));
    }
    let answer = app.post(RESTORE, &json!({"reference": "cart-1"})).await;
    assert_refused(&answer, StatusCode::NOT_FOUND, "not_found");
    let found = app
        .get_as_backend(&format!("{SELECTIONS}?reference=cart-1"))
        .await;
    assert_refused(&found, StatusCode::NOT_FOUND, "not_found");
    // The same choice is another selection now.
    let again = select(&app, chosen).await;
    assert_ne!(again["id"], selection["id"]);
}

/// The order went out with the form's token before the page took the choice back: the token counts.
#[tokio::test]
async fn what_was_taken_back_can_still_be_bound_by_its_id() {
    let (app, _) = Points::start().await;
    let chosen = json!({"service_point_id": 1, "reference": "cart-1"});
    let selection = select(&app, chosen).await;
    withdraw(&app, &selection).await;
    let read = app.get_as_backend(&address(&selection)).await.json();
    assert_eq!(read["is_current"], false);
    bind(&app, &selection, "order-1").await;
    let found = app
        .get_as_backend(&format!("{SELECTIONS}?reference=order-1"))
        .await;
    assert_eq!(found.json()["id"], selection["id"]);
    assert_eq!(found.json()["is_current"], true);
}

#[tokio::test]
async fn an_order_is_not_taken_back() {
    let (app, _) = Points::start().await;
    let selection = select(&app, json!({"service_point_id": 1})).await;
    bind(&app, &selection, "order-1").await;
    let answer = withdraw(&app, &selection).await;
    assert_refused(&answer, StatusCode::CONFLICT, "conflict");
    let read = app.get_as_backend(&address(&selection)).await.json();
    assert_eq!(read["is_current"], true);
}

#[tokio::test]
async fn only_a_page_of_the_shop_takes_back() {
    let (app, _) = Points::start().await;
    let selection = select(&app, json!({"service_point_id": 1})).await;
    let uri = format!("{}/withdraw", address(&selection));
    for headers in [&[][..], &[("origin", "https://evil.example")]] {
        let answer = app.send_from(Method::POST, &uri, headers).await;
        assert_refused(&answer, StatusCode::FORBIDDEN, "forbidden");
    }
    // Of an id that is none, nobody learns that.
    let unknown = json!({"id": "sel_0123456789012345678901"});
    let answer = withdraw(&app, &unknown).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    let read = app.get_as_backend(&address(&selection)).await.json();
    assert_eq!(read["is_current"], true);
}
