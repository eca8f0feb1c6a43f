//! A proxy before a sandbox that can be broken, and asked what came of it.

use std::time::Duration;

use sandbox::{CallClass, Faults, Journal};
use serde_json::json;
use tokio::task::JoinSet;
use tokio::time;

use crate::support::faulty::FaultyApp;
use crate::support::{Answer, TestApp};

#[derive(Clone)]
pub(crate) struct Stage {
    pub(crate) app: TestApp,
    pub(crate) faults: Faults,
    journal: Journal,
}

impl Stage {
    /// A proxy that has run for a minute.
    pub(crate) async fn new() -> Self {
        let stage = Self::cold().await;
        pass(Duration::from_mins(1)).await;
        stage
    }

    /// A proxy that has just started: it has saved up nothing.
    pub(crate) async fn cold() -> Self {
        FaultyApp::start().await.into()
    }

    /// A search by address, another with every number.
    pub(crate) async fn search_address(&self, number: u32) -> Answer {
        let query = format!("country_code=NL&address=Stadhuisplein+{number},+Eindhoven");
        self.app
            .get(&format!("/api/v3/service-points?{query}"))
            .await
    }

    /// A search on the map, another with every number.
    pub(crate) async fn search_map(&self, number: u32) -> Answer {
        let latitude = 51.4 + f64::from(number) / 100.0;
        let query = format!("country_code=NL&latitude={latitude}&longitude=5.48");
        self.app
            .get(&format!("/api/v3/service-points?{query}"))
            .await
    }

    /// So many of these at the same time.
    pub(crate) async fn search_map_at_once(&self, count: u32) -> Vec<Answer> {
        let mut all = JoinSet::new();
        for number in 0..count {
            let stage = self.clone();
            all.spawn(async move { stage.search_map(number).await });
        }
        all.join_all().await
    }

    /// A confirmation of a point of its own.
    pub(crate) async fn select(&self) -> Answer {
        let found = self.search_map(0).await;
        let id = found.json()["data"]["results"][0]["id"].clone();
        let body = json!({"service_point_id": id});
        self.app.post("/api/selections", &body).await
    }

    pub(crate) fn calls(&self, class: CallClass) -> usize {
        self.journal.count(class)
    }

    pub(crate) fn journal(&self) -> &Journal {
        &self.journal
    }
}

impl From<FaultyApp> for Stage {
    fn from(it: FaultyApp) -> Self {
        Self {
            app: it.app,
            faults: it.faults,
            journal: it.journal,
        }
    }
}

/// Lets time pass for everything but the machine.
pub(crate) async fn pass(duration: Duration) {
    time::pause();
    time::advance(duration).await;
    time::resume();
}

/// What an answer says of when to come again, in seconds.
pub(crate) fn retry_after(answer: &Answer) -> u64 {
    let text = answer.header("retry-after").expect("it says when");
    text.parse().expect("seconds")
}
