//! A proxy before a sandbox that can be broken, and asked what came of it.

use std::time::Duration;

use sandbox::{CallClass, Faults, Journal, Sandbox};
use serde_json::json;
use tokio::time;

use crate::support::{Answer, PUBLIC_KEY, SECRET_KEY, TestApp, upstream};

pub(crate) struct Stage {
    pub(crate) app: TestApp,
    pub(crate) faults: Faults,
    pub(crate) journal: Journal,
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
        Self::of(Sandbox::default(), |_| Vec::new()).await
    }

    /// Of another sandbox, with the variables that its address makes.
    pub(crate) async fn of(
        sandbox: Sandbox,
        variables: impl Fn(&str) -> Vec<(&'static str, String)>,
    ) -> Self {
        let faults = Faults::none();
        let journal = Journal::default();
        let sandbox = sandbox
            .with_keys(PUBLIC_KEY, SECRET_KEY)
            .with_faults(&faults)
            .with_journal(&journal);
        let address = upstream::serve(sandbox::router(sandbox)).await;
        let variables = variables(&format!("http://{address}"));
        let variables: Vec<_> = variables
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let app = TestApp::on(address, &variables);
        Self {
            app,
            faults,
            journal,
        }
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
