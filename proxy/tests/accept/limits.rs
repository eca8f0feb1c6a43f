//! What one client, and all of them, may take.

use std::time::Duration;

use serde_json::Value;
use tokio::time::{pause, sleep};

use super::{GET, Server, assert_default_headers, assert_near, quick, slow};

fn json_of(answer: &str) -> Value {
    let (_, body) = answer.split_once("\r\n\r\n").expect("a head");
    serde_json::from_str(body).unwrap_or_else(|_| panic!("no JSON: {answer}"))
}

#[tokio::test]
async fn a_connection_too_many_is_told_so_and_costs_the_others_nothing() {
    let server = Server::start_with(1, quick()).await;
    let mut first = server.connect().await;
    first.get().await;

    let mut second = server.connect().await;
    let refused = second.get().await;
    assert!(refused.starts_with("HTTP/1.1 503"), "{refused}");
    assert!(refused.contains("retry-after: 1\r\n"), "{refused}");
    assert!(refused.contains("connection: close\r\n"), "{refused}");
    assert_default_headers(&refused);
    assert_eq!(json_of(&refused)["errors"][0]["code"], "overloaded");
    second.closed().await;
    let shed = "picker_shed_total{reason=\"connections\"}";
    assert_eq!(server.metric(shed), 1);
    assert_eq!(server.metric("picker_connections"), 1);

    assert!(first.get().await.starts_with("HTTP/1.1 200"));
    drop(first);
    while server.metric("picker_connections") > 0 {
        tokio::task::yield_now().await;
    }
    let mut third = server.connect().await;
    assert!(third.get().await.starts_with("HTTP/1.1 200"));
}

/// Refusing must not become a place to wait in.
#[tokio::test]
async fn a_connection_too_many_that_says_nothing_is_closed_soon() {
    let server = Server::start_with(0, quick()).await;
    let mut client = server.connect().await;
    pause();
    assert_near(client.closed().await, 0.5);
}

#[tokio::test]
async fn more_headers_than_any_browser_sends_are_refused() {
    let server = Server::start(quick()).await;
    let with = |headers: usize| {
        let headers = (1..headers).map(|number| format!("x-{number}: 1\r\n"));
        GET.replace(
            "\r\n\r\n",
            &format!("\r\n{}\r\n", headers.collect::<String>()),
        )
    };
    for (count, status) in [(64, "200"), (65, "431")] {
        let mut client = server.connect().await;
        client.send(&with(count)).await;
        let answer = client.answer().await;
        assert!(
            answer.starts_with(&format!("HTTP/1.1 {status}")),
            "{answer}"
        );
    }
}

#[tokio::test]
async fn a_head_is_at_most_16_kib() {
    let server = Server::start(quick()).await;
    for (length, status) in [(15 * 1024, "200"), (17 * 1024, "431")] {
        let cookie = format!("\r\ncookie: {}\r\n\r\n", "c".repeat(length));
        let mut client = server.connect().await;
        client.send(&GET.replace("\r\n\r\n", &cookie)).await;
        let answer = client.answer().await;
        assert!(
            answer.starts_with(&format!("HTTP/1.1 {status}")),
            "{answer}"
        );
    }
}

/// Else clients of a long life would all stay with the replica that was there first.
#[tokio::test]
async fn the_thousandth_answer_is_the_last_of_its_connection() {
    let server = Server::start(quick()).await;
    let mut client = server.connect().await;
    for _ in 1..1000 {
        assert!(!client.get().await.contains("connection: close"));
    }
    assert!(client.get().await.contains("connection: close"));
    client.closed().await;
}

#[tokio::test]
async fn the_first_answer_after_an_hour_is_the_last_of_its_connection() {
    let server = Server::start(quick()).await;
    let mut client = server.connect().await;
    client.get().await;
    pause();
    for _ in 0..59 {
        sleep(Duration::from_secs(60)).await;
        assert!(!client.get().await.contains("connection: close"));
    }
    sleep(Duration::from_secs(70)).await;
    assert!(client.get().await.contains("connection: close"));
    client.closed().await;
}

/// A request that was sent behind another one waits for its turn, and is not forgotten.
#[tokio::test]
async fn requests_in_one_packet_are_answered_in_turn() {
    let server = Server::start(slow(Duration::from_millis(20))).await;
    let mut client = server.connect().await;
    client.send(&GET.repeat(3)).await;
    for _ in 0..3 {
        assert!(client.answer().await.ends_with("at last"));
    }
}
