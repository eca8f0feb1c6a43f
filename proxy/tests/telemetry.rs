//! The log, as it leaves the program.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Command, Stdio};

use axum::body::Body;
use axum::extract::Request;
use proxy::accept::Peer;
use serde_json::Value;

use crate::support::{PUBLIC_KEY, SECRET_KEY, TestApp, log};

/// The shop, the country and the client's network: what an operator needs to tell whose trouble it is.
#[tokio::test]
async fn a_line_says_for_whom_it_was() {
    let app = TestApp::alone();
    let mut request = Request::get("/api/v3/service-points?country_code=nl");
    let client = "203.0.113.77:4711".parse().expect("an address");
    let extensions = request.extensions_mut().expect("a request");
    extensions.insert(Peer(client));
    app.send(request.body(Body::empty()).expect("a request"))
        .await;

    let log = log::read();
    let line: Value = serde_json::from_str(&log).expect("a JSON line");
    assert_eq!(line["shop"], "default");
    assert_eq!(line["country"], "NL");
    assert_eq!(line["client"], "203.0.113.0/24");
    assert_eq!(line["cache"], "none");
    assert!(!log.contains("203.0.113.77"), "{log}");
}

/// A line is written by another thread than the one that ends the program.
#[test]
fn the_last_line_is_written_before_the_end() {
    let mut process = Command::new(env!("CARGO_BIN_EXE_picker-proxy"))
        .args(["sandbox", "--listen", "127.0.0.1:0"])
        .env_clear()
        .env("SENDCLOUD_PUBLIC_KEY", PUBLIC_KEY)
        .env("SENDCLOUD_SECRET_KEY", SECRET_KEY)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut started = String::new();
    let stdout = process.stdout.take().expect("it is a pipe");
    let read = BufReader::new(stdout).read_line(&mut started);
    assert!(read.is_ok_and(|length| length > 0), "it started");
    // Whoever answers has begun to listen for signals as well.
    let (_, address) = started.split_once("http://").expect("an address");
    let (address, _) = address.split_once('/').expect("an address");
    let mut connection = TcpStream::connect(address).expect("it listens");
    let request = b"GET / HTTP/1.0\r\n\r\n";
    connection.write_all(request).expect("it is read");
    let answer = connection.read_to_end(&mut Vec::new());
    assert!(answer.is_ok_and(|length| length > 0), "it answers");
    let id = process.id().to_string();
    let killed = Command::new("kill").args(["-TERM", &id]).status();
    assert!(killed.expect("kill is there").success());
    let mut log = String::new();
    let mut stderr = process.stderr.take().expect("it is a pipe");
    stderr.read_to_string(&mut log).expect("text");
    process.wait().expect("it was started");
    assert!(log.contains("\"message\":\"ending:"), "{log:?}");
}
