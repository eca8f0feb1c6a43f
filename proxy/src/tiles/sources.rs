//! The sources that are in use: shops that have the same one share its calls, and one that outlives
//! a new configuration goes on as it was.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use super::source::{Source, SourceId};
use crate::clock::Clock;
use crate::config::TilesConfig;

pub(super) struct Sources {
    known: Mutex<HashMap<SourceId, Weak<Source>>>,
    clock: Clock,
}

impl Sources {
    pub(super) fn new(clock: Clock) -> Self {
        Self {
            known: Mutex::default(),
            clock,
        }
    }

    /// The source that is configured. Fails where the system's certificates cannot be read.
    pub(super) fn find(
        &self,
        config: &TilesConfig,
        public_url: &str,
    ) -> Result<Arc<Source>, reqwest::Error> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.retain(|_, source| source.strong_count() > 0);
        let id = config.source_id();
        if let Some(source) = known.get(&id).and_then(Weak::upgrade) {
            return Ok(source);
        }
        let source = Arc::new(Source::new(config, public_url, self.clock.clone())?);
        known.insert(id, Arc::downgrade(&source));
        Ok(source)
    }
}
