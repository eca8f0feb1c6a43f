//! One client an account, however many shops use it: its quota and its health are theirs together.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use prometheus_client::registry::Registry;

use super::Client;
use super::account::Account;
use super::metrics::{Accounts, Metrics};
use crate::clock::Clock;
use crate::config::{AccountId, CredentialId, UpstreamConfig};
use crate::logos::LogoUrls;

/// The clients of all accounts. They outlive the settings, so that reading the configuration again
/// forgets nothing of what was spent; those that no settings use any more are gone with the last of
/// them.
pub(crate) struct Clients {
    clock: Clock,
    logo_urls: LogoUrls,
    metrics: Arc<Metrics>,
    live: Accounts,
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    clients: HashMap<CredentialId, Weak<Client>>,
    /// What was spent stays spent under another secret.
    accounts: HashMap<AccountId, Weak<Account>>,
    /// How many accounts there ever were.
    numbered: u32,
}

impl Clients {
    pub(crate) fn new(clock: Clock, logo_urls: LogoUrls) -> Self {
        Self {
            clock,
            logo_urls,
            metrics: Arc::default(),
            live: Accounts::default(),
            known: Mutex::default(),
        }
    }

    pub(crate) fn register(&self, registry: &mut Registry) {
        self.metrics.register(registry);
        registry.register_collector(Box::new(self.live.clone()));
    }

    /// The client of an account, made where there is none yet. Fails where the system's
    /// certificates cannot be read.
    pub(crate) fn client(&self, config: &UpstreamConfig) -> Result<Arc<Client>, reqwest::Error> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.clients.retain(|_, client| client.strong_count() > 0);
        known.accounts.retain(|_, it| it.strong_count() > 0);
        let id = config.credential_id();
        if let Some(client) = known.clients.get(&id).and_then(Weak::upgrade) {
            return Ok(client);
        }
        let account = self.account(&mut known, config.account_id());
        let logo_urls = self.logo_urls.clone();
        let client = Client::new(config, account, self.clock.clone(), logo_urls)?;
        let client = Arc::new(client);
        known.clients.insert(id, Arc::downgrade(&client));
        Ok(client)
    }

    fn account(&self, known: &mut Known, id: AccountId) -> Arc<Account> {
        if let Some(account) = known.accounts.get(&id).and_then(Weak::upgrade) {
            return account;
        }
        let number = known.numbered;
        known.numbered += 1;
        let account = Account::new(id, number, self.clock.clone(), self.metrics.clone());
        let account = Arc::new(account);
        known.accounts.insert(id, Arc::downgrade(&account));
        self.live.add(&account);
        account
    }
}
