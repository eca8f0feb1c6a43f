//! Answers of Sendcloud's, kept: the account's quota is small and shoppers are in a hurry.
//!
//! A fresh answer is shown at once. A stale one is shown at once too, and asked for again behind it;
//! an old one is shown where Sendcloud fails or is slow (RFC 5861). However many wait for the same
//! answer, one call is made.

mod canonical;
mod encoded;
mod entry;
mod flight;
mod key;
mod lifetimes;
mod metrics;
mod outlook;
mod question;
mod store;
#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::Duration;

use model::CountryCode;
use tokio::time::timeout;
use tracing::{error, warn};

use crate::clock::Clock;
use crate::encoding::Encoding;
use crate::jitter;
use crate::upstream::{self, Urgency};
use flight::{Boarding, Flights, Landing, Leader};
use metrics::CacheMetrics;
use store::Store;

pub(crate) use canonical::{Canonical, Cut, Shown};
pub(crate) use entry::{Answer, Entry, Phase, Variant};
pub(crate) use key::Key;
pub(crate) use lifetimes::Subject;
pub(crate) use question::{AnswerSource, Purpose, Question, Served, Unanswered};

/// The whole of a call: a little more than the client takes, which knows better how to end it.
const CALL_DEADLINE: Duration = Duration::from_millis(4_850);
/// The same for a backend's.
const CALL_DEADLINE_BACKEND: Duration = Duration::from_millis(7_150);
/// How long a failure is told to those who come just after it, at least; twice that at most.
const MEMO: Duration = Duration::from_secs(1);
/// Most failures that are remembered.
const MEMOS_MAX: usize = 10_000;

/// The answers of all accounts.
pub(crate) struct Cache {
    store: Store,
    flights: Arc<Flights>,
    memos: quick_cache::sync::Cache<Key, Memo>,
    clock: Clock,
    metrics: CacheMetrics,
}

/// A failure that was just met.
#[derive(Clone)]
struct Memo {
    /// By [`Clock::passed`].
    until: Duration,
    error: upstream::Error,
}

/// Whether Sendcloud said that there is nothing, rather than failed. What was answered once was no bad
/// question: then it is the account's settings that have changed.
fn is_an_answer(error: &upstream::Error, is_kept: bool) -> bool {
    let is_failure = error.is_transient() || (error.is_refusal() && is_kept);
    !is_failure
}

impl Cache {
    /// Keeps so many bytes of answers.
    pub(crate) fn new(memory_bytes: u64, clock: Clock) -> Self {
        Self {
            store: Store::new(memory_bytes),
            flights: Arc::default(),
            memos: quick_cache::sync::Cache::new(MEMOS_MAX),
            clock,
            metrics: CacheMetrics::default(),
        }
    }

    /// What is kept and not dead yet.
    pub(crate) fn find(&self, key: &Key) -> Option<(Arc<Entry>, Phase)> {
        let entry = self.store.get(key)?;
        let phase = entry.phase(&self.clock);
        (phase != Phase::Dead).then_some((entry, phase))
    }

    /// The answer to a question: the one that is kept, or what `ask` brings.
    ///
    /// `admit` is asked before a call is made for this request; joining another's call costs
    /// nothing.
    ///
    /// # Errors
    ///
    /// Where nothing is kept that could be shown, and Sendcloud gives no answer in time or must not
    /// be asked.
    pub(crate) async fn get<L: Clone, A, F>(
        self: &Arc<Self>,
        question: Question<'_>,
        admit: impl Fn() -> Result<(), L>,
        ask: A,
    ) -> Result<Served, Unanswered<L>>
    where
        A: FnOnce(Urgency) -> F + Send + 'static,
        F: Future<Output = Result<Answer, upstream::Error>> + Send + 'static,
    {
        let kept = self.find(question.key);
        let source = AnswerSource::Hit;
        let kept = match kept {
            Some((entry, Phase::Fresh)) if question.purpose.takes_fresh(&entry, &self.clock) => {
                return Ok(Served { entry, source });
            }
            Some((entry, Phase::WhileRevalidating)) if question.purpose == Purpose::Show => {
                self.refresh_behind(&question, &entry, ask);
                return Ok(Served { entry, source });
            }
            Some((entry, _)) => Some(entry),
            None => None,
        };
        let answered = self.ask_or_wait(&question, kept.clone(), admit, ask).await;
        answered.or_else(|unanswered| {
            let stale = kept.filter(|entry| question.purpose.takes(entry, &self.clock));
            let entry = stale.ok_or_else(|| unanswered.clone())?;
            let source = unanswered.into_source();
            Ok(Served { entry, source })
        })
    }

    /// A new answer: by joining a call, or by making one.
    async fn ask_or_wait<L, A, F>(
        self: &Arc<Self>,
        question: &Question<'_>,
        kept: Option<Arc<Entry>>,
        admit: impl Fn() -> Result<(), L>,
        ask: A,
    ) -> Result<Served, Unanswered<L>>
    where
        A: FnOnce(Urgency) -> F + Send + 'static,
        F: Future<Output = Result<Answer, upstream::Error>> + Send + 'static,
    {
        if let Some(error) = self.remembered_failure(question.key) {
            return Err(Unanswered::Remembered(error));
        }
        let patience = question.purpose.patience(kept.is_some());
        let urgency = question.purpose.urgency();
        let mut ask = Some(ask);
        // A call that broke off is competed for once, but not by whose call it was; nor is there a
        // third round.
        for _ in 0..2 {
            let (waiter, collapsed) = match self.flights.board(question.key, urgency) {
                Boarding::Full => return Err(Unanswered::Crowded),
                Boarding::Waiter(waiter) => (waiter, true),
                Boarding::Leader(leader) => {
                    // Between the look into the cache and this one, another may have landed.
                    if let Some((entry, Phase::Fresh)) = self.find(question.key)
                        && question.purpose.takes_fresh(&entry, &self.clock)
                    {
                        leader.land(Landing::Landed(entry.clone()));
                        let source = AnswerSource::Hit;
                        return Ok(Served { entry, source });
                    }
                    admit().map_err(Unanswered::Limited)?;
                    let waiter = leader.waiter().ok_or(Unanswered::Crowded)?;
                    let ask = ask.take().ok_or(Unanswered::TimedOut)?;
                    self.take_off(leader, question, kept.clone(), ask, urgency);
                    (waiter, false)
                }
            };
            let has_better_right = ask.is_some() && urgency < waiter.urgency();
            match timeout(patience, waiter.landing()).await {
                Ok(Landing::Landed(entry)) => {
                    let source = AnswerSource::Miss {
                        collapsed,
                        is_renewal: kept.is_some(),
                    };
                    return Ok(Served { entry, source });
                }
                // The other's share of the quota was spent, which says nothing of this one's.
                Ok(Landing::Failed(error)) if has_better_right && error.is_of_quota() => {}
                Ok(Landing::Failed(error)) => return Err(Unanswered::Failed(error)),
                Ok(Landing::Abandoned) if ask.is_some() => {}
                Ok(Landing::Abandoned) | Err(_) => return Err(Unanswered::TimedOut),
            }
        }
        Err(Unanswered::TimedOut)
    }

    /// The body of an entry with these of its points.
    ///
    /// # Errors
    ///
    /// Where there is no memory for it.
    pub(crate) async fn variant(
        &self,
        key: &Key,
        entry: &Arc<Entry>,
        shown: &Shown,
        encoding: Encoding,
    ) -> std::io::Result<Arc<Variant>> {
        if let Some(variant) = entry.variant(shown, encoding, &self.clock) {
            return Ok(variant);
        }
        let variant = entry.make_variant(shown, encoding, &self.clock).await?;
        self.store.weigh_again(key, entry);
        Ok(variant)
    }

    /// Asks again without letting anybody wait, unless somebody does so already or the last attempt
    /// failed just now.
    pub(crate) fn refresh_behind<A, F>(
        self: &Arc<Self>,
        question: &Question<'_>,
        kept: &Arc<Entry>,
        ask: A,
    ) where
        A: FnOnce(Urgency) -> F + Send + 'static,
        F: Future<Output = Result<Answer, upstream::Error>> + Send + 'static,
    {
        if !kept.may_refresh(&self.clock) || self.flights.is_under_way(question.key) {
            return;
        }
        if let Boarding::Leader(leader) = self.flights.board(question.key, Urgency::Refresh) {
            self.take_off(leader, question, Some(kept.clone()), ask, Urgency::Refresh);
        }
    }

    /// Makes the call in a task of its own.
    fn take_off<A, F>(
        self: &Arc<Self>,
        leader: Leader,
        question: &Question<'_>,
        kept: Option<Arc<Entry>>,
        ask: A,
        urgency: Urgency,
    ) where
        A: FnOnce(Urgency) -> F + Send + 'static,
        F: Future<Output = Result<Answer, upstream::Error>> + Send + 'static,
    {
        let cache = self.clone();
        let key = question.key.clone();
        let subject = question.subject;
        let country = question.country;
        let deadline = match urgency {
            Urgency::Backend => CALL_DEADLINE_BACKEND,
            Urgency::Selection | Urgency::Interactive | Urgency::Refresh => CALL_DEADLINE,
        };
        tokio::spawn(async move {
            let answer = timeout(deadline, ask(urgency)).await;
            let answer = answer.unwrap_or(Err(upstream::Error::TimedOut));
            let landing = match answer {
                Err(error) if is_an_answer(&error, kept.is_some()) => {
                    cache.keep(&key, subject, Answer::Refused(error), country)
                }
                Ok(answer) => cache.keep(&key, subject, answer, country),
                Err(error) => cache.fail(&key, kept.as_deref(), error),
            };
            if urgency == Urgency::Refresh {
                let is_done = matches!(landing, Landing::Landed(_));
                cache.metrics.count_refresh(is_done);
            }
            leader.land(landing);
        });
    }

    fn keep(
        &self,
        key: &Key,
        subject: Subject,
        answer: Answer,
        country: Option<CountryCode>,
    ) -> Landing {
        let entry = Entry::new(subject, answer, country, &self.clock, fastrand::f64());
        let entry = Arc::new(entry);
        self.store.put(key, entry.clone());
        self.memos.remove(key);
        Landing::Landed(entry)
    }

    /// Remembers a failure for a moment. Where something is kept, nobody is told of it, so it is
    /// logged here.
    fn fail(&self, key: &Key, kept: Option<&Entry>, error: upstream::Error) -> Landing {
        if let Some(kept) = kept {
            kept.put_refresh_off(&self.clock);
            match error.action() {
                Some(action) => error!(cause = %error, "{action}"),
                None => warn!(cause = %error, "an old answer stays, since there is no new one"),
            }
        }
        // Where Sendcloud was not asked, the next to come may have a better right to ask.
        if !matches!(error, upstream::Error::Sick { .. }) {
            let memo = Memo {
                until: self.clock.passed() + jitter::between(MEMO, 2 * MEMO),
                error: error.clone(),
            };
            self.memos.insert(key.clone(), memo);
        }
        Landing::Failed(error)
    }

    fn remembered_failure(&self, key: &Key) -> Option<upstream::Error> {
        let memo = self.memos.get(key)?;
        (self.clock.passed() < memo.until).then_some(memo.error)
    }

    /// Drops what is dead: an address search without a use is personal data without a purpose.
    pub(crate) fn sweep(&self) {
        self.store.sweep(&self.clock);
        let now = self.clock.passed();
        self.memos.retain(|_, memo| now < memo.until);
    }
}
