//! One client an account, however many shops use it: its quota and its health are theirs together.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::Client;
use crate::clock::Clock;
use crate::config::{CredentialId, UpstreamConfig};
use crate::logos::LogoUrls;

/// The clients of all accounts. They outlive the settings, so that reading the configuration again
/// forgets nothing of what was spent.
pub(crate) struct Clients {
    clock: Clock,
    logo_urls: LogoUrls,
    clients: Mutex<HashMap<CredentialId, Arc<Client>>>,
}

impl Clients {
    pub(crate) fn new(clock: Clock, logo_urls: LogoUrls) -> Self {
        Self {
            clock,
            logo_urls,
            clients: Mutex::default(),
        }
    }

    /// The client of an account, made where there is none yet. Fails where the system's
    /// certificates cannot be read.
    pub(crate) fn client(&self, config: &UpstreamConfig) -> Result<Arc<Client>, reqwest::Error> {
        let mut clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        let id = config.credential_id();
        if let Some(client) = clients.get(&id) {
            return Ok(client.clone());
        }
        let client = Arc::new(Client::new(
            config,
            self.clock.clone(),
            self.logo_urls.clone(),
        )?);
        clients.insert(id, client.clone());
        Ok(client)
    }
}
