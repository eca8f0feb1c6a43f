//! Settings that change while the proxy serves.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use axum::http::StatusCode;
use proxy::config::{Reading, Source};
use proxy::reload::{Metrics, Reloader};
use reqwest::header;
use tokio::time::{sleep, timeout};

use crate::cli::{PATIENCE, Program, client};
use crate::config::file;
use crate::support::{ORIGIN, SIGNING_SECRET, TestApp, dist};

/// As long as the other: a file can be another without being longer.
const NEW_ORIGIN: &str = "https://news.example";

/// A configuration of one shop that allows these origins, with more at its top.
fn settings(top: &str, origins: &[&str]) -> String {
    format!(
        "{top}\n[shops.boots]\norigins = {origins:?}\nsigning_secret = \"{SIGNING_SECRET}\"\n\
         [shops.boots.sendcloud]\npublic_key = \"public\"\nsecret_key = \"secret\"\n\
         base_url = \"http://127.0.0.1:1/api/v3\"\n[selections]\nstore = \"sqlite::memory:\"\n"
    )
}

/// A running proxy with a file to change, and its log.
struct Served {
    program: Program,
    log: PathBuf,
}

impl Served {
    async fn start(config: Option<&Path>, variables: &[(&str, &str)], name: &str) -> Self {
        let dist = dist::folder();
        let mut arguments = vec!["serve", "--listen", "127.0.0.1:0"];
        arguments.extend(["--admin-listen", "127.0.0.1:0", "--assets"]);
        arguments.push(dist.to_str().expect("a path in text"));
        if let Some(config) = config {
            arguments.extend(["--config", config.to_str().expect("a path in text")]);
        }
        let log = file::write(name, "");
        let output = File::create(&log).expect("a file");
        let program = Program::start_with_log(&arguments, variables, Stdio::from(output)).await;
        Self { program, log }
    }

    /// Waits until the log holds a text, and gives the line.
    async fn logged(&self, text: &str) -> String {
        let line = timeout(PATIENCE, async {
            loop {
                let log = fs::read_to_string(&self.log).expect("text");
                if let Some(line) = log.lines().find(|line| line.contains(text)) {
                    return line.to_owned();
                }
                sleep(Duration::from_millis(10)).await;
            }
        });
        line.await
            .unwrap_or_else(|_| panic!("{text} is not logged"))
    }

    async fn status(&self, origin: &str) -> StatusCode {
        let url = format!("{}api/config", self.program.url);
        let request = client().get(url).header(header::ORIGIN, origin);
        request.send().await.expect("an answer").status()
    }
}

#[tokio::test]
async fn a_hangup_takes_another_configuration_and_loses_no_request() {
    let path = file::write("hangup.toml", &settings("", &[ORIGIN]));
    let served = Served::start(Some(&path), &[], "hangup.log").await;
    assert_eq!(served.status(NEW_ORIGIN).await, StatusCode::FORBIDDEN);

    let is_over = Arc::new(AtomicBool::new(false));
    let answered = Arc::new(AtomicUsize::new(0));
    let clients = (0..4).map(|_| {
        let (is_over, answered) = (is_over.clone(), answered.clone());
        let request = client().get(format!("{}api/config", served.program.url));
        let request = request.header(header::ORIGIN, ORIGIN);
        tokio::spawn(async move {
            while !is_over.load(Ordering::Relaxed) {
                let answer = request.try_clone().expect("no body").send().await;
                assert_eq!(answer.expect("an answer").status(), StatusCode::OK);
                answered.fetch_add(1, Ordering::Relaxed);
            }
        })
    });
    let clients: Vec<_> = clients.collect();
    for round in 0..5 {
        let more = format!("https://round-{round}.example");
        fs::write(&path, settings("", &[ORIGIN, NEW_ORIGIN, &more])).expect("a file");
        served.program.signal("-HUP").await;
        timeout(PATIENCE, async {
            while served.status(&more).await != StatusCode::OK {}
        })
        .await
        .expect("it is read");
    }
    is_over.store(true, Ordering::Relaxed);
    for client in clients {
        client.await.expect("every request was answered");
    }
    assert_eq!(served.status(NEW_ORIGIN).await, StatusCode::OK);
    let answered = answered.load(Ordering::Relaxed);
    assert!(answered > 20, "{answered} requests are no load");
}

#[tokio::test]
async fn a_broken_file_changes_nothing() {
    let path = file::write("broken.toml", &settings("", &[ORIGIN]));
    let served = Served::start(Some(&path), &[], "broken.log").await;
    let broken = settings("logo = true", &[NEW_ORIGIN, "*"]);
    fs::write(&path, broken).expect("a file");
    served.program.signal("-HUP").await;
    let line = served.logged("the earlier one stays").await;
    assert!(line.contains("\"ERROR\""), "{line}");
    for finding in [
        "broken.toml:1: unknown key `logo`",
        "broken.toml:3: shops.boots.origins",
    ] {
        assert!(line.contains(finding), "{line}");
    }
    assert_eq!(served.status(ORIGIN).await, StatusCode::OK);
    assert_eq!(served.status(NEW_ORIGIN).await, StatusCode::FORBIDDEN);

    fs::write(&path, settings("", &[NEW_ORIGIN])).expect("a file");
    served.program.signal("-HUP").await;
    served.logged("is in use").await;
    assert_eq!(served.status(ORIGIN).await, StatusCode::FORBIDDEN);
    assert_eq!(served.status(NEW_ORIGIN).await, StatusCode::OK);
}

#[tokio::test]
async fn what_takes_a_restart_is_named_and_the_rest_applied() {
    let path = file::write("restart.toml", &settings("", &[ORIGIN]));
    let served = Served::start(Some(&path), &[], "restart.log").await;
    let top = "server.connections = 100\ncache.memory_mib = 64";
    fs::write(&path, settings(top, &[NEW_ORIGIN])).expect("a file");
    served.program.signal("-HUP").await;
    let line = served.logged("take a restart").await;
    assert!(
        line.contains("\"server.connections, cache.memory_mib\""),
        "{line}"
    );
    assert!(line.contains("\"WARN\""), "{line}");
    assert_eq!(served.status(NEW_ORIGIN).await, StatusCode::OK);
}

#[tokio::test]
async fn variables_alone_have_their_secrets_read_again() {
    let path = file::write("rotated-secret", SIGNING_SECRET);
    let variables = [
        ("PICKER_ORIGINS", ORIGIN),
        ("PICKER_SIGNING_SECRET_FILE", path.to_str().expect("text")),
        ("SENDCLOUD_PUBLIC_KEY", "public"),
        ("SENDCLOUD_SECRET_KEY", "secret"),
        ("SENDCLOUD_BASE_URL", "http://127.0.0.1:1/api/v3"),
        ("PICKER_STORE", "sqlite::memory:"),
    ];
    let served = Served::start(None, &variables, "variables.log").await;
    fs::write(&path, "marked-4711").expect("a file");
    served.program.signal("-HUP").await;
    let line = served.logged("the earlier one stays").await;
    assert!(line.contains("PICKER_SIGNING_SECRET"), "{line}");
    assert!(!line.contains("4711"), "{line}");
    fs::write(&path, SIGNING_SECRET.replace("5d20", "6e31")).expect("a file");
    served.program.signal("-HUP").await;
    served.logged("is in use").await;
}

/// Mounted secrets change without a signal, and with the time of their making.
#[tokio::test(start_paused = true)]
async fn another_content_is_noticed_without_a_signal() {
    let secret = file::write("polled-secret", SIGNING_SECRET);
    let literal = format!("\"{SIGNING_SECRET}\"");
    let by_file = settings("", &[ORIGIN]).replace(&literal, "{ file = \"polled-secret\" }");
    let path = file::write("polled.toml", &by_file);
    let source = Source {
        file: Some(path.clone()),
        ..Source::default()
    };
    let Reading { config, contents } = source.read(&|_| None);
    let config = config.expect("it is valid");
    let metrics = Metrics::default();
    let mut registry = prometheus_client::registry::Registry::default();
    metrics.register(&mut registry);
    let reloader = Reloader::new(source, &config, contents, metrics);
    let (app, state) = TestApp::with(config);
    let task = tokio::spawn(reloader.run(state));
    let status = async |origin| {
        let headers = [("origin", origin)];
        let answer = app.send_from("GET".parse().expect("a method"), "/api/config", &headers);
        answer.await.status
    };
    let failures = || {
        let mut text = String::new();
        let written = prometheus_client::encoding::text::encode(&mut text, &registry);
        written.expect("a text takes it");
        text
    };
    assert_eq!(status(NEW_ORIGIN).await, StatusCode::FORBIDDEN);
    fs::write(&path, by_file.replace(ORIGIN, NEW_ORIGIN)).expect("a file");
    // No time passes while a file is read, so the minute has two looks at it.
    sleep(Duration::from_secs(61)).await;
    assert_eq!(status(NEW_ORIGIN).await, StatusCode::OK);

    fs::write(&secret, "short").expect("a file");
    assert!(
        failures().contains("reload_failures_total 0\n"),
        "{}",
        failures()
    );
    sleep(Duration::from_secs(301)).await;
    // Told once, and not at every look.
    assert!(
        failures().contains("reload_failures_total 1\n"),
        "{}",
        failures()
    );
    assert_eq!(status(NEW_ORIGIN).await, StatusCode::OK);
    task.abort();
}
