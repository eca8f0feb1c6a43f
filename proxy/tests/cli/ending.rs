//! How the program ends, and what it does when the system has nothing left to give.

use std::process::Stdio;
use std::time::{Duration, Instant};

use axum::Json;
use axum::extract::Request;
use reqwest::{StatusCode, header};
use serde_json::json;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::process::Command;
use tokio::time::{sleep, timeout};

use super::{PATIENCE, Program, client};
use crate::support::{dist, upstream};

/// Sendcloud on a slow day.
async fn slow_point(_: Request) -> Json<serde_json::Value> {
    sleep(Duration::from_millis(1500)).await;
    Json(json!({"data": upstream::point(7)}))
}

/// A demo in front of it: it ends without waiting for balancers.
async fn demo_on_a_slow_upstream() -> Program {
    let base_url = format!("http://{}/api/v3", upstream::always(slow_point).await);
    let variables = [
        ("SENDCLOUD_PUBLIC_KEY", "key"),
        ("SENDCLOUD_SECRET_KEY", "secret"),
        ("SENDCLOUD_BASE_URL", &base_url),
    ];
    let dist = dist::folder();
    let assets = dist.to_str().expect("a path in text");
    let arguments = ["demo", "--listen", "127.0.0.1:0", "--assets", assets];
    Program::start(&arguments, &variables).await
}

#[tokio::test]
async fn a_request_in_flight_is_answered_whole_and_nothing_else_is_waited_for() {
    let mut demo = demo_on_a_slow_upstream().await;
    let _half_open = TcpStream::connect(demo.address())
        .await
        .expect("it listens");
    let mut dripping = TcpStream::connect(demo.address())
        .await
        .expect("it listens");
    dripping.write_all(b"GET / HT").await.expect("it listens");
    let url = format!("{}api/v3/service-points/7", demo.url);
    let request = tokio::spawn(client().get(url).send());
    sleep(Duration::from_millis(300)).await;

    demo.signal("-TERM").await;
    let answer = request.await.expect("no panic").expect("an answer");
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(answer.headers()[header::CONNECTION], "close");
    assert!(answer.text().await.expect("a body").contains("\"id\":7"));
    let answered = Instant::now();
    let status = timeout(PATIENCE, demo.process.wait()).await;
    assert!(status.expect("it ends").expect("it was started").success());
    assert!(answered.elapsed() < Duration::from_secs(2), "{answered:?}");
}

#[tokio::test]
async fn a_second_signal_ends_at_once() {
    let mut demo = demo_on_a_slow_upstream().await;
    let url = format!("{}api/v3/service-points/7", demo.url);
    let request = tokio::spawn(client().get(url).send());
    sleep(Duration::from_millis(300)).await;
    demo.signal("-TERM").await;
    sleep(Duration::from_millis(100)).await;
    demo.signal("-INT").await;
    let status = timeout(PATIENCE, demo.process.wait()).await;
    assert!(status.expect("it ends").expect("it was started").success());
    assert!(request.await.expect("no panic").is_err(), "it was answered");
}

#[tokio::test]
async fn balancers_have_time_to_turn_away() {
    let mut proxy = Program::serve(upstream::always(slow_point).await).await;
    let ready = format!("{}readyz", proxy.urls[1]);
    let file = format!("{}picker.js", proxy.url);
    let client = client();

    proxy.signal("-TERM").await;
    let refused = async {
        loop {
            let answer = client.get(&ready).send().await.expect("an answer");
            if answer.status() == StatusCode::SERVICE_UNAVAILABLE {
                return answer;
            }
        }
    };
    let refused = timeout(PATIENCE, refused).await.expect("it is told");
    assert!(refused.headers().contains_key(header::RETRY_AFTER));
    let answer = client.get(&file).send().await.expect("an answer");
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(answer.headers()[header::CONNECTION], "close");

    // Nobody has to wait for that time to pass.
    proxy.signal("-TERM").await;
    let status = timeout(PATIENCE, proxy.process.wait()).await;
    assert!(status.expect("it ends").expect("it was started").success());
}

/// A loop that ends with the first error would leave a process that listens and never answers.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn running_out_of_files_is_got_over() {
    let mut limited = Command::new("/bin/sh");
    limited
        .args([
            "-c",
            "ulimit -n 64; exec \"$0\" sandbox --listen 127.0.0.1:0",
        ])
        .arg(env!("CARGO_BIN_EXE_picker-proxy"))
        .env_clear()
        .stdout(Stdio::piped())
        .kill_on_drop(true);
    let sandbox = Program::start_as(limited, Stdio::null()).await;
    let mut connections = Vec::new();
    for _ in 0..80 {
        connections.push(TcpStream::connect(sandbox.address()).await);
    }
    let url = format!("{}api/v3/service-points/1000002", sandbox.url);
    let get = || {
        client()
            .get(&url)
            .timeout(Duration::from_millis(500))
            .send()
    };
    assert!(get().await.is_err(), "there were files left");
    drop(connections);
    let answer = client().get(&url).send().await.expect("an answer");
    assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
}
