//! Where Sendcloud is, and the keys to it.

use std::net::IpAddr;

use aws_lc_rs::digest;
use reqwest::Url;
use secrecy::{ExposeSecret, SecretString};

use super::{Findings, Variables};

/// Sendcloud's own API.
const BASE_URL_DEFAULT: &str = "https://panel.sendcloud.sc/api/v3";

/// How to reach Sendcloud.
pub(crate) struct UpstreamConfig {
    /// `SENDCLOUD_BASE_URL`: the folder that holds `service-points`. Default: Sendcloud's API v3.
    pub(crate) base_url: Url,
    /// The integration's keys.
    pub(crate) credentials: Credentials,
}

/// Which account a call is made for: made of everything that decides it, and shown to nobody.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct CredentialId([u8; 8]);

/// The keys of an integration.
#[derive(Clone)]
pub(crate) struct Credentials {
    /// `SENDCLOUD_PUBLIC_KEY`
    pub(crate) public_key: SecretString,
    /// `SENDCLOUD_SECRET_KEY`
    pub(crate) secret_key: SecretString,
}

impl UpstreamConfig {
    pub(super) fn read(variables: &mut Variables<'_>) -> Option<Self> {
        let default = || Url::parse(BASE_URL_DEFAULT).expect("the default is an address");
        let base_url = variables.parse("SENDCLOUD_BASE_URL", parse_base_url);
        Some(Self {
            credentials: Credentials::read_from(variables)?,
            base_url: base_url.unwrap_or_else(default),
        })
    }

    /// Tells accounts apart, without telling anything of their keys.
    pub(crate) fn credential_id(&self) -> CredentialId {
        let mut hash = digest::Context::new(&digest::SHA256);
        let public_key = self.credentials.public_key.expose_secret();
        let secret_key = self.credentials.secret_key.expose_secret();
        for part in [self.base_url.as_str(), public_key, secret_key] {
            // With its length in front, so that no two accounts write the same bytes.
            hash.update(&part.len().to_be_bytes());
            hash.update(part.as_bytes());
        }
        let digest = hash.finish();
        let first = digest.as_ref()[..8].try_into();
        CredentialId(first.expect("a digest of 32 bytes"))
    }
}

impl Credentials {
    /// Reads the keys alone, for the sandbox that takes them.
    ///
    /// # Errors
    ///
    /// Every variable that is missing or cannot be used.
    pub(crate) fn read(lookup: &dyn Fn(&str) -> Option<String>) -> Result<Self, Findings> {
        let mut variables = Variables::new(lookup);
        let credentials = Self::read_from(&mut variables);
        variables.finish(credentials)
    }

    fn read_from(variables: &mut Variables<'_>) -> Option<Self> {
        let public_key = variables.secret("SENDCLOUD_PUBLIC_KEY", "the integration's public key");
        let secret_key = variables.secret("SENDCLOUD_SECRET_KEY", "the integration's secret key");
        Some(Self {
            public_key: public_key?,
            secret_key: secret_key?,
        })
    }
}

/// The keys travel with every call, so plain `http` never leaves the machine.
pub(super) fn parse_base_url(text: &str) -> Result<Url, String> {
    let url = Url::parse(text)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
        .ok_or("is not an address such as https://panel.sendcloud.sc/api/v3")?;
    if url.scheme() == "http" && !is_loopback(&url) {
        return Err("must be https: plain http would show the keys to the network".to_owned());
    }
    let is_plain = url.query().is_none() && url.fragment().is_none();
    if !is_plain || !url.username().is_empty() || url.password().is_some() {
        return Err("must have no query, fragment, user or password".to_owned());
    }
    Ok(url)
}

fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost"
        || address
            .parse()
            .is_ok_and(|address: IpAddr| address.is_loopback())
}
