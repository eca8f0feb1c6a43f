//! A proxy in front of a sandbox that fails on demand and counts what reaches it.

use std::time::Duration;

use sandbox::{Call, CallClass, Faults, Journal, Sandbox};
use tokio::time::{sleep, timeout};

use super::{PUBLIC_KEY, SECRET_KEY, TestApp, upstream};

/// A proxy, and the sandbox's strings.
#[derive(Clone)]
pub(crate) struct FaultyApp {
    pub(crate) app: TestApp,
    pub(crate) faults: Faults,
    pub(crate) journal: Journal,
}

impl FaultyApp {
    pub(crate) async fn start() -> Self {
        Self::start_with(&[]).await
    }

    /// With further variables of the proxy.
    pub(crate) async fn start_with(variables: &[(&str, &str)]) -> Self {
        let faults = Faults::none();
        let journal = Journal::default();
        let sandbox = Sandbox::default()
            .with_keys(PUBLIC_KEY, SECRET_KEY)
            .with_faults(&faults)
            .with_journal(&journal);
        let address = upstream::serve(sandbox::router(sandbox)).await;
        Self {
            app: TestApp::on(address, variables),
            faults,
            journal,
        }
    }

    /// How many reads have reached the sandbox.
    pub(crate) fn reads(&self) -> usize {
        self.count(&[CallClass::AddressSearch, CallClass::Get])
    }

    /// How many questions for availability have reached it.
    pub(crate) fn posts(&self) -> usize {
        self.count(&[CallClass::Post])
    }

    fn count(&self, classes: &[CallClass]) -> usize {
        let calls: Vec<Call> = self.journal.calls();
        let counted = calls.iter().filter(|call| classes.contains(&call.class));
        counted.count()
    }

    /// Waits until an account that was just begun with lets an answer be renewed: its share for that
    /// starts empty, and fills by the time that really passes.
    pub(crate) async fn share_fills(&self) {
        sleep(Duration::from_millis(1_200)).await;
    }

    /// Waits for what happens behind an answer.
    pub(crate) async fn until(&self, condition: impl Fn(&Self) -> bool) {
        let met = timeout(Duration::from_secs(10), async {
            while !condition(self) {
                sleep(Duration::from_millis(2)).await;
            }
        });
        met.await.expect("it happens in time");
    }
}
