//! What has been kept for its time is removed by the running program.

use std::time::Duration;

use axum::Json;
use axum::http::{Method, StatusCode};
use axum::routing::{get, post};
use proxy::clock::Clock;
use proxy::config::Source;
use serde_json::{Value, json};
use tokio::time::{sleep, timeout};

use super::{Folder, sandbox, selected, serve};
use crate::cli::{PATIENCE, Program, client};
use crate::support::{BACKEND_SECRET, NOW, TestApp, upstream};

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
    let body = json!({"service_point_id": 1_000_002, "reference": "old"});
    let answer = app.post("/api/selections", &body).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
    // With the last of it its connections end.
    drop(app);

    let program = serve(&settings).await;
    let (status, _) = selected(&program.url, "new", 1_000_002).await;
    assert_eq!(status, StatusCode::CREATED);
    removed(&program, "selections").await;
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

/// Waits until one of these has been removed.
async fn removed(program: &Program, what: &str) {
    let metrics = async || {
        let answer = client().get(format!("{}metrics", program.urls[1])).send();
        let answer = answer.await.expect("an answer");
        answer.text().await.expect("text")
    };
    let purged = format!("picker_selections_purged_total{{what=\"{what}\"}} 1\n");
    let removed = timeout(PATIENCE, async {
        while !metrics().await.contains(&purged) {
            sleep(Duration::from_millis(20)).await;
        }
    });
    assert!(removed.await.is_ok(), "{}", metrics().await);
}

/// A label without the number would be for nobody's compartment.
#[tokio::test(flavor = "multi_thread")]
async fn no_hand_off_leaves_out_a_post_number_that_was_erased() {
    let folder = Folder::new("erased-number");
    let point = async || Json(json!({"data": upstream::packstation(1)}));
    let check = async || Json(json!({"data": {"is_available": true}}));
    let sendcloud = axum::Router::new()
        .route("/api/v3/service-points/1", get(point))
        .route("/api/v3/service-points/1/check-availability", post(check));
    let sendcloud = upstream::serve(sendcloud).await;
    let settings = folder.settings(sendcloud, &folder.store());
    let source = Source {
        file: Some(settings.clone()),
        ..Source::default()
    };
    let config = source.read(&|_| None).config.expect("it is valid");
    let (app, _) = TestApp::with(config);
    // 40 days ago: the number's time is over, the selection's is not.
    let now = Clock::system().now().as_second();
    let passed = u64::try_from(now - NOW).expect("it is later") - 40 * 24 * 60 * 60;
    app.hands.advance(Duration::from_secs(passed));
    let choice = json!({"service_point_id": 1, "to_post_number": "00123456", "reference": "cart"});
    let answer = app.post("/api/selections", &choice).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
    let id = answer.json()["id"].as_str().expect("an id").to_owned();
    let own = format!("/api/selections/{id}");
    let order = json!({"reference": "order"});
    let answer = app.ask_as_backend(Method::PATCH, &own, Some(&order)).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let uri = format!("{own}/handoff/parcel-v2");
    let answer = app.get_as_backend(&uri).await;
    assert_eq!(answer.json()["parcel"]["to_post_number"], "00123456");
    drop(app);

    let program = serve(&settings).await;
    removed(&program, "post_numbers").await;
    let url = format!("{}{}", program.url.trim_end_matches('/'), uri);
    let answer = client().get(url).bearer_auth(BACKEND_SECRET).send();
    let answer = answer.await.expect("an answer");
    assert_eq!(answer.status(), StatusCode::CONFLICT);
    let error = answer.text().await.expect("text");
    let error: Value = serde_json::from_str(&error).expect("JSON");
    assert_eq!(error["errors"][0]["code"], "post_number_erased");
    assert_eq!(program.terminate().await.code(), Some(0));
}
