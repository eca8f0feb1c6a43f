//! Slow clients are cut off, patient ones are not.

use std::time::Duration;

use axum::Router;
use axum::routing::get;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::{pause, sleep};

use super::{GET, Server, assert_near, awake, quick, slow};

/// More than the system keeps of a connection's bytes.
const LARGE: usize = 48 * 1024 * 1024;

fn large() -> Router {
    Router::new().fallback(get(|| async { vec![b'x'; LARGE] }))
}

/// `axum::serve` waits for ever.
#[tokio::test]
async fn who_sends_nothing_is_cut_off() {
    let server = Server::start(quick()).await;
    let mut client = server.connect().await;
    pause();
    assert_near(client.closed().await, 10.0);
    let cut = "picker_connections_cut_total{reason=\"head\"}";
    assert_eq!(server.metric(cut), 1);
}

/// A byte now and then renews nothing.
#[tokio::test]
async fn a_dripping_head_is_cut_off() {
    let server = Server::start(quick()).await;
    let client = server.connect().await;
    let (mut read, mut write) = client.0.into_split();
    pause();
    tokio::spawn(async move {
        for byte in GET.bytes().cycle().filter(|byte| *byte != b'\n') {
            if write.write_all(&[byte]).await.is_err() {
                break;
            }
            sleep(Duration::from_secs(1)).await;
        }
    });
    let began = tokio::time::Instant::now();
    let ended = read.read(&mut [0; 100]).await;
    assert!(matches!(ended, Ok(0) | Err(_)), "an answer: {ended:?}");
    assert_near(began.elapsed().as_secs_f64(), 10.0);
}

#[tokio::test]
async fn an_idle_connection_outlives_the_balancers_minute() {
    let server = Server::start(quick()).await;
    let mut client = server.connect().await;
    client.get().await;
    pause();
    for _ in 0..3 {
        sleep(Duration::from_secs(74)).await;
        assert!(client.get().await.starts_with("HTTP/1.1 200"));
    }
    assert_near(client.closed().await, 75.0);
    let cut = "picker_connections_cut_total{reason=\"idle\"}";
    assert_eq!(server.metric(cut), 1);
}

/// Idle time is no time for the next head.
#[tokio::test]
async fn a_later_head_has_ten_seconds_from_its_first_byte() {
    let server = Server::start(quick()).await;
    let mut client = server.connect().await;
    client.get().await;
    pause();
    sleep(Duration::from_secs(70)).await;
    let (begin, end) = GET.split_at(7);
    client.send(begin).await;
    sleep(Duration::from_secs(9)).await;
    client.send(end).await;
    client.answer().await;

    client.send(begin).await;
    assert_near(client.closed().await, 10.0);
}

#[tokio::test]
async fn who_reads_nothing_is_cut_off() {
    let server = Server::start(large()).await;
    let mut client = server.connect().await;
    client.send(GET).await;
    // The buffers between are full when this much has come.
    client.0.read_exact(&mut [0; 64]).await.expect("a begin");
    pause();
    sleep(Duration::from_secs(11)).await;
    let cut = "picker_connections_cut_total{reason=\"write\"}";
    assert_eq!(server.metric(cut), 1);
    assert_eq!(server.metric("picker_connections"), 0);
    // Reset, so that the system keeps nothing of what nobody reads.
    let ended = client.0.read_to_end(&mut Vec::new()).await;
    let ended = ended.expect_err("the answer was cut off");
    assert_eq!(ended.kind(), std::io::ErrorKind::ConnectionReset);
}

/// Ten seconds are for a pause, not for an answer.
#[tokio::test]
async fn who_reads_slowly_but_steadily_gets_everything() {
    let server = Server::start(large()).await;
    let mut client = server.connect().await;
    client.send(GET).await;
    client.0.read_exact(&mut [0; 64]).await.expect("a begin");
    pause();
    let mut part = vec![0; LARGE / 10];
    for _ in 0..10 {
        sleep(Duration::from_secs(9)).await;
        awake(client.0.read_exact(&mut part)).await.expect("more");
    }
    // What was slow once is no matter later.
    sleep(Duration::from_secs(60)).await;
    awake(client.send(GET)).await;
    awake(client.0.read_exact(&mut part)).await.expect("more");
}

/// Routes have deadlines of their own, shorter than this.
#[tokio::test]
async fn a_client_that_waits_for_its_answer_is_not_slow() {
    let server = Server::start(slow(Duration::from_secs(100))).await;
    let mut client = server.connect().await;
    client.send(GET).await;
    pause();
    assert!(client.answer().await.ends_with("at last"));
}
