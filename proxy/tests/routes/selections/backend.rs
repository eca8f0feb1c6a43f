//! Who is the shop's backend, and who is not.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use serde_json::json;

use super::{SELECTIONS, address, assert_refused, select};
use crate::config::file;
use crate::support::points::Points;
use crate::support::{Answer, BACKEND_SECRET, ORIGIN, SIGNING_SECRET, TestApp};

/// The secret of the other shop.
const OTHER_SECRET: &str = "marked-other-secret-11d9-with-32-bytes";

async fn ask(app: &TestApp, method: Method, uri: &str, shown: &str) -> Answer {
    app.send_from(method, uri, &[("authorization", shown)])
        .await
}

#[tokio::test]
async fn only_who_shows_the_secret_reads() {
    let (app, _) = Points::start().await;
    let selection = select(&app, json!({"service_point_id": 1})).await;
    let address = address(&selection);
    for scheme in ["Bearer", "bearer", "BEARER  "] {
        let shown = format!("{scheme} {BACKEND_SECRET}");
        let answer = ask(&app, Method::GET, &address, &shown).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        assert_eq!(answer.header("cache-control"), Some("no-store"));
    }
    for shown in [
        "",
        "Bearer",
        "Bearer ",
        BACKEND_SECRET,
        &format!("Basic {BACKEND_SECRET}"),
        &format!("Bearer{BACKEND_SECRET}"),
        &format!("Bearer {}", &BACKEND_SECRET[1..]),
        &format!("Bearer {BACKEND_SECRET}x"),
        &format!("Bearer {SIGNING_SECRET}"),
    ] {
        let answer = ask(&app, Method::GET, &address, shown).await;
        assert_refused(&answer, StatusCode::UNAUTHORIZED, "authentication_failed");
        assert_eq!(answer.header("www-authenticate"), Some("Bearer"));
        assert_eq!(answer.header("cache-control"), Some("no-store"));
    }
    let secret = format!("Bearer {BACKEND_SECRET}");
    let twice = [("authorization", &*secret), ("authorization", &*secret)];
    let answer = app.send_from(Method::GET, &address, &twice).await;
    assert_refused(&answer, StatusCode::UNAUTHORIZED, "authentication_failed");
    let answer = app.get(&address).await;
    assert_refused(&answer, StatusCode::UNAUTHORIZED, "authentication_failed");
}

/// Without a secret nobody is the backend, whatever is shown; a stranger does not learn of it.
#[tokio::test]
async fn a_shop_without_a_secret_has_no_backend() {
    let text = format!(
        "public_url = \"https://pickup.example\"\n[selections]\nstore = \"sqlite::memory:\"\n{}",
        shop("boots", None, "http://127.0.0.1:1/api/v3")
    );
    let config = file::read(file::write("no-backend.toml", &text), &[]).expect("it is valid");
    let (app, _) = TestApp::with(config);
    let plain = app.get(SELECTIONS).await;
    for shown in ["Bearer ", "Bearer x", &format!("Bearer {BACKEND_SECRET}")] {
        let answer = ask(&app, Method::GET, SELECTIONS, shown).await;
        assert_refused(&answer, StatusCode::UNAUTHORIZED, "authentication_failed");
        assert_eq!(answer.text(), plain.text());
    }
}

fn shop(key: &str, backend_secret: Option<&str>, base_url: &str) -> String {
    let secret = backend_secret.map(|secret| format!("backend_secret = \"{secret}\"\n"));
    format!(
        "[shops.{key}]\norigins = [\"{ORIGIN}\"]\nsigning_secret = \"{SIGNING_SECRET}-{key}\"\n{}\
         [shops.{key}.sendcloud]\npublic_key = \"public\"\nsecret_key = \"secret\"\n\
         base_url = \"{base_url}\"\n",
        secret.unwrap_or_default()
    )
}

/// Two shops on one proxy.
async fn two_shops() -> TestApp {
    let (upstream, _) = Points::serve().await;
    let base_url = format!("http://{upstream}/api/v3");
    let text = format!(
        "public_url = \"https://pickup.example\"\n[selections]\nstore = \"sqlite::memory:\"\n{}{}",
        shop("boots", Some(BACKEND_SECRET), &base_url),
        shop("hats", Some(OTHER_SECRET), &base_url)
    );
    let config = file::read(file::write("two-backends.toml", &text), &[]);
    TestApp::with(config.expect("it is valid")).0
}

#[tokio::test]
async fn a_shop_sees_nothing_of_another() {
    let app = two_shops().await;
    let chosen = json!({"service_point_id": 1, "reference": "cart-1"});
    let selection = app.post("/api/selections?shop=boots", &chosen).await;
    assert_eq!(selection.status, StatusCode::CREATED);
    let selection = selection.json();
    let [boots, hats] = [BACKEND_SECRET, OTHER_SECRET].map(|secret| format!("Bearer {secret}"));
    let id = address(&selection);
    let own = format!("{id}?shop=boots");
    assert_eq!(
        ask(&app, Method::GET, &own, &boots).await.status,
        StatusCode::OK
    );

    let answer = ask(&app, Method::GET, &own, &hats).await;
    assert_refused(&answer, StatusCode::FORBIDDEN, "forbidden");
    // Which shop is meant has to be said, whatever the secret says.
    let answer = ask(&app, Method::GET, &id, &boots).await;
    assert_refused(&answer, StatusCode::NOT_FOUND, "not_found");

    for (method, uri) in [
        (Method::GET, format!("{id}?shop=hats")),
        (Method::POST, format!("{id}/recheck?shop=hats")),
        (
            Method::GET,
            format!("{SELECTIONS}?shop=hats&reference=cart-1"),
        ),
    ] {
        let answer = ask(&app, method, &uri, &hats).await;
        assert_refused(&answer, StatusCode::NOT_FOUND, "not_found");
    }
    let list = ask(&app, Method::GET, &format!("{SELECTIONS}?shop=hats"), &hats).await;
    assert_eq!(list.json(), json!({"results": [], "next": null}));
    let restored = json!({"reference": "cart-1"});
    let answer = app.post("/api/selections/restore?shop=hats", &restored);
    assert_refused(&answer.await, StatusCode::NOT_FOUND, "not_found");
    // What changes nothing says nothing either.
    let page = [("origin", ORIGIN)];
    let withdraw = format!("{id}/withdraw?shop=hats");
    let answer = app.send_from(Method::POST, &withdraw, &page).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    for uri in [
        format!("{id}?shop=hats"),
        format!("{SELECTIONS}?shop=hats&reference=cart-1"),
    ] {
        let answer = ask(&app, Method::DELETE, &uri, &hats).await;
        assert_eq!(answer.status, StatusCode::NO_CONTENT);
    }
    let kept = ask(&app, Method::GET, &own, &boots).await.json();
    assert_eq!(kept["id"], selection["id"]);
    assert_eq!(kept["is_current"], true);
}

/// Who reads the page's script has the secret, and with it all selections of the shop.
#[tokio::test]
async fn a_page_that_holds_the_secret_is_refused() {
    let (app, points) = Points::start().await;
    let secret = format!("Bearer {BACKEND_SECRET}");
    let body = json!({"service_point_id": 1}).to_string();
    for (method, uri) in [
        (Method::GET, SELECTIONS),
        (Method::POST, SELECTIONS),
        (Method::POST, "/api/selections/restore"),
        (Method::POST, "/api/selections/sel_x/withdraw"),
    ] {
        let request = Request::builder()
            .method(method)
            .uri(uri)
            .header("origin", ORIGIN)
            .header("authorization", &secret)
            .header("content-type", "application/json")
            .body(Body::from(body.clone()));
        let answer = app.send(request.expect("a request")).await;
        assert_refused(&answer, StatusCode::FORBIDDEN, "forbidden");
        assert_eq!(answer.header("access-control-allow-origin"), None);
    }
    assert_eq!(points.take_calls(), Default::default());
}

/// Orders by telephone: no page, but the secret; and more of them than one shopper has.
#[tokio::test]
async fn a_backend_confirms_without_a_page() {
    let (app, _) = Points::start().await;
    for _ in 0..8 {
        let chosen = json!({"service_point_id": 1});
        let answer = app
            .ask_as_backend(Method::POST, SELECTIONS, Some(&chosen))
            .await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
        assert_eq!(answer.json()["service_point_id"], 1);
    }
    let request = |secret: &str| {
        let request = Request::post(SELECTIONS)
            .header("authorization", format!("Bearer {secret}"))
            .header("content-type", "application/json")
            .body(Body::from("{\"service_point_id\": 1}"));
        request.expect("a request")
    };
    let answer = app.send(request("wrong")).await;
    assert_refused(&answer, StatusCode::UNAUTHORIZED, "authentication_failed");
}
