//! The database goes away, or the disk is full: selections are refused, and nothing else is.

use std::process::Stdio;

use axum::http::StatusCode;
use tokio::process::Command;

use super::{Folder, sandbox, select, selected, serve};
use crate::cli::{Program, client};
use crate::support::postgres::Server;
use crate::support::{TestApp, dist, log};

const POINT: u64 = 1_000_002;

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_away_closes_no_search_and_is_used_again() {
    let Some(server) = tokio::task::spawn_blocking(Server::start_own)
        .await
        .expect("no panic")
    else {
        return;
    };
    let server: &'static Server = Box::leak(Box::new(server));
    let tell = async |word| {
        let told = tokio::task::spawn_blocking(move || server.tell(word));
        assert!(told.await.expect("it answers"));
    };
    let folder = Folder::new("outage");
    let settings = folder.settings(sandbox().await, &server.make_database().await);
    // It is away from the beginning, which keeps nobody from searching.
    tell("stop").await;
    let program = serve(&settings).await;
    let client = client();
    let get = async |base: &str, path: &str| {
        let answer = client.get(format!("{base}{path}")).send().await;
        answer.expect("an answer")
    };
    let (url, admin) = (&program.url, &program.urls[1]);
    for round in 0..2 {
        let reference = format!("marked-cart-{round}");
        let (status, error) = selected(url, &reference, POINT).await;
        assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE, "{error}");
        assert_eq!(error["errors"][0]["code"], "store_unavailable");
        let search = "api/v3/service-points?country_code=NL&carrier_code=postnl\
                      &address=5611+EM+Eindhoven";
        assert_eq!(get(url, search).await.status(), StatusCode::OK);
        assert_eq!(get(admin, "readyz").await.status(), StatusCode::OK);

        tell("start").await;
        let (status, selection) = selected(url, &reference, POINT).await;
        assert_eq!(status, StatusCode::CREATED, "{selection}");
        tell("stop").await;
    }
    let metrics = get(admin, "metrics").await.text().await.expect("text");
    let failures = "picker_store_failures_total{op=\"find_current\"} 2\n";
    assert!(metrics.contains(failures), "{metrics}");
    assert!(
        metrics.contains("picker_store_duration_seconds_count{op=\"place\"} 2\n"),
        "{metrics}"
    );
    let log = std::fs::read_to_string(settings.with_extension("log")).expect("a log");
    assert!(
        log.contains("selections cannot be stored until the database can be reached"),
        "{log}"
    );
    assert!(log.contains("store_unavailable"), "{log}");
    assert!(!log.contains("marked"), "{log}");
}

#[tokio::test]
async fn who_cannot_be_served_is_told_when_to_come_back() {
    log::start();
    // Nothing listens there.
    let store = (
        "PICKER_STORE",
        "postgres://me:marked-password@127.0.0.1:1/x",
    );
    let app = TestApp::on(sandbox().await, &[store]);
    let body = serde_json::json!({"service_point_id": POINT, "reference": "cart"});
    let answer = app.post("/api/selections", &body).await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(answer.error()["code"], "store_unavailable");
    assert_eq!(answer.header("retry-after"), Some("5"));
    assert!(!answer.text().contains("marked"), "{}", answer.text());
    let log = log::read();
    assert!(
        log.contains("the store failed: connection refused"),
        "{log}"
    );
    assert!(!log.contains("marked"), "{log}");
}

/// A limit of the process stands in for the disk: writing beyond it fails, as on a full one.
#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_loses_nothing_that_was_acknowledged() {
    let folder = Folder::new("full");
    let settings = folder.settings(sandbox().await, &folder.store());
    let mut limited = Command::new("/bin/sh");
    let dist = dist::folder();
    limited
        .args(["-c", "trap '' XFSZ; ulimit -f 2048; exec \"$@\"", "sh"])
        .arg(env!("CARGO_BIN_EXE_picker-proxy"))
        .args([
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--admin-listen",
            "127.0.0.1:0",
        ])
        .arg("--config")
        .arg(&settings)
        .arg("--assets")
        .arg(&dist)
        .env_clear()
        .stdout(Stdio::piped())
        .kill_on_drop(true);
    let program = Program::start_as(limited, Stdio::null()).await;
    let client = client();
    let mut acknowledged = Vec::new();
    let refused = loop {
        let reference = format!("cart-{}", acknowledged.len());
        let answer = select(&client, &program.url, &reference, POINT).await;
        let (status, selection) = answer.expect("an answer");
        if status != StatusCode::CREATED {
            break (status, selection);
        }
        acknowledged.push((reference, selection["id"].clone()));
        assert!(acknowledged.len() < 2000, "the disk is never full");
    };
    assert_eq!(refused.0, StatusCode::SERVICE_UNAVAILABLE, "{}", refused.1);
    assert!(acknowledged.len() > 5, "{}", acknowledged.len());
    program.signal("-KILL").await;
    drop(program);

    let program = serve(&settings).await;
    for (reference, id) in &acknowledged {
        let (status, selection) = selected(&program.url, reference, POINT).await;
        assert_eq!(status, StatusCode::OK, "{reference}");
        assert_eq!(selection["id"], *id, "{reference}");
    }
    let (status, _) = selected(&program.url, "there-is-room-again", POINT).await;
    assert_eq!(status, StatusCode::CREATED);
}

#[tokio::test]
async fn a_file_that_cannot_be_written_ends_the_start() {
    let folder = Folder::new("nowhere");
    let store = format!("sqlite:{}/nowhere/selections.db", folder.0.display());
    let settings = folder.settings(sandbox().await, &store);
    let settings = settings.to_str().expect("a path in text");
    let dist = dist::folder();
    let assets = dist.to_str().expect("a path in text");
    let arguments = [
        "serve",
        "--config",
        settings,
        "--assets",
        assets,
        "--listen",
        "127.0.0.1:0",
        "--admin-listen",
        "127.0.0.1:0",
    ];
    let said = crate::cli::refusal(&arguments, &[]).await;
    assert!(said.contains("PICKER_STORE"), "{said}");
    assert!(
        said.contains("nowhere/selections.db cannot be written"),
        "{said}"
    );
}
