//! How much a client may ask for, and a shop, by what comes back.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use proxy::accept::Peer;
use serde_json::json;
use tokio::time;

use crate::support::{Answer, BACKEND_SECRET, ORIGIN, TestApp};

const CONFIG: &str = "/api/config";

/// Asks as a page that somebody at this address has open.
async fn ask_from(app: &TestApp, ip: &str, uri: &str) -> Answer {
    let request = Request::get(uri).header("origin", ORIGIN);
    send_from(app, ip, request.body(Body::empty()).expect("a request")).await
}

async fn send_from(app: &TestApp, ip: &str, mut request: Request<Body>) -> Answer {
    let ip: IpAddr = ip.parse().expect("an address");
    let peer = Peer(SocketAddr::new(ip, 40_000));
    request.extensions_mut().insert(peer);
    app.send(request).await
}

/// How many of so many requests are let through.
async fn passed(app: &TestApp, ip: impl Fn(u32) -> String, count: u32) -> u32 {
    let mut passed = 0;
    for number in 0..count {
        let answer = ask_from(app, &ip(number), CONFIG).await;
        match answer.status {
            StatusCode::OK => passed += 1,
            status => assert_eq!(status, StatusCode::TOO_MANY_REQUESTS),
        }
    }
    passed
}

#[tokio::test(start_paused = true)]
async fn a_client_that_asks_too_often_is_told_when_to_come_again() {
    let app = TestApp::alone();
    let client = |_| "203.0.113.7".to_owned();
    assert_eq!(passed(&app, client, 50).await, 40);
    let answer = ask_from(&app, "203.0.113.7", CONFIG).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(answer.error()["code"], "rate_limited");
    assert_eq!(answer.header("retry-after"), Some("1"));
    // A page could not read it otherwise.
    let allowed = answer.header("access-control-allow-origin");
    assert_eq!(allowed, Some(ORIGIN));

    assert_eq!(passed(&app, |_| "203.0.113.8".to_owned(), 1).await, 1);
    time::advance(Duration::from_secs(3)).await;
    assert_eq!(passed(&app, client, 50).await, 6);
    time::advance(Duration::from_mins(1)).await;
    assert_eq!(passed(&app, client, 50).await, 40);
}

/// 200 labels of four calls each were 429 for most.
#[tokio::test(start_paused = true)]
async fn a_backend_pays_no_limit_and_who_guesses_its_secret_does() {
    let app = TestApp::alone();
    let count = async |ip: &str, secret: &str| {
        let mut limited = 0;
        for _ in 0..200 {
            // Refused before the store is asked, for which the stopped clock would run on.
            let request = Request::get("/api/selections?limit=0")
                .header("authorization", format!("Bearer {secret}"))
                .body(Body::empty());
            let answer = send_from(&app, ip, request.expect("a request")).await;
            limited += u32::from(answer.status == StatusCode::TOO_MANY_REQUESTS);
        }
        limited
    };
    assert_eq!(count("203.0.113.7", BACKEND_SECRET).await, 0);
    let guessed = BACKEND_SECRET.replace('a', "b") + "x";
    assert_eq!(count("203.0.113.8", &guessed).await, 160);
}

/// Whoever has a network of their own has 65,536 of these or more.
#[tokio::test(start_paused = true)]
async fn a_household_is_one_client_and_a_site_is_four() {
    let app = TestApp::alone();
    let household = |number| format!("2001:db8:1:1::{number:x}");
    assert_eq!(passed(&app, household, 50).await, 40);
    let site = |number| format!("2001:db8:1:{:x}::1", number + 2);
    assert_eq!(passed(&app, site, 200).await, 120);
    let another = |number| format!("2001:db8:2:{number:x}::1");
    assert_eq!(passed(&app, another, 200).await, 160);
}

#[tokio::test(start_paused = true)]
async fn an_ipv4_address_in_ipv6_dress_is_the_same_client() {
    let app = TestApp::alone();
    assert_eq!(
        passed(&app, |_| "::ffff:203.0.113.7".to_owned(), 30).await,
        30
    );
    assert_eq!(passed(&app, |_| "203.0.113.7".to_owned(), 30).await, 10);
}

/// A benchmark, or a terminator that nobody has named yet.
#[tokio::test(start_paused = true)]
async fn this_machine_is_no_client() {
    let app = TestApp::alone();
    for ip in ["127.0.0.1", "::1"] {
        assert_eq!(passed(&app, |_| ip.to_owned(), 200).await, 200);
    }
}

#[tokio::test(start_paused = true)]
async fn nobody_writes_their_own_address_who_was_not_named() {
    let app = TestApp::alone();
    let mut statuses = Vec::new();
    for number in 0..50 {
        let hop = format!("198.51.100.{number}");
        let request = Request::get(CONFIG).header("x-forwarded-for", hop);
        let request = request.body(Body::empty()).expect("a request");
        statuses.push(send_from(&app, "203.0.113.7", request).await.status);
    }
    let passed = statuses.iter().filter(|&&it| it == StatusCode::OK);
    assert_eq!(passed.count(), 40);
}

#[tokio::test]
async fn confirmations_of_all_clients_together_have_a_limit_of_their_own() {
    let app = TestApp::alone();
    let confirm = || {
        let body = json!({"service_point_id": 1}).to_string();
        let request = Request::post("/api/selections")
            .header("origin", ORIGIN)
            .header("content-type", "application/json");
        request.body(Body::from(body)).expect("a request")
    };
    let from_one = async |ip| {
        let mut passed = 0;
        for _ in 0..8 {
            let answer = send_from(&app, ip, confirm()).await;
            if answer.status == StatusCode::TOO_MANY_REQUESTS {
                assert_eq!(answer.error()["code"], "rate_limited");
            } else {
                passed += 1;
            }
        }
        passed
    };
    time::pause();
    assert_eq!(from_one("203.0.113.1").await, 5);
    assert_eq!(from_one("203.0.113.2").await, 5);
    assert_eq!(from_one("203.0.113.3").await, 5);
    // This machine is no client, but it is in the shop.
    assert_eq!(from_one("127.0.0.1").await, 5);
}

#[tokio::test(start_paused = true)]
async fn a_terminator_that_is_named_speaks_for_its_clients() {
    let variables = [("PICKER_TRUSTED_PROXIES", "127.0.0.0/8")];
    let app = TestApp::alone_with(&variables);
    let from = async |hops: &str| {
        let request = Request::get(CONFIG).header("x-forwarded-for", hops);
        let request = request.body(Body::empty()).expect("a request");
        send_from(&app, "127.0.0.1", request).await.status
    };
    let mut passed = 0;
    for number in 0..50 {
        // What the client wrote itself comes first.
        let status = from(&format!("198.51.100.{number}, 203.0.113.7")).await;
        passed += u32::from(status == StatusCode::OK);
    }
    assert_eq!(passed, 40);
    assert_eq!(from("203.0.113.8").await, StatusCode::OK);
}
