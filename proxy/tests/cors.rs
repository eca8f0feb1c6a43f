//! Which pages may ask, and what their browsers are told.

use axum::http::{Method, StatusCode};
use serde_json::json;

use crate::config::file;
use crate::support::{Answer, ORIGIN, PUBLIC_URL, TestApp};

const CONFIG: &str = "/api/config";

async fn ask(app: &TestApp, method: Method, origin: &str) -> Answer {
    app.send_from(method, CONFIG, &[("origin", origin)]).await
}

#[tokio::test]
async fn pages_of_the_shop_and_the_proxys_own_may_ask() {
    let app = TestApp::alone();
    for origin in [ORIGIN, PUBLIC_URL] {
        let answer = ask(&app, Method::GET, origin).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert_eq!(answer.header("access-control-allow-origin"), Some(origin));
        assert_eq!(answer.header("vary"), Some("Origin, Accept-Encoding"));
        assert_eq!(answer.header("access-control-allow-credentials"), None);
        let exposed = answer.header("access-control-expose-headers");
        assert!(
            exposed.is_some_and(|names| names.contains("Retry-After")),
            "{exposed:?}"
        );
    }
}

/// `null` comes from every sandboxed frame and local file: listing it would let in everybody. The
/// refusal alone can be read: pages took it for a failed network.
#[tokio::test]
async fn other_pages_may_not() {
    let app = TestApp::alone();
    let others = [
        "https://evil.example",
        "null",
        "https://shop.example.evil.example",
        "https://evil-shop.example",
        "http://shop.example",
        "https://shop.example:8443",
        "https://SHOP.example",
        "https://shop.example/",
        "",
    ];
    for origin in others {
        for method in [Method::GET, Method::HEAD, Method::OPTIONS] {
            let answer = ask(&app, method.clone(), origin).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{method} {origin:?}");
            assert_eq!(
                answer.header("access-control-allow-origin"),
                Some("*"),
                "{origin:?}"
            );
            assert_eq!(
                answer.header("vary"),
                Some("Origin, Accept-Encoding"),
                "{origin:?}"
            );
        }
        assert_eq!(
            ask(&app, Method::GET, origin).await.error()["code"],
            "forbidden"
        );
    }
}

/// A same-origin GET and a v3 client on a server send no `Origin`.
#[tokio::test]
async fn whoever_names_no_page_may_read() {
    let app = TestApp::alone();
    let answer = app.get(CONFIG).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header("access-control-allow-origin"), None);
    assert_eq!(answer.header("vary"), Some("Origin, Accept-Encoding"));
}

#[tokio::test]
async fn preflight_is_answered_without_a_body() {
    let app = TestApp::alone();
    let headers = [
        ("origin", ORIGIN),
        ("access-control-request-method", "POST"),
        ("access-control-request-headers", "content-type"),
    ];
    let answer = app
        .send_from(Method::OPTIONS, "/api/selections", &headers)
        .await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    assert!(answer.body.is_empty());
    assert_eq!(answer.header("access-control-allow-origin"), Some(ORIGIN));
    assert_eq!(
        answer.header("access-control-allow-methods"),
        Some("GET, HEAD, POST")
    );
    assert_eq!(
        answer.header("access-control-allow-headers"),
        Some("content-type")
    );
    assert_eq!(answer.header("access-control-max-age"), Some("7200"));
}

/// What pages do, with the status that a page of the shop gets for it.
const FOR_PAGES: [(&str, &str, u16); 3] = [
    ("POST", "/api/selections", 415),
    ("POST", "/api/selections/restore", 415),
    ("POST", "/api/selections/sel_x/withdraw", 204),
];

/// What backends do.
const FOR_BACKENDS: [(&str, &str); 11] = [
    ("GET", "/api/selections"),
    ("HEAD", "/api/selections"),
    ("DELETE", "/api/selections?reference=cart-1"),
    ("GET", "/api/selections/sel_x"),
    ("HEAD", "/api/selections/sel_x"),
    ("PATCH", "/api/selections/sel_x"),
    ("DELETE", "/api/selections/sel_x"),
    ("POST", "/api/selections/sel_x/recheck"),
    ("GET", "/api/selections/sel_x/handoff/withdraw"),
    ("GET", "/api/selections/sel_x/nothing"),
    ("GET", "/api/selections/"),
];

/// The answer's headers that let a page do anything.
fn allowance(answer: &Answer) -> Vec<&str> {
    let names = answer.headers.keys().map(|name| name.as_str());
    names
        .filter(|name| name.starts_with("access-control-"))
        .collect()
}

/// Of a refusal: it may be read, and no more than that.
const READABLE: [&str; 1] = ["access-control-allow-origin"];

async fn preflight(app: &TestApp, method: &str, uri: &str, origin: &str) -> Answer {
    let headers = [
        ("origin", origin),
        ("access-control-request-method", method),
        ("access-control-request-headers", "authorization"),
    ];
    app.send_from(Method::OPTIONS, uri, &headers).await
}

fn method(name: &str) -> Method {
    name.parse().expect("a method")
}

/// A page of the shop could have read the selections of all, had it the secret.
#[tokio::test]
async fn what_backends_do_no_page_is_let_do() {
    let app = TestApp::alone();
    for (name, uri) in FOR_BACKENDS {
        for origin in [ORIGIN, PUBLIC_URL, "https://evil.example", "null"] {
            let answer = preflight(&app, name, uri, origin).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{name} {uri}");
            assert_eq!(allowance(&answer), [""; 0], "{name} {uri}");
            let page = [("origin", origin)];
            let answer = app.send_from(method(name), uri, &page).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{name} {uri}");
            assert_eq!(allowance(&answer), [""; 0], "{name} {uri}");
        }
        let answer = app.send_from(method(name), uri, &[]).await;
        assert_eq!(allowance(&answer), [""; 0], "{name} {uri}");
        assert_ne!(answer.status, StatusCode::FORBIDDEN, "{name} {uri}");
    }
    let options = app.send_from(Method::OPTIONS, "/api/selections/sel_x", &[]);
    let options = options.await;
    assert_eq!(options.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(allowance(&options), [""; 0]);
}

#[tokio::test]
async fn what_pages_do_pages_of_the_shop_alone_may() {
    let app = TestApp::alone();
    for (name, uri, status) in FOR_PAGES {
        for origin in [ORIGIN, PUBLIC_URL] {
            let answer = preflight(&app, name, uri, origin).await;
            assert_eq!(answer.status, StatusCode::NO_CONTENT, "{name} {uri}");
            assert_eq!(answer.header("access-control-allow-origin"), Some(origin));
            // The secret is none of a page's headers.
            let headers = answer.header("access-control-allow-headers");
            assert_eq!(headers, Some("content-type"));
            let page = [("origin", origin)];
            let answer = app.send_from(method(name), uri, &page).await;
            assert_eq!(answer.status, status, "{name} {uri}");
            assert_eq!(answer.header("access-control-allow-origin"), Some(origin));
            assert_eq!(answer.header("vary"), Some("Origin, Accept-Encoding"));
        }
        for origin in ["https://evil.example", "null"] {
            let answer = preflight(&app, name, uri, origin).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{name} {uri}");
            assert_eq!(allowance(&answer), READABLE);
            let page = [("origin", origin)];
            let answer = app.send_from(method(name), uri, &page).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{name} {uri}");
            assert_eq!(allowance(&answer), READABLE);
        }
        let answer = app.send_from(method(name), uri, &[]).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{name} {uri}");
    }
}

/// Of a name that was made to lead to the proxy, a browser says all that it says of the frame.
#[tokio::test]
async fn no_request_tells_what_the_proxys_own_origin_is() {
    let app = TestApp::alone();
    let others = [
        "http://evil.example",
        "https://evil.example",
        "http://pickup.example",
        "https://pickup.example:8443",
        "https://PICKUP.example",
        "https://pickup.example.evil.example",
    ];
    for (name, uri, _) in FOR_PAGES {
        for origin in others {
            let host = origin.split_once("://").expect("an origin").1;
            for site in ["same-origin", "same-site", "none"] {
                let headers = [("origin", origin), ("host", host), ("sec-fetch-site", site)];
                let answer = app.send_from(method(name), uri, &headers).await;
                assert_eq!(answer.status, StatusCode::FORBIDDEN, "{uri} {origin}");
                assert_eq!(allowance(&answer), READABLE, "{uri} {origin}");
            }
        }
    }
}

/// The frame of each shop posts from there, wherever below that origin the proxy is reached, and
/// through whatever terminator: older browsers send no `Sec-Fetch-Site`.
#[tokio::test]
async fn the_frame_may_do_what_pages_do() {
    let text = format!(
        "public_url = \"{PUBLIC_URL}/below/\"\nselections.store = \"sqlite::memory:\"\n{}{}",
        file::shop("boots"),
        file::shop("hats")
    );
    let config = file::read(file::write("own-origin.toml", &text), &[]).expect("it is valid");
    let (app, _) = TestApp::with(config);
    for (name, uri, status) in FOR_PAGES {
        for shop in ["boots", "hats"] {
            let uri = format!("{uri}?shop={shop}");
            let headers = [("origin", PUBLIC_URL), ("host", "10.0.0.1:8080")];
            let answer = app.send_from(method(name), &uri, &headers).await;
            assert_eq!(answer.status, status, "{name} {uri}");
            let other = [("origin", "https://caps.example")];
            let answer = app.send_from(method(name), &uri, &other).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{name} {uri}");
        }
    }
}

/// Without its CORS headers an error would reach the widget as "network failed".
#[tokio::test]
async fn errors_can_be_read_by_the_page() {
    let app = TestApp::alone();
    let body = json!({"service_point_id": "nonsense"});
    let answer = app.post("/api/selections", &body).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert_eq!(answer.header("access-control-allow-origin"), Some(ORIGIN));
}

/// An unknown address and a long one were answered before the origin was looked at.
#[tokio::test]
async fn every_answer_below_api_can_be_read_by_the_page() {
    let app = TestApp::alone();
    let long = format!("{CONFIG}?shop={}", "x".repeat(3000));
    let table = [
        ("/api/no-such-thing", StatusCode::NOT_FOUND),
        ("/api/selections-of-all", StatusCode::NOT_FOUND),
        (&long, StatusCode::URI_TOO_LONG),
        ("/api/v3/service-points/%ff", StatusCode::NOT_FOUND),
    ];
    for (uri, status) in table {
        let answer = app.send_from(Method::GET, uri, &[("origin", ORIGIN)]).await;
        assert_eq!(answer.status, status, "{uri}");
        assert_eq!(answer.header("access-control-allow-origin"), Some(ORIGIN));
        assert_eq!(answer.error()["status"], status.as_str());
    }
    // Files belong to every page.
    let other = [("origin", "https://evil.example")];
    let answer = app.send_from(Method::GET, "/picker.js", &other).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
}
