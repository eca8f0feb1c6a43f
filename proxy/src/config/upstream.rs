//! Where Sendcloud is, and the keys to it.

use aws_lc_rs::digest;
use reqwest::Url;
use secrecy::{ExposeSecret, SecretString};

use super::examination::Examination;
use super::lookup::{Files, Lookup};
use super::{Findings, Section, url};

/// Sendcloud's own API.
const BASE_URL_DEFAULT: &str = "https://panel.sendcloud.sc/api/v3";

/// Sendcloud's own, without a slash at the end: it does not answer with one.
const TOKEN_URL_DEFAULT: &str = "https://account.sendcloud.com/oauth2/token";

/// `[shops.KEY.sendcloud]`: how to reach Sendcloud.
#[derive(Clone)]
pub(crate) struct UpstreamConfig {
    /// `base_url`, `SENDCLOUD_BASE_URL`: the folder that holds `service-points`. Default:
    /// Sendcloud's API v3.
    pub(crate) base_url: Url,
    /// `auth`, `SENDCLOUD_AUTH`: how the keys are shown. Default `basic`.
    pub(crate) auth: AuthMode,
    /// `token_url`, `SENDCLOUD_TOKEN_URL`: where [`AuthMode::OAuth2`] gets its tokens. Default:
    /// Sendcloud's own.
    pub(crate) token_url: Url,
    /// The integration's keys.
    pub(crate) credentials: Credentials,
}

/// How an integration's keys are shown. One or the other, never both in turn: an integration that
/// wants tokens refuses the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AuthMode {
    /// `basic`, the default: the keys with every call.
    Basic,
    /// `oauth2`: a token for the keys, the token with every call.
    OAuth2,
}

impl AuthMode {
    fn parse(text: &str) -> Result<Self, String> {
        let modes = [Self::Basic, Self::OAuth2];
        let mode = modes.into_iter().find(|mode| mode.as_str() == text);
        mode.ok_or_else(|| "is \"basic\" or \"oauth2\"".to_owned())
    }

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
    /// `public_key`, `SENDCLOUD_PUBLIC_KEY`
    pub(crate) public_key: SecretString,
    /// `secret_key`, `SENDCLOUD_SECRET_KEY`
    pub(crate) secret_key: SecretString,
}

impl UpstreamConfig {
    pub(super) fn read(section: &mut Section<'_, '_>) -> Option<Self> {
        let base_url = section.parse(("base_url", "SENDCLOUD_BASE_URL"), url::parse_upstream);
        let auth = section.parse(("auth", "SENDCLOUD_AUTH"), AuthMode::parse);
        let token_url = section.parse(("token_url", "SENDCLOUD_TOKEN_URL"), url::parse_upstream);
        let default = |text| Url::parse(text).expect("the defaults are addresses");
        Some(Self {
            credentials: Credentials::read_from(section)?,
            base_url: base_url.unwrap_or_else(|| default(BASE_URL_DEFAULT)),
            auth: auth.unwrap_or(AuthMode::Basic),
            token_url: token_url.unwrap_or_else(|| default(TOKEN_URL_DEFAULT)),
        })
    }

    /// Tells accounts apart, without telling anything of their keys.
    pub(crate) fn credential_id(&self) -> CredentialId {
        let public_key = self.credentials.public_key.expose_secret();
        let secret_key = self.credentials.secret_key.expose_secret();
        CredentialId(hash(&[
            self.base(),
            self.auth.as_str(),
            self.token_url.as_str(),
            public_key,
            secret_key,
        ]))
    }

    /// Tells whose answers are whose.
    pub(crate) fn account_id(&self) -> AccountId {
        let public_key = self.credentials.public_key.expose_secret();
        AccountId(hash(&[self.base(), public_key]))
    }

    /// The base address: with and without a slash at the end it is the same.
    pub(crate) fn base(&self) -> &str {
        self.base_url.as_str().trim_end_matches('/')
    }
}

/// Tells lists of texts apart, and nothing of what is in them.
pub(super) fn hash(parts: &[&str]) -> [u8; 8] {
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
    pub(crate) fn read(lookup: Lookup<'_>) -> Result<Self, Findings> {
        Examination::new(lookup, &mut Files::new(), None).run(Self::read_from)
    }

    fn read_from(section: &mut Section<'_, '_>) -> Option<Self> {
        let public_key = section.secret(
            ("public_key", "SENDCLOUD_PUBLIC_KEY"),
            "the integration's public key",
        );
        let secret_key = section.secret(
            ("secret_key", "SENDCLOUD_SECRET_KEY"),
            "the integration's secret key",
        );
        Some(Self {
            public_key: public_key?,
            secret_key: secret_key?,
        })
    }
}
