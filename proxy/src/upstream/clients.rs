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

#[cfg(test)]
mod tests {
    use prometheus_client::encoding::text::encode;
    use reqwest::Url;

    use super::super::{Error, Sickness, Urgency};
    use super::*;
    use crate::config::{AuthMode, Credentials};

    /// Of an address where nobody listens.
    fn config(public_key: &str, secret_key: &str) -> UpstreamConfig {
        let url = |path| Url::parse(&format!("http://127.0.0.1:1/{path}")).expect("an address");
        UpstreamConfig {
            base_url: url("api/v3"),
            auth: AuthMode::Basic,
            token_url: url("oauth2/token"),
            credentials: Credentials {
                public_key: public_key.to_owned().into(),
                secret_key: secret_key.to_owned().into(),
            },
        }
    }

    fn client(clients: &Clients, public_key: &str, secret_key: &str) -> Arc<Client> {
        let client = clients.client(&config(public_key, secret_key));
        client.expect("plain http needs no certificates")
    }

    async fn fail(client: &Client) -> Error {
        let search = [("country_code", "NL"), ("carrier_code", "dhl")];
        let search = model::Search::parse(search).expect("a search");
        let found = client.search(&search, Urgency::Interactive).await;
        found.expect_err("nobody listens")
    }

    fn is_paused(error: &Error) -> bool {
        let reason = Sickness::Breaker;
        matches!(error, Error::Sick { reason: it, .. } if *it == reason)
    }

    /// Reading the configuration again would otherwise bring back what was spent.
    #[tokio::test(start_paused = true)]
    async fn a_new_secret_is_the_same_account() {
        let clients = Clients::new(Clock::system(), LogoUrls::default());
        let old = client(&clients, "public", "old secret");
        while !is_paused(&fail(&old).await) {}
        let new = client(&clients, "public", "new secret");
        assert!(!Arc::ptr_eq(&old, &new));
        assert!(is_paused(&fail(&new).await));
        let other = client(&clients, "another public key", "old secret");
        assert!(!is_paused(&fail(&other).await));
    }

    #[tokio::test(start_paused = true)]
    async fn shops_of_one_account_share_its_client_and_the_last_one_takes_it_along() {
        let clients = Clients::new(Clock::system(), LogoUrls::default());
        let first = client(&clients, "public", "secret");
        let second = client(&clients, "public", "secret");
        assert!(Arc::ptr_eq(&first, &second));
        while !is_paused(&fail(&first).await) {}
        drop((first, second));
        let again = client(&clients, "public", "secret");
        assert!(!is_paused(&fail(&again).await));
        assert_eq!(clients.known.lock().expect("no panic").accounts.len(), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_measured_names_accounts_by_number() {
        let clients = Clients::new(Clock::system(), LogoUrls::default());
        let mut registry = Registry::with_prefix("picker");
        clients.register(&mut registry);
        let client = client(&clients, "public", "secret");
        while !is_paused(&fail(&client).await) {}
        let mut text = String::new();
        encode(&mut text, &registry).expect("a text");
        for line in [
            r#"picker_upstream_calls_total{credential="0",class="lookup",outcome="unreachable"} 5"#,
            r#"picker_upstream_spared_total{credential="0",class="lookup",reason="breaker"} 1"#,
            r#"picker_upstream_duration_seconds_count{class="lookup"} 5"#,
            r#"picker_quota_used_ratio{credential="0",bucket="get"} 0.005"#,
            r#"picker_quota_used_ratio{credential="0",bucket="post"} 0"#,
            r#"picker_breaker_state{credential="0",class="lookup"} 2"#,
            r#"picker_breaker_state{credential="0",class="geocode"} 0"#,
        ] {
            assert!(text.contains(line), "{line} is not in\n{text}");
        }
        assert!(
            !text.contains("public") && !text.contains("secret"),
            "{text}"
        );
        drop(client);
        let mut text = String::new();
        encode(&mut text, &registry).expect("a text");
        assert!(!text.contains("picker_quota_used_ratio{"), "{text}");
    }
}
