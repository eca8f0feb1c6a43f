//! What the loop adds around a service.

use std::convert::Infallible;
use std::time::Duration;

use axum::Extension;
use axum::Router;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use proxy::accept::Peer;
use serde_json::Value;

use super::{Server, slow};
use crate::support::log;

#[tokio::test]
async fn a_request_knows_its_peer() {
    let tell = |Extension(Peer(peer)): Extension<Peer>| async move { peer.to_string() };
    let server = Server::start(Router::new().fallback(get(tell))).await;
    let mut client = server.connect().await;
    let own = client.0.local_addr().expect("it is connected").to_string();
    let answer = client.get().await;
    assert!(answer.ends_with(&own), "{answer}");
}

/// Panics before or in its work, as the address says.
async fn panicky(request: Request) -> Result<Response, Infallible> {
    let path = request.uri().path().to_owned();
    tokio::task::yield_now().await;
    assert_ne!(path, "/marked-address", "with {path} in its message");
    Ok("ok".into_response())
}

#[tokio::test]
async fn a_panic_ends_its_own_request_alone() {
    let server = Server::start(Router::new().fallback(panicky)).await;
    let mut client = server.connect().await;
    client
        .send("GET /marked-address HTTP/1.1\r\nhost: pickup.example\r\n\r\n")
        .await;
    let answer = client.answer().await;
    assert!(answer.starts_with("HTTP/1.1 500"), "{answer}");
    let (_, body) = answer.split_once("\r\n\r\n").expect("a head");
    let body: Value = serde_json::from_str(body).expect("v3's envelope");
    assert_eq!(body["errors"][0]["code"], "internal");
    assert_eq!(server.metric("picker_panics_total"), 1);
    let log = log::read();
    assert!(log.contains("ERROR") && !log.contains("marked"), "{log}");

    // Even the same connection goes on.
    assert!(client.get().await.starts_with("HTTP/1.1 200"));
}

#[tokio::test]
async fn a_client_that_leaves_early_is_counted() {
    let server = Server::start(slow(Duration::from_secs(3600))).await;
    let mut client = server.connect().await;
    client.send(super::GET).await;
    while server.metric("picker_connections") == 0 {
        tokio::task::yield_now().await;
    }
    // The request has begun when the server has had a turn with it.
    tokio::time::sleep(Duration::from_millis(20)).await;
    assert_eq!(server.metric("picker_clients_left_total"), 0);
    drop(client);
    while server.metric("picker_connections") > 0 {
        tokio::task::yield_now().await;
    }
    assert_eq!(server.metric("picker_clients_left_total"), 1);
}
