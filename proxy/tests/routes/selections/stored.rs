//! What a backend does with the selections of its shop.

use std::time::Duration;

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use serde_json::{Value, json};

use super::{SELECTIONS, address, assert_refused, select};
use crate::support::points::{Calls, Points};
use crate::support::{Answer, TestApp, verify};

/// Binds a selection to an order.
pub(super) async fn bind(app: &TestApp, selection: &Value, order: &str) -> Value {
    let answer = try_to_bind(app, selection, order).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    answer.json()
}

async fn try_to_bind(app: &TestApp, selection: &Value, order: &str) -> Answer {
    let order = json!({ "reference": order });
    app.ask_as_backend(Method::PATCH, &address(selection), Some(&order))
        .await
}

/// The address that finds what a reference leads to.
fn find(reference: &str) -> String {
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("reference", reference)
        .finish();
    format!("{SELECTIONS}?{query}")
}

#[tokio::test]
async fn a_cart_has_one_selection_at_a_time() {
    let (app, points) = Points::start().await;
    let chosen = json!({"service_point_id": 1, "reference": "cart-1"});
    let first = select(&app, chosen.clone()).await;
    points.take_calls();

    // The same choice: the same selection, at no cost, with a token of now.
    app.hands.advance(Duration::from_secs(29 * 60));
    let same = app.post(SELECTIONS, &chosen).await;
    assert_eq!(same.status, StatusCode::OK, "{}", same.text());
    let same = same.json();
    assert_eq!(same["id"], first["id"]);
    assert_eq!(same["selected_at"], first["selected_at"]);
    assert_ne!(same["token"], first["token"]);
    assert_eq!(points.take_calls(), Calls::default());

    // Too long ago to be taken for the same.
    app.hands.advance(Duration::from_secs(2 * 60));
    let second = select(&app, chosen).await;
    assert_ne!(second["id"], first["id"]);

    // Another choice takes its place.
    let other = json!({"service_point_id": 2, "to_post_number": "123456",
        "reference": "cart-1"});
    let third = select(&app, other).await;
    for (selection, is_current) in [(&first, false), (&second, false), (&third, true)] {
        let read = app.get_as_backend(&address(selection)).await.json();
        assert_eq!(read["is_current"], is_current);
    }
    let found = app.get_as_backend(&find("cart-1")).await;
    assert_eq!(found.json()["id"], third["id"]);

    // Another number is another choice; however it is typed, the same is the same.
    for (typed, status) in [("1234567", 201), ("12 34-567", 200)] {
        let body = json!({"service_point_id": 2, "to_post_number": typed,
            "reference": "cart-1"});
        assert_eq!(app.post(SELECTIONS, &body).await.status, status, "{typed}");
    }
}

#[tokio::test]
async fn a_selection_is_bound_to_its_order_and_found_by_it() {
    let (app, _) = Points::start().await;
    let chosen = json!({"service_point_id": 1, "reference": "cart-1"});
    let selection = select(&app, chosen.clone()).await;
    let read = app.get_as_backend(&address(&selection)).await.json();
    assert_eq!(read["order_reference"], Value::Null);
    assert_eq!(read["bound_at"], Value::Null);
    assert_eq!(read["checked_at"], selection["selected_at"]);
    for _ in 0..2 {
        let bound = bind(&app, &selection, "order-1").await;
        assert_eq!(bound["order_reference"], "order-1");
        assert_eq!(bound["bound_at"], "2026-03-02T10:00:00Z");
        let token = verify(bound["token"].as_str().expect("a token"));
        assert_eq!(token.claims["jti"], selection["id"]);
        app.hands.advance(Duration::from_secs(1));
    }
    for reference in ["cart-1", "order-1"] {
        let found = app.get_as_backend(&find(reference)).await;
        assert_eq!(found.status, StatusCode::OK, "{}", found.text());
        assert_eq!(found.json()["id"], selection["id"]);
        assert_eq!(found.json()["is_current"], true);
        assert_eq!(found.json()["earlier_service_point_id"], Value::Null);
    }
    let answer = try_to_bind(&app, &selection, "order-2").await;
    assert_refused(&answer, StatusCode::CONFLICT, "conflict");
    // What was ordered stays; so does the order's one selection.
    let other = json!({"service_point_id": 2, "to_post_number": "123456",
        "reference": "cart-1"});
    for body in [chosen, other] {
        let answer = app.post(SELECTIONS, &body).await;
        assert_refused(&answer, StatusCode::CONFLICT, "conflict");
    }
    let another = select(&app, json!({"service_point_id": 1, "reference": "cart-2"})).await;
    let answer = try_to_bind(&app, &another, "order-1").await;
    assert_refused(&answer, StatusCode::CONFLICT, "conflict");
    let unknown = json!({"id": "sel_0123456789012345678901"});
    let answer = try_to_bind(&app, &unknown, "order-9").await;
    assert_refused(&answer, StatusCode::NOT_FOUND, "not_found");
}

/// Two tabs, a double click, a retry: each of them once left a selection of its own.
#[tokio::test]
async fn of_many_at_a_time_one_is_current() {
    let (app, _) = Points::start().await;
    let mut clicks = tokio::task::JoinSet::new();
    for number in 0..16 {
        let app = app.clone();
        clicks.spawn(async move {
            let body = match number % 2 {
                0 => json!({"service_point_id": 1, "reference": "cart-1"}),
                _ => json!({"service_point_id": 2, "to_post_number": "123456",
                    "reference": "cart-1"}),
            };
            let answer = app.post(SELECTIONS, &body).await;
            assert!(answer.status.is_success(), "{}", answer.text());
        });
    }
    while let Some(click) = clicks.join_next().await {
        click.expect("no panic");
    }
    let list = app.get_as_backend(&format!("{SELECTIONS}?limit=100")).await;
    let list = list.json()["results"].clone();
    let list = list.as_array().expect("a list");
    let current: Vec<_> = list
        .iter()
        .filter(|selection| selection["is_current"] == true)
        .collect();
    assert_eq!(current.len(), 1, "of {}", list.len());
    let found = app.get_as_backend(&find("cart-1")).await.json();
    assert_eq!(found["id"], current[0]["id"]);
}

#[tokio::test]
async fn a_reference_is_whatever_the_shop_calls_its_cart() {
    let (app, _) = Points::start().await;
    for reference in [
        "Order #100 / 2026",
        " a blank ",
        "o'clock\"; DROP TABLE selections; --",
        "50%+&=?\\",
        &"r".repeat(128),
    ] {
        let chosen = json!({"service_point_id": 1, "reference": reference});
        let selection = select(&app, chosen).await;
        let order = format!("{}!", &reference[..reference.len().min(127)]);
        let bound = bind(&app, &selection, &order).await;
        assert_eq!(bound["order_reference"], json!(order));
        for name in [reference, &order] {
            let found = app.get_as_backend(&find(name)).await;
            assert_eq!(found.status, StatusCode::OK, "{name}: {}", found.text());
            assert_eq!(found.json()["reference"], json!(reference));
        }
        let erased = app
            .ask_as_backend(Method::DELETE, &find(&order), None)
            .await;
        assert_eq!(erased.status, StatusCode::NO_CONTENT);
        let found = app.get_as_backend(&find(reference)).await;
        assert_refused(&found, StatusCode::NOT_FOUND, "not_found");
    }
    // A plus is a blank in a query, and %2B a plus.
    select(&app, json!({"service_point_id": 1, "reference": "a b"})).await;
    for (query, status) in [("a+b", 200), ("a%20b", 200), ("a%2Bb", 404)] {
        let uri = format!("{SELECTIONS}?reference={query}");
        assert_eq!(app.get_as_backend(&uri).await.status, status, "{query}");
    }
}

/// A cart that had the name of an order was found as if it were it.
#[tokio::test]
async fn an_order_is_found_by_its_own_reference_alone() {
    let (app, _) = Points::start().await;
    let by_order = |name: &str| format!("{SELECTIONS}?order_reference={name}");
    let cart = select(&app, json!({"service_point_id": 1, "reference": "1001"})).await;
    let found = app.get_as_backend(&find("1001")).await;
    assert_eq!(found.json()["id"], cart["id"]);
    let found = app.get_as_backend(&by_order("1001")).await;
    assert_refused(&found, StatusCode::NOT_FOUND, "not_found");
    bind(&app, &cart, "1002").await;
    let found = app.get_as_backend(&by_order("1002")).await;
    assert_eq!(found.json()["id"], cart["id"]);
    assert_eq!(found.json()["order_reference"], "1002");
    let found = app.get_as_backend(&by_order("1001")).await;
    assert_refused(&found, StatusCode::NOT_FOUND, "not_found");
}

#[tokio::test]
async fn a_long_list_comes_in_pages() {
    let (app, _) = Points::start().await;
    let mut made = Vec::new();
    for number in 0..5 {
        made.push(select(&app, json!({"service_point_id": 1})).await["id"].clone());
        // Some of one moment.
        app.hands.advance(Duration::from_secs(number % 2));
    }
    let mut listed = Vec::new();
    let mut next = Value::Null;
    loop {
        let after = next.as_str().map(|next| format!("&after={next}"));
        let uri = format!("{SELECTIONS}?limit=2{}", after.unwrap_or_default());
        let page = app.get_as_backend(&uri).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text());
        let page = page.json();
        let results = page["results"].as_array().expect("a list");
        listed.extend(results.iter().map(|selection| selection["id"].clone()));
        next = page["next"].clone();
        if next.is_null() {
            break;
        }
        assert_eq!(results.len(), 2);
    }
    let times: Vec<_> = listed.iter().map(ToString::to_string).collect();
    assert_eq!(listed.len(), made.len(), "{times:?}");
    assert!(made.iter().all(|id| listed.contains(id)), "{times:?}");
    // The end of a full page is not yet known to be the end of all.
    let whole = app.get_as_backend(&format!("{SELECTIONS}?limit=5")).await;
    assert_eq!(whole.json()["next"], Value::Null);
}

#[tokio::test]
async fn a_question_of_another_form_is_refused() {
    let app = TestApp::alone();
    let long = "x".repeat(129);
    for (query, parameter, code) in [
        ("limit=0", "limit", "invalid"),
        ("limit=101", "limit", "invalid"),
        ("limit=-1", "limit", "invalid"),
        ("limit=", "limit", "invalid"),
        ("limit=2&limit=2", "limit", "invalid"),
        ("after=", "after", "invalid"),
        ("after=nonsense", "after", "invalid"),
        ("after=%ff", "after", "invalid"),
        // No time, no id, and a time beyond all calendars.
        ("after=eA", "after", "invalid"),
        ("after=OTk5OTk5OTk5OTk5OTk5OTk5OS54", "after", "invalid"),
        // A NUL for an id: PostgreSQL takes none, and that was a 503.
        ("after=MC4A", "after", "invalid"),
        ("after=MC4", "after", "invalid"),
        (&format!("after={long}"), "after", "invalid"),
        ("reference=", "reference", "invalid"),
        ("reference=%C3%A9", "reference", "invalid"),
        (&format!("reference={long}"), "reference", "invalid"),
        ("reference=a&reference=b", "reference", "invalid"),
        ("reference=a&limit=2", "reference", "validation_error"),
        ("reference=a&after=b", "reference", "validation_error"),
        ("order_reference=", "order_reference", "invalid"),
        (
            "order_reference=a&limit=2",
            "order_reference",
            "validation_error",
        ),
        (
            "reference=a&order_reference=b",
            "reference",
            "validation_error",
        ),
        ("order=a", "order", "unknown_field"),
        ("shop=default&shop=default", "shop", "invalid"),
    ] {
        let answer = app.get_as_backend(&format!("{SELECTIONS}?{query}")).await;
        assert_refused(&answer, StatusCode::BAD_REQUEST, code);
        assert_eq!(answer.error()["source"]["parameter"], parameter, "{query}");
    }
    for (query, code) in [
        ("", "required"),
        ("reference=", "invalid"),
        ("reference=a&limit=2", "unknown_field"),
    ] {
        let uri = format!("{SELECTIONS}?{query}");
        let answer = app.ask_as_backend(Method::DELETE, &uri, None).await;
        assert_refused(&answer, StatusCode::BAD_REQUEST, code);
    }
}

#[tokio::test]
async fn an_address_that_names_no_selection_is_unknown() {
    let app = TestApp::alone();
    let long = "x".repeat(65);
    for id in [&long, "%20", "%ff", "%00", "sel_%2e%2e", "a%2Fb", "é"] {
        let uri = format!("{SELECTIONS}/{}", id.replace('é', "%C3%A9"));
        for method in [Method::GET, Method::DELETE] {
            let answer = app.ask_as_backend(method, &uri, None).await;
            assert_refused(&answer, StatusCode::NOT_FOUND, "not_found");
        }
    }
}

#[tokio::test]
async fn head_is_answered_as_get_without_the_body() {
    let (app, _) = Points::start().await;
    let chosen = json!({"service_point_id": 1, "reference": "cart-1"});
    let selection = select(&app, chosen).await;
    for uri in [&address(&selection), SELECTIONS, &find("cart-1")] {
        let head = app.ask_as_backend(Method::HEAD, uri, None).await;
        assert_eq!(head.status, StatusCode::OK);
        assert!(head.body.is_empty());
        assert_eq!(head.header("cache-control"), Some("no-store"));
    }
}

#[tokio::test]
async fn what_is_erased_is_gone() {
    let (app, _) = Points::start().await;
    let chosen = json!({"service_point_id": 1, "reference": "cart-1"});
    for by_id in [true, false] {
        let before = select(&app, chosen.clone()).await;
        app.hands.advance(Duration::from_secs(31 * 60));
        let selection = select(&app, chosen.clone()).await;
        let uri = match by_id {
            true => address(&selection),
            false => find("cart-1"),
        };
        for _ in 0..2 {
            let answer = app.ask_as_backend(Method::DELETE, &uri, None).await;
            assert_eq!(answer.status, StatusCode::NO_CONTENT, "{}", answer.text());
        }
        // What it replaced is of the same shopper.
        for selection in [&before, &selection] {
            let answer = app.get_as_backend(&address(selection)).await;
            assert_refused(&answer, StatusCode::NOT_FOUND, "not_found");
        }
    }
    let list = app.get_as_backend(SELECTIONS).await;
    assert_eq!(list.json(), json!({"results": [], "next": null}));
}

#[tokio::test]
async fn an_order_of_another_form_is_refused() {
    let app = TestApp::alone();
    let uri = format!("{SELECTIONS}/sel_0123456789012345678901");
    for (body, pointer) in [
        (json!({}), Value::Null),
        (json!({"reference": ""}), json!("/reference")),
        (json!({"reference": "x".repeat(129)}), json!("/reference")),
        (json!({"reference": null}), json!("/reference")),
        (
            json!({"reference": "o", "status": "paid"}),
            json!("/status"),
        ),
    ] {
        let answer = app.ask_as_backend(Method::PATCH, &uri, Some(&body)).await;
        assert_refused(&answer, StatusCode::BAD_REQUEST, "invalid");
        assert_eq!(answer.error()["source"]["pointer"], pointer, "{body}");
    }
    let plain = Request::patch(&uri)
        .header(
            "authorization",
            format!("Bearer {}", crate::support::BACKEND_SECRET),
        )
        .body(Body::from("{\"reference\": \"o\"}"));
    let answer = app.send(plain.expect("a request")).await;
    assert_refused(&answer, StatusCode::UNSUPPORTED_MEDIA_TYPE, "invalid");
}
