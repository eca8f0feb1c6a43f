//! What the loop adds around a service.

use std::convert::Infallible;
use std::future::ready;
use std::time::Duration;

use axum::Extension;
use axum::Router;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use hyper::body::Incoming;
use hyper::service::service_fn;
use proxy::accept::Peer;
use serde_json::Value;
use tokio::net::TcpListener;

use super::{Server, assert_default_headers, slow};
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
    assert_default_headers(&answer);
    let (_, body) = answer.split_once("\r\n\r\n").expect("a head");
    let body: Value = serde_json::from_str(body).expect("v3's envelope");
    assert_eq!(body["errors"][0]["code"], "internal");
    assert_eq!(server.metric("picker_panics_total"), 1);
    let log = log::read();
    assert!(log.contains("ERROR") && !log.contains("marked"), "{log}");

    // Even the same connection goes on.
    assert!(client.get().await.starts_with("HTTP/1.1 200"));
}

/// A service that is no router may fail before there is anything to wait for.
#[tokio::test]
async fn a_panic_before_the_work_begins_ends_its_own_request_alone() {
    let service = service_fn(|request: hyper::Request<Incoming>| {
        assert_ne!(request.uri().path(), "/");
        ready(Ok("ok".into_response()))
    });
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let server = Server::start_on(listener, 100, service);
    let mut client = server.connect().await;
    assert!(client.get().await.starts_with("HTTP/1.1 500"));
    client.send(&super::GET.replace("/ ", "/fine ")).await;
    assert!(client.answer().await.starts_with("HTTP/1.1 200"));
}

#[tokio::test]
async fn a_client_that_leaves_early_is_counted() {
    let server = Server::start(slow(Duration::from_millis(100))).await;
    let mut client = server.connect().await;
    client.get().await;
    client.send(super::GET).await;
    // Long enough for the request to begin, too short for its answer.
    tokio::time::sleep(Duration::from_millis(20)).await;
    assert_eq!(server.metric("picker_clients_left_total"), 0);
    drop(client);
    while server.metric("picker_connections") > 0 {
        tokio::task::yield_now().await;
    }
    assert_eq!(server.metric("picker_clients_left_total"), 1);
}
