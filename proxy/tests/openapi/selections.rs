//! The answers about selections: to pages, and to the shop's backend.

use axum::body::Body;
use axum::http::{Method, Request};
use serde_json::{Value, json};

use super::answers::{Endless, Visitor};
use crate::support::{BACKEND_SECRET, ORIGIN, TestApp};

pub(super) const ALL: &str = "/api/selections";
pub(super) const RESTORE: &str = "/api/selections/restore";
pub(super) const ONE: &str = "/api/selections/{id}";
pub(super) const WITHDRAW: &str = "/api/selections/{id}/withdraw";
pub(super) const RECHECK: &str = "/api/selections/{id}/recheck";
pub(super) const HANDOFF: &str = "/api/selections/{id}/handoff/{format}";
pub(super) const OPTIONS: &str = "/api/selections/{id}/shipping-options";

const MINUTE: std::time::Duration = std::time::Duration::from_secs(60);

pub(super) async fn visit(visitor: &mut Visitor) {
    visit_confirmations(visitor).await;
    visit_restorations(visitor).await;
    visit_withdrawals(visitor).await;
    visit_bodies(visitor).await;
    visit_backends(visitor).await;
    visit_handoffs(visitor).await;
    visit_options(visitor).await;
    visit_without_store(visitor).await;
}

async fn visit_confirmations(visitor: &mut Visitor) {
    let cart = json!({"service_point_id": 1, "reference": "cart-42"});
    for status in [201, 200] {
        let answer = visitor.app.post(ALL, &cart).await;
        visitor.keep(ALL, "post", status, &answer);
    }
    bind(&visitor.app, &select(&visitor.app, &cart, 200).await).await;
    visitor.post(ALL, &cart, 409).await;
    for (id, status) in [(2, 409), (3, 409), (404, 404), (401, 502), (500, 503)] {
        let body = json!({"service_point_id": id});
        visitor.post(ALL, &body, status).await;
    }
    let number = json!({"service_point_id": "4", "to_post_number": "0012 3456"});
    visitor.post(ALL, &number, 201).await;
    visitor
        .post(ALL, &json!({"service_point_id": 4}), 422)
        .await;
    let slow = json!({"service_point_id": 504}).to_string();
    let slow = request(Method::POST, ALL, &PAGE, Body::from(slow));
    visitor.wait_out(ALL, slow, 504).await;
}

async fn visit_restorations(visitor: &mut Visitor) {
    let cart = json!({"reference": "cart-42"});
    visitor.post(RESTORE, &cart, 404).await;
    let chosen = json!({"service_point_id": 1, "reference": "cart-42"});
    select(&visitor.app, &chosen, 201).await;
    let answer = visitor.app.post(RESTORE, &cart).await;
    visitor.keep(RESTORE, "post", 200, &answer);
    visitor.app.hands.advance(40 * MINUTE);
    visitor.post(RESTORE, &cart, 201).await;
    // Sendcloud thinks of the point otherwise by now.
    for (later, status) in [(2, 409), (404, 409), (401, 502), (500, 503)] {
        select_long_ago(visitor, later).await;
        visitor.post(RESTORE, &cart, status).await;
    }
    select_long_ago(visitor, 504).await;
    let slow = request(Method::POST, RESTORE, &PAGE, Body::from(cart.to_string()));
    visitor.wait_out(RESTORE, slow, 504).await;
}

async fn visit_withdrawals(visitor: &mut Visitor) {
    let withdraw = async |visitor: &mut Visitor, id: &str, headers: &[(&str, &str)], status| {
        let (id, query) = id.split_once('?').unwrap_or((id, ""));
        let uri = format!("{}?{query}", WITHDRAW.replace("{id}", id));
        let answer = visitor.app.send_from(Method::POST, &uri, headers).await;
        visitor.keep(WITHDRAW, "post", status, &answer);
    };
    let cart = json!({"service_point_id": 1, "reference": "cart-42"});
    let id = select(&visitor.app, &cart, 201).await;
    bind(&visitor.app, &id).await;
    let long = format!("x?{}", "x".repeat(2048));
    for (id, headers, status) in [
        ("sel_none", &PAGE[..1], 204),
        ("sel_none?x=1", &PAGE[..1], 400),
        ("sel_none", &[], 403),
        ("%ff", &PAGE[..1], 404),
        (&id, &PAGE[..1], 409),
        (&long, &PAGE[..1], 414),
    ] {
        withdraw(visitor, id, headers, status).await;
    }
}

/// What is wrong with a request, whatever it asks for.
async fn visit_bodies(visitor: &mut Visitor) {
    let one = ONE.replace("{id}", "sel_none");
    let json = ("content-type", "application/json");
    let secret = format!("Bearer {BACKEND_SECRET}");
    let backend = [("authorization", &*secret), json];
    for (method, pattern, uri, who) in [
        (Method::POST, ALL, ALL, PAGE),
        (Method::POST, RESTORE, RESTORE, PAGE),
        (Method::PATCH, ONE, &one, backend),
    ] {
        let name = method.as_str().to_lowercase();
        let long = format!("{uri}?{}", "x".repeat(2048));
        let wrong = [("authorization", "Bearer wrong"), json];
        let evil = [("origin", "https://evil.example"), json];
        let huge = "x".repeat(9000);
        for (uri, headers, body, status) in [
            (uri, &who[..], "{}", 400),
            (uri, &wrong[..], "{}", 401),
            (uri, &evil[..], "{}", 403),
            (uri, &who[..], &huge, 413),
            (&long, &who[..], "{}", 414),
            (uri, &who[..1], "{}", 415),
        ] {
            let body = Body::from(body.to_owned());
            let request = request(method.clone(), uri, headers, body);
            let answer = visitor.app.send(request).await;
            visitor.keep(pattern, &name, status, &answer);
        }
        let endless = Body::new(Endless(visitor.arrived.clone()));
        let endless = request(method, uri, &who, endless);
        visitor.wait_out(pattern, endless, 408).await;
    }
}

async fn visit_backends(visitor: &mut Visitor) {
    let cart = json!({"service_point_id": 1, "reference": "cart-42"});
    let id = &select(&visitor.app, &cart, 201).await;
    let order = json!({"reference": "order-42"});
    let other = json!({"reference": "order-43"});
    let own = format!("{ALL}/{id}");
    let none = format!("{ALL}/sel_none");
    let long = "x".repeat(2048);
    let steps = [
        (Method::GET, ONE, own.clone(), None, 200),
        (Method::PATCH, ONE, own.clone(), Some(&order), 200),
        (Method::PATCH, ONE, own.clone(), Some(&other), 409),
        (Method::PATCH, ONE, none.clone(), Some(&order), 404),
        (Method::POST, RECHECK, format!("{own}/recheck"), None, 200),
        (Method::GET, ALL, ALL.to_owned(), None, 200),
        (
            Method::GET,
            ALL,
            format!("{ALL}?reference=order-42"),
            None,
            200,
        ),
        (
            Method::GET,
            ALL,
            format!("{ALL}?reference=order-43"),
            None,
            404,
        ),
        (Method::GET, ONE, none.clone(), None, 404),
        (Method::POST, RECHECK, format!("{none}/recheck"), None, 404),
        (Method::DELETE, ONE, own.clone(), None, 204),
        (Method::DELETE, ONE, format!("{ALL}/%20"), None, 404),
        (
            Method::DELETE,
            ALL,
            format!("{ALL}?reference=order-42"),
            None,
            204,
        ),
        (
            Method::DELETE,
            ALL,
            format!("{ALL}?reference=x&shop=other"),
            None,
            404,
        ),
    ];
    for (method, pattern, uri, body, status) in steps {
        let name = method.as_str().to_lowercase();
        let answer = visitor.app.ask_as_backend(method, &uri, body).await;
        visitor.keep(pattern, &name, status, &answer);
    }
    for (method, pattern, uri) in [
        (Method::GET, ALL, ALL),
        (Method::DELETE, ALL, ALL),
        (Method::GET, ONE, &own),
        (Method::DELETE, ONE, &own),
        (Method::POST, RECHECK, &format!("{own}/recheck")),
    ] {
        let name = method.as_str().to_lowercase();
        for (query, status) in [("x=1", 400), (&*long, 414)] {
            let uri = format!("{uri}?{query}");
            let answer = visitor.app.ask_as_backend(method.clone(), &uri, None);
            visitor.keep(pattern, &name, status, &answer.await);
        }
        for (headers, status) in [(&[][..], 401), (&PAGE[..1], 403)] {
            let answer = visitor.app.send_from(method.clone(), uri, headers).await;
            visitor.keep(pattern, &name, status, &answer);
        }
    }
}

async fn visit_handoffs(visitor: &mut Visitor) {
    let choice = json!({"service_point_id": 4, "to_post_number": "00123456"});
    let id = select(&visitor.app, &choice, 201).await;
    let own = format!("{ALL}/{id}/handoff");
    for format in crate::handoff::FORMATS {
        let answer = visitor.app.get_as_backend(&format!("{own}/{format}")).await;
        visitor.keep(HANDOFF, "get", 200, &answer);
    }
    // Sendcloud calls this one a Packstation later; a number that was erased is missing alike.
    let earlier = select(&visitor.app, &json!({"service_point_id": 1004}), 201).await;
    let earlier = format!("{ALL}/{earlier}");
    visitor.app.hands.advance(2 * MINUTE);
    let recheck = format!("{earlier}/recheck");
    let recheck = visitor.app.ask_as_backend(Method::POST, &recheck, None);
    visitor.keep(RECHECK, "post", 200, &recheck.await);
    let answer = format!("{earlier}/handoff/order-v3");
    let answer = visitor.app.get_as_backend(&answer).await;
    visitor.keep(HANDOFF, "get", 409, &answer);
    refuse(visitor, HANDOFF, &format!("{own}/order-v3"), "?x=1").await;
    let unknown = visitor.app.get_as_backend(&format!("{own}/order-v1")).await;
    // With a new quota for what comes next: a recheck has spent of this one.
    visitor.take(HANDOFF, "get", 404, &unknown);
}

async fn visit_options(visitor: &mut Visitor) {
    for (more, status) in [
        ("", 200),
        ("&from_postal_code=400", 400),
        ("&from_postal_code=404", 404),
        ("&from_postal_code=401", 502),
        ("&from_postal_code=500", 503),
    ] {
        let answer = visitor
            .app
            .get_as_backend(&options(visitor, more).await)
            .await;
        visitor.take(OPTIONS, "get", status, &answer);
    }
    let own = options(visitor, "").await;
    refuse(visitor, OPTIONS, &own, "&weight=0").await;
    let slow = options(visitor, "&from_postal_code=504").await;
    let secret = format!("Bearer {BACKEND_SECRET}");
    let slow = request(
        Method::GET,
        &slow,
        &[("authorization", &*secret)],
        Body::empty(),
    );
    visitor.wait_out(OPTIONS, slow, 504).await;
}

/// The address of the options for a point that was just selected.
async fn options(visitor: &Visitor, more: &str) -> String {
    let id = select(&visitor.app, &json!({"service_point_id": 1}), 201).await;
    format!("{ALL}/{id}/shipping-options?from_country_code=NL{more}")
}

/// What every address for backends refuses, whose query is bad with this.
async fn refuse(visitor: &mut Visitor, pattern: &str, uri: &str, bad: &str) {
    let start = if uri.contains('?') { "&" } else { "?" };
    let long = format!("{start}x={}", "x".repeat(2048));
    for (more, status) in [(bad, 400), (&*long, 414)] {
        let answer = visitor.app.get_as_backend(&format!("{uri}{more}")).await;
        visitor.keep(pattern, "get", status, &answer);
    }
    for (headers, status) in [(&[][..], 401), (&PAGE[..1], 403)] {
        let answer = visitor.app.send_from(Method::GET, uri, headers).await;
        visitor.keep(pattern, "get", status, &answer);
    }
}

/// A store that cannot be opened closes selections, and nothing else.
async fn visit_without_store(visitor: &mut Visitor) {
    let nowhere = [("PICKER_STORE", "sqlite:/dev/null/selections.db")];
    visitor.app = TestApp::on(visitor.upstream, &nowhere);
    let id = "sel_0123456789012345678901";
    let order = json!({"reference": "order-42"});
    let one = format!("{ALL}/{id}");
    for (method, pattern, uri, body) in [
        (Method::GET, ALL, ALL.to_owned(), None),
        (Method::DELETE, ALL, format!("{ALL}?reference=x"), None),
        (Method::GET, ONE, one.clone(), None),
        (Method::PATCH, ONE, one.clone(), Some(&order)),
        (Method::DELETE, ONE, one.clone(), None),
        (Method::POST, RECHECK, format!("{one}/recheck"), None),
        (
            Method::GET,
            HANDOFF,
            format!("{one}/handoff/order-v3"),
            None,
        ),
        (
            Method::GET,
            OPTIONS,
            format!("{one}/shipping-options?from_country_code=NL"),
            None,
        ),
    ] {
        let name = method.as_str().to_lowercase();
        let answer = visitor.app.ask_as_backend(method, &uri, body).await;
        visitor.keep(pattern, &name, 503, &answer);
    }
    let uri = format!("{one}/withdraw");
    let answer = visitor.app.send_from(Method::POST, &uri, &PAGE[..1]).await;
    visitor.keep(WITHDRAW, "post", 503, &answer);
}

const PAGE: [(&str, &str); 2] = [("origin", ORIGIN), ("content-type", "application/json")];

/// Chooses a point that is another one later.
async fn select_long_ago(visitor: &Visitor, later: u64) {
    let cart = json!({"service_point_id": 1000 + later, "reference": "cart-42"});
    select(&visitor.app, &cart, 201).await;
    visitor.app.hands.advance(120 * MINUTE);
}

/// The id of what a page chose.
async fn select(app: &TestApp, body: &Value, status: u16) -> String {
    let answer = app.post(ALL, body).await;
    assert_eq!(answer.status, status, "{}", answer.text());
    let id = answer.json()["id"].as_str().map(str::to_owned);
    id.expect("an id")
}

async fn bind(app: &TestApp, id: &str) {
    let order = json!({"reference": "order-42"});
    let uri = format!("{ALL}/{id}");
    let answer = app.ask_as_backend(Method::PATCH, &uri, Some(&order)).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
}

fn request(method: Method, uri: &str, headers: &[(&str, &str)], body: Body) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(uri);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(body).expect("a request")
}
