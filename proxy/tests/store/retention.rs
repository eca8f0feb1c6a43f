//! What has been kept for its time is removed by the running program.

use std::time::Duration;

use axum::http::StatusCode;
use proxy::config::Source;
use tokio::time::{sleep, timeout};

use super::{Folder, sandbox, selected, serve};
use crate::cli::{PATIENCE, client};
use crate::support::TestApp;

#[tokio::test(flavor = "multi_thread")]
async fn old_selections_are_removed_from_the_start_on() {
    let folder = Folder::new("retention");
    let settings = folder.settings(sandbox().await, &folder.store());
    let source = Source {
        file: Some(settings.clone()),
        ..Source::default()
    };
    // This one lives in the past, longer ago than anything is kept.
    let config = source.read(&|_| None).config.expect("it is valid");
    let (app, _) = TestApp::with(config);
    let body = serde_json::json!({"service_point_id": 1_000_002, "reference": "old"});
    let answer = app.post("/api/selections", &body).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
    // With the last of it its connections end.
    drop(app);

    let program = serve(&settings).await;
    let (status, _) = selected(&program.url, "new", 1_000_002).await;
    assert_eq!(status, StatusCode::CREATED);
    let metrics = async || {
        let answer = client().get(format!("{}metrics", program.urls[1])).send();
        let answer = answer.await.expect("an answer");
        answer.text().await.expect("text")
    };
    let purged = "picker_selections_purged_total{what=\"selections\"} 1\n";
    let removed = timeout(PATIENCE, async {
        while !metrics().await.contains(purged) {
            sleep(Duration::from_millis(20)).await;
        }
    });
    assert!(removed.await.is_ok(), "{}", metrics().await);
    // The other is younger than that.
    let (status, _) = selected(&program.url, "new", 1_000_002).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(program.terminate().await.code(), Some(0));
    // The end has closed the file: nothing is left beside it.
    let names = std::fs::read_dir(&folder.0).expect("a folder");
    let names = names.map(|entry| entry.expect("an entry").file_name());
    let beside = names.filter(|name| name.to_string_lossy().contains("db-"));
    assert_eq!(beside.count(), 0);
}
