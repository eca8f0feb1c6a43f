//! How many calls a source has at a time, and who waits for them.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::http::StatusCode;
use tokio::sync::Semaphore;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::support::tiles::png;
use crate::support::{Answer, TestApp, pass, upstream};

/// A source that answers when it is let, and counts whom it keeps waiting.
#[derive(Clone)]
struct Slow {
    arrived: Arc<Semaphore>,
    may_answer: Arc<Semaphore>,
    most: Arc<AtomicUsize>,
}

impl Slow {
    async fn start() -> (Self, TestApp) {
        let slow = Self {
            arrived: Arc::new(Semaphore::new(0)),
            may_answer: Arc::new(Semaphore::new(0)),
            most: Arc::default(),
        };
        let (this, now) = (slow.clone(), Arc::new(AtomicUsize::new(0)));
        let address = upstream::always(async move || {
            let count = now.fetch_add(1, Ordering::SeqCst) + 1;
            this.most.fetch_max(count, Ordering::SeqCst);
            this.arrived.add_permits(1);
            this.may_answer.acquire().await.expect("open").forget();
            now.fetch_sub(1, Ordering::SeqCst);
            png()
        });
        let url = format!("http://{}/{{z}}/{{x}}/{{y}}", address.await);
        let variables = [
            ("PICKER_TILES_URL", &*url),
            ("PICKER_TILES_ATTRIBUTION", "Maps"),
        ];
        (slow, TestApp::alone_with(&variables))
    }

    async fn wait_for(&self, calls: u32) {
        let arrived = self.arrived.acquire_many(calls).await;
        arrived.expect("open").forget();
    }
}

fn ask(app: &TestApp, column: usize) -> JoinHandle<Answer> {
    let (app, path) = (app.clone(), format!("/tiles/14/{column}/0"));
    tokio::spawn(async move { app.get(&path).await })
}

#[tokio::test]
async fn a_source_is_asked_for_four_tiles_at_a_time() {
    let (slow, app) = Slow::start().await;
    let asked: Vec<_> = (0..20).map(|column| ask(&app, column)).collect();
    slow.wait_for(4).await;
    slow.may_answer.add_permits(20);
    for answer in asked {
        assert_eq!(answer.await.expect("an answer").status, StatusCode::OK);
    }
    assert_eq!(slow.most.load(Ordering::SeqCst), 4);
}

/// Whoever comes last is told so, instead of waiting for what would come too late.
#[tokio::test]
async fn a_crowd_is_turned_away_at_once() {
    let (slow, app) = Slow::start().await;
    let asked: Vec<_> = (0..68).map(|column| ask(&app, column)).collect();
    slow.wait_for(4).await;
    let answer = timeout(Duration::from_secs(1), app.get("/tiles/14/100/0")).await;
    let answer = answer.expect("at once");
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(answer.error()["code"], "overloaded");
    assert_eq!(answer.header("retry-after"), Some("1"));

    slow.may_answer.add_permits(100);
    for answer in asked {
        assert_eq!(answer.await.expect("an answer").status, StatusCode::OK);
    }
    // Nothing was learnt of the tile.
    assert_eq!(app.get("/tiles/14/100/0").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_silent_source_is_waited_for_five_seconds() {
    let (slow, app) = Slow::start().await;
    let answer = ask(&app, 0);
    slow.wait_for(1).await;
    pass(Duration::from_secs(5)).await;
    let answer = timeout(Duration::from_secs(1), answer).await;
    let answer = answer.expect("in time").expect("an answer");
    assert_eq!(answer.status, StatusCode::GATEWAY_TIMEOUT);
    assert_eq!(answer.error()["code"], "upstream_timeout");
}
