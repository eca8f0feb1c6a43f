//! Every fault, as a client meets it over real HTTP. Waiting costs nothing: the clock is paused.

use std::io::{self, Read};
use std::time::Duration;

use axum::http::StatusCode;
use flate2::read::GzDecoder;
use sandbox::{CallClass, Fault, Faults, RetryAfter, Sandbox};
use serde_json::Value;
use tokio::time::Instant;

use crate::support::wire::{
    ADDRESS_SEARCH, CHECK, MAP_SEARCH, POINT, Received, TOKEN, ask, ask_in, serve,
    serve_without_linger,
};
use crate::support::{NOON, stopped_at};

const EACH: [&str; 4] = [ADDRESS_SEARCH, MAP_SEARCH, POINT, CHECK];

fn sandbox_with(faults: &Faults) -> Sandbox {
    let sandbox = Sandbox::default().with_clock(stopped_at(NOON));
    sandbox.with_faults(faults)
}

/// Asks a sandbox that has this fault.
async fn ask_with(fault: Fault, request: &str) -> Received {
    let faults = Faults::none();
    faults.set(fault);
    ask(serve(sandbox_with(&faults)).await, request).await
}

/// What the request is answered where nothing is wrong.
async fn usual(request: &str) -> Vec<u8> {
    let address = serve(sandbox_with(&Faults::none())).await;
    ask(address, request).await.body().to_vec()
}

#[tokio::test(start_paused = true)]
async fn latency_comes_before_the_usual_answer() {
    for request in EACH {
        let started = Instant::now();
        let answer = ask_with(Fault::Latency(Duration::from_secs(20)), request).await;
        assert!(started.elapsed() >= Duration::from_secs(20), "{request}");
        assert_eq!(answer.body(), usual(request).await, "{request}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_429_says_when_to_come_again_or_does_not() {
    let an_hour = Duration::from_secs(3600);
    for (retry_after, header) in [
        (RetryAfter::Missing, None),
        (RetryAfter::Seconds(7), Some("7")),
        (
            RetryAfter::DateIn(an_hour),
            Some("Wed, 11 Mar 2026 13:00:00 GMT"),
        ),
    ] {
        for request in EACH {
            let answer = ask_with(Fault::TooManyRequests(retry_after), request).await;
            assert_eq!(answer.status(), 429);
            assert_eq!(answer.header("retry-after"), header);
            assert_eq!(answer.json()["errors"][0]["status"], "429");
        }
    }
}

#[tokio::test]
async fn the_geocoder_is_down_for_address_searches_alone() {
    let faults = Faults::none();
    faults.set(Fault::GeocoderDown);
    let address = serve(sandbox_with(&faults)).await;
    let refused = ask(address, ADDRESS_SEARCH).await;
    assert_eq!(refused.status(), 503);
    assert_eq!(refused.json()["errors"][0]["code"], Value::Null);
    for request in [MAP_SEARCH, POINT, CHECK] {
        assert_eq!(ask(address, request).await.status(), 200, "{request}");
    }
}

#[tokio::test]
async fn a_gateway_answers_in_html() {
    for status in [500, 502, 503, 504] {
        let fault = Fault::GatewayError(StatusCode::from_u16(status).unwrap());
        let answer = ask_with(fault, POINT).await;
        assert_eq!(answer.status(), status);
        assert_eq!(
            answer.header("content-type"),
            Some("text/html; charset=utf-8")
        );
        assert_eq!(answer.json(), Value::Null);
    }
}

#[tokio::test]
async fn right_credentials_can_be_refused() {
    for request in EACH {
        let answer = ask_with(Fault::Unauthorized, request).await;
        assert_eq!(answer.status(), 401);
        assert_eq!(answer.json()["errors"][0]["code"], "authentication_failed");
    }
}

#[tokio::test]
async fn a_connection_ends_before_the_head() {
    let faults = Faults::none();
    faults.set(Fault::Reset);
    let address = serve(sandbox_with(&faults)).await;
    for request in EACH {
        assert!(ask(address, request).await.is_nothing(), "{request}");
    }
    let address = serve_without_linger(sandbox_with(&faults)).await;
    let answer = ask(address, POINT).await;
    assert!(answer.is_nothing());
    let kind = answer.ended.map_err(|error| error.kind());
    assert_eq!(kind, Err(io::ErrorKind::ConnectionReset));
}

#[tokio::test(start_paused = true)]
async fn half_a_body_stands_under_the_length_of_the_whole() {
    for request in EACH {
        let whole = usual(request).await;
        let answer = ask_with(Fault::HalfBody, request).await;
        assert_eq!(answer.status(), 200);
        let length = whole.len().to_string();
        assert_eq!(answer.header("content-length"), Some(&*length));
        assert_eq!(answer.body(), &whole[..whole.len() / 2], "{request}");
    }
}

#[tokio::test(start_paused = true)]
async fn chunks_break_off() {
    let faults = Faults::none();
    faults.set(Fault::BrokenChunks);
    let address = serve(sandbox_with(&faults)).await;
    let answer = ask_in(address, POINT, "HTTP/1.1").await;
    assert_eq!(answer.header("transfer-encoding"), Some("chunked"));
    assert!(answer.body().len() > 100, "half of it comes");
    assert!(!answer.body().ends_with(b"0\r\n\r\n"), "the end does not");
}

#[tokio::test(start_paused = true)]
async fn bytes_drip() {
    let whole = usual(CHECK).await;
    let started = Instant::now();
    let answer = ask_with(Fault::Drip(Duration::from_secs(1)), CHECK).await;
    let bytes = u32::try_from(whole.len()).unwrap();
    assert!(started.elapsed() >= Duration::from_secs(1) * bytes);
    assert_eq!(answer.body(), whole);
}

#[tokio::test]
async fn garbage_is_called_json() {
    let answer = ask_with(Fault::Garbage, MAP_SEARCH).await;
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.header("content-type"), Some("application/json"));
    assert_eq!(answer.json(), Value::Null);
    assert!(std::str::from_utf8(answer.body()).is_err());
}

#[tokio::test]
async fn a_gzip_bomb_is_small_until_it_is_unpacked() {
    let answer = ask_with(Fault::GzipBomb, MAP_SEARCH).await;
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.header("content-encoding"), Some("gzip"));
    assert!(answer.body().len() < 128 * 1024, "{}", answer.body().len());
    let mut unpacked = Vec::new();
    GzDecoder::new(answer.body())
        .read_to_end(&mut unpacked)
        .unwrap();
    assert!(unpacked.len() > 50_000_000);
    // So nothing but its size is wrong with it.
    let json: Value = serde_json::from_slice(&unpacked).unwrap();
    assert_eq!(json["data"]["results"], Value::Array(Vec::new()));
}

#[tokio::test]
async fn a_huge_body_is_json_all_the_same() {
    let answer = ask_with(Fault::Huge, MAP_SEARCH).await;
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.header("content-length"), None);
    assert!(answer.body().len() > 50_000_000);
    assert_eq!(answer.json()["data"]["results"], Value::Array(Vec::new()));
}

#[tokio::test]
async fn the_usual_answer_is_called_html() {
    let answer = ask_with(Fault::WrongType, POINT).await;
    assert_eq!(
        answer.header("content-type"),
        Some("text/html; charset=utf-8")
    );
    assert_eq!(answer.body(), usual(POINT).await);
}

#[tokio::test]
async fn a_list_has_ten_thousand_points() {
    let answer = ask_with(Fault::ManyPoints, MAP_SEARCH).await;
    let json = answer.json();
    let results = json["data"]["results"].as_array().unwrap();
    assert_eq!(results.len(), 10_000);
    assert_ne!(results[0]["id"], results[9_999]["id"]);
    // A single point cannot be a list.
    let answer = ask_with(Fault::ManyPoints, POINT).await;
    assert_eq!(answer.body(), usual(POINT).await);
}

#[tokio::test]
async fn a_fault_ends_after_its_calls_or_when_healed() {
    let faults = Faults::none();
    let address = serve(sandbox_with(&faults)).await;
    let status = async || ask(address, POINT).await.status();
    assert_eq!(status().await, 200);
    faults.set(Fault::Unauthorized.times(2));
    assert_eq!(
        [status().await, status().await, status().await],
        [401, 401, 200]
    );
    faults.set(Fault::Unauthorized);
    assert_eq!([status().await, status().await], [401, 401]);
    faults.heal();
    assert_eq!(status().await, 200);
}

#[tokio::test]
async fn a_fault_befalls_its_class_alone() {
    let classes = [
        (CallClass::AddressSearch, ADDRESS_SEARCH),
        (CallClass::Get, MAP_SEARCH),
        (CallClass::Get, POINT),
        (CallClass::Post, CHECK),
        (CallClass::Token, TOKEN),
        (CallClass::Logo, "GET /global-media/dhl/img/logo.svg"),
    ];
    let faults = Faults::none();
    let address = serve(sandbox_with(&faults)).await;
    let bad_gateway = Fault::GatewayError(StatusCode::BAD_GATEWAY);
    for (sick, _) in classes {
        faults.set(bad_gateway.on(sick));
        for (class, request) in classes {
            let is_sick = ask(address, request).await.status() == 502;
            assert_eq!(is_sick, class == sick, "{sick:?}, {request}");
        }
    }
    // Tokens and logos are sick only where that is said.
    faults.set(bad_gateway);
    for (class, request) in classes {
        let is_sick = ask(address, request).await.status() == 502;
        let is_api = !matches!(class, CallClass::Token | CallClass::Logo);
        assert_eq!(is_sick, is_api, "{request}");
    }
}

#[tokio::test]
async fn a_token_can_be_refused_in_its_own_shape() {
    let faults = Faults::none();
    faults.set(Fault::Unauthorized.on(CallClass::Token));
    let answer = ask(serve(sandbox_with(&faults)).await, TOKEN).await;
    assert_eq!(answer.status(), 401);
    assert_eq!(answer.json()["error"], "invalid_client");
}

/// Of the faults that apply the first one happens; latency goes with each, and only what happened
/// is used up.
#[tokio::test(start_paused = true)]
async fn faults_follow_one_another() {
    let faults = Faults::none();
    faults.set(Fault::Unauthorized.times(1));
    faults.add(Fault::GatewayError(StatusCode::BAD_GATEWAY).times(1));
    faults.add(Fault::Latency(Duration::from_secs(9)));
    let address = serve(sandbox_with(&faults)).await;
    for status in [401, 502, 200] {
        let started = Instant::now();
        assert_eq!(ask(address, POINT).await.status(), status);
        assert!(started.elapsed() >= Duration::from_secs(9));
    }
}
