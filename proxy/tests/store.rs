//! The store behind a running proxy: what was acknowledged is there, whatever happens to the
//! process or the database.

mod killed;
mod outage;
mod retention;

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use axum::http::StatusCode;
use sandbox::Sandbox;
use serde_json::{Value, json};

use crate::cli::{Program, client};
use crate::support::{
    BACKEND_SECRET, ORIGIN, PUBLIC_KEY, SECRET_KEY, SIGNING_SECRET, dist, upstream,
};

/// A place for the files of one test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join("store")
            .join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a folder");
        Self(folder)
    }

    fn store(&self) -> String {
        format!("sqlite:{}", self.0.join("selections.db").display())
    }

    /// Settings of a shop that may be asked as much as anybody likes.
    fn settings(&self, upstream: SocketAddr, store: &str) -> PathBuf {
        let path = self.0.join("picker.toml");
        let text = format!(
            "[server]\ndrain_grace_s = 0\n[selections]\nstore = \"{store}\"\n[shops.boots]\n\
             origins = [\"{ORIGIN}\"]\nsigning_secret = \"{SIGNING_SECRET}\"\n\
             backend_secret = \"{BACKEND_SECRET}\"\n\
             limits.selections = {{ per_minute = 1000000, burst = 100000 }}\n\
             [shops.boots.sendcloud]\npublic_key = \"{PUBLIC_KEY}\"\n\
             secret_key = \"{SECRET_KEY}\"\nbase_url = \"http://{upstream}/api/v3\"\n"
        );
        fs::write(&path, text).expect("a file");
        path
    }
}

async fn sandbox() -> SocketAddr {
    let sandbox = Sandbox::default().with_keys(PUBLIC_KEY, SECRET_KEY);
    upstream::serve(sandbox::router(sandbox)).await
}

/// A proxy with these settings, its log written down.
async fn serve(settings: &Path) -> Program {
    let dist = dist::folder();
    let mut log = fs::OpenOptions::new();
    let log = log.create(true).append(true);
    let log = log.open(settings.with_extension("log")).expect("a file");
    let text = |path: &Path| path.to_str().expect("a path in text").to_owned();
    let (settings, dist) = (text(settings), text(&dist));
    let arguments = [
        "serve",
        "--config",
        &settings,
        "--assets",
        &dist,
        "--listen",
        "127.0.0.1:0",
        "--admin-listen",
        "127.0.0.1:0",
    ];
    Program::start_with_log(&arguments, &[], Stdio::from(log)).await
}

/// Selects a point for a cart: the status and the selection. None where no answer comes.
async fn select(
    client: &reqwest::Client,
    url: &str,
    reference: &str,
    point: u64,
) -> Option<(StatusCode, Value)> {
    let body = json!({"service_point_id": point, "reference": reference});
    let request = client.post(format!("{url}api/selections"));
    let request = request.header("origin", ORIGIN);
    let request = request.header("content-type", "application/json");
    let answer = request.body(body.to_string()).send().await.ok()?;
    let status = answer.status();
    let text = answer.text().await.ok()?;
    Some((status, serde_json::from_str(&text).ok()?))
}

/// The same of a proxy that must answer.
async fn selected(url: &str, reference: &str, point: u64) -> (StatusCode, Value) {
    let answer = select(&client(), url, reference, point).await;
    answer.expect("an answer")
}
