//! Where Sendcloud is, and the keys to it.

use std::net::IpAddr;

use aws_lc_rs::digest;
use reqwest::Url;
use secrecy::{ExposeSecret, SecretString};

use super::{Findings, Variables};

/// Sendcloud's own API.
const BASE_URL_DEFAULT: &str = "https://panel.sendcloud.sc/api/v3";

/// Sendcloud's own, without a slash at the end: it does not answer with one.
const TOKEN_URL_DEFAULT: &str = "https://account.sendcloud.com/oauth2/token";

/// How to reach Sendcloud.
pub(crate) struct UpstreamConfig {
    /// `SENDCLOUD_BASE_URL`: the folder that holds `service-points`. Default: Sendcloud's API v3.
    pub(crate) base_url: Url,
    /// How the keys are shown.
    pub(crate) auth: AuthMode,
    /// `token_url`, `SENDCLOUD_TOKEN_URL`: where [`AuthMode::OAuth2`] gets its tokens. Default:
    /// Sendcloud's own.
    pub(crate) token_url: Url,
    /// The integration's keys.
    pub(crate) credentials: Credentials,
}

/// `auth`, `SENDCLOUD_AUTH`: how an integration's keys are shown. One or the other, never both in turn:
/// an integration that wants OAuth2 refuses the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AuthMode {
    /// `basic`, the default: the keys with every call.
    Basic,
    /// `oauth2`: a token for the keys, the token with every call.
    OAuth2,
}

impl AuthMode {
    /// The word that configures it.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Basic => "basic",
            Self::OAuth2 => "oauth2",
        }
    }
}

/// Which account a call is made for: made of everything that decides it, and shown to nobody.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct CredentialId([u8; 8]);

/// Whose answers they are: the same after the secret key has changed. Tells nothing of the keys.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct AccountId(pub(crate) [u8; 8]);

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
            auth: AuthMode::Basic,
            token_url: Url::parse(TOKEN_URL_DEFAULT).expect("the default is an address"),
        })
    }

    /// Tells accounts apart, without telling anything of their keys.
    pub(crate) fn credential_id(&self) -> CredentialId {
        let public_key = self.credentials.public_key.expose_secret();
        let secret_key = self.credentials.secret_key.expose_secret();
        CredentialId(hash(&[
            self.base_url.as_str(),
            self.auth.as_str(),
            self.token_url.as_str(),
            public_key,
            secret_key,
        ]))
    }

    /// Tells whose answers are whose.
    pub(crate) fn account_id(&self) -> AccountId {
        let public_key = self.credentials.public_key.expose_secret();
        AccountId(hash(&[self.base_url.as_str(), public_key]))
    }
}

fn hash(parts: &[&str]) -> [u8; 8] {
    let mut hash = digest::Context::new(&digest::SHA256);
    for part in parts {
        // With its length in front, so that no two lists write the same bytes.
        hash.update(&part.len().to_be_bytes());
        hash.update(part.as_bytes());
    }
    let first = hash.finish().as_ref()[..8].try_into();
    first.expect("a digest of 32 bytes")
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
fn parse_base_url(text: &str) -> Result<Url, String> {
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
