//! Opening what may take longer than anybody waits for it: one attempt at a time, in a task of its
//! own, so that who gives up waiting does not stop it.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::timeout;

use super::error::StoreError;

/// For the connection and all changes to the tables.
const DEADLINE: Duration = Duration::from_secs(60);

/// How an attempt went; none as long as it is under way.
type Outcome = Option<Result<(), StoreError>>;

/// Something that is opened once, when it is first needed.
pub(super) struct Opening<T> {
    opened: Arc<OnceLock<T>>,
    /// The last attempt.
    attempt: Mutex<Option<watch::Receiver<Outcome>>>,
}

impl<T> Opening<T>
where
    T: Send + Sync + 'static,
{
    pub(super) fn new() -> Self {
        Self {
            opened: Arc::default(),
            attempt: Mutex::new(None),
        }
    }

    /// What has been opened, if it was.
    pub(super) fn get(&self) -> Option<&T> {
        self.opened.get()
    }

    /// The same; where it was not it is opened now, by the attempt under way or a new one.
    ///
    /// # Errors
    ///
    /// As the attempt that was waited for; the next one is another.
    pub(super) async fn get_or_open<F>(
        &self,
        open: impl FnOnce() -> F + Send,
    ) -> Result<&T, StoreError>
    where
        F: Future<Output = Result<T, StoreError>> + Send + 'static,
    {
        if let Some(opened) = self.get() {
            return Ok(opened);
        }
        let mut attempt = self.attempt(open);
        let outcome = match attempt.wait_for(Option::is_some).await {
            Ok(outcome) => outcome.clone(),
            // Its task was ended: the process ends, or there is a fault in it.
            Err(_) => None,
        };
        outcome.unwrap_or(Err(StoreError::TimedOut))?;
        Ok(self.get().expect("an attempt that went well has opened it"))
    }

    fn attempt<F>(&self, open: impl FnOnce() -> F) -> watch::Receiver<Outcome>
    where
        F: Future<Output = Result<T, StoreError>> + Send + 'static,
    {
        let mut last = self.attempt.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(last) = &*last
            && (last.has_changed().is_ok() || matches!(*last.borrow(), Some(Ok(()))))
        {
            return last.clone();
        }
        let (sender, receiver) = watch::channel(None);
        let (opened, opening) = (self.opened.clone(), open());
        tokio::spawn(async move {
            let outcome = timeout(DEADLINE, opening).await;
            let outcome = outcome.unwrap_or(Err(StoreError::TimedOut));
            let outcome = outcome.map(|it| drop(opened.set(it)));
            // Nobody may be waiting any more.
            let _ = sender.send(Some(outcome));
        });
        *last = Some(receiver.clone());
        receiver
    }
}
