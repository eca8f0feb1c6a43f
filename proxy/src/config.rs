//! What the operator decides, read once at start: every finding is reported, not the first alone.

mod limits;
mod lookup;
mod origin;
mod server;
mod shop;
mod upstream;

use std::fmt;
use std::net::SocketAddr;

use reqwest::Url;

pub(crate) use limits::{ClientLimits, Rate, ShopLimits};
pub use lookup::Environment;
pub(crate) use lookup::Variables;
pub(crate) use origin::Origin;
pub(crate) use server::{CacheConfig, ServerConfig};
pub(crate) use shop::ShopConfig;
pub(crate) use upstream::{AccountId, AuthMode, CredentialId, Credentials, UpstreamConfig};

/// The configuration of `picker-proxy serve`.
pub struct Config {
    /// At least one; no two have the same key.
    pub(crate) shops: Vec<ShopConfig>,
    /// `PICKER_PUBLIC_URL`: where browsers reach this proxy, and the issuer of its tokens. Default:
    /// `http://` and the address it listens on.
    pub(crate) public_url: Option<Url>,
    /// Listening, and the way to it.
    pub(crate) server: ServerConfig,
    /// What one client may ask of one shop.
    pub(crate) limits: ClientLimits,
    /// What is kept of Sendcloud's answers.
    pub(crate) cache: CacheConfig,
    /// `logos`: whether carriers' logos are shown, from this proxy's own address. Default true.
    pub(crate) logos: bool,
    /// `logo_url`, `SENDCLOUD_LOGO_URL`: where they come from. Default `https://cdn.sendcloud.com`.
    pub(crate) logo_url: Url,
}

/// All that is wrong with a configuration; each line names its variable.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Findings(pub Vec<String>);

impl fmt::Display for Findings {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the configuration is not complete (docs/operating.md):")?;
        self.0
            .iter()
            .try_for_each(|finding| write!(formatter, "\n  {finding}"))
    }
}

impl Config {
    /// Reads the variables of a proxy that listens on `listen` through `lookup`; the real ones are
    /// behind [`Environment`].
    ///
    /// # Errors
    ///
    /// Every variable that is missing or cannot be used.
    pub fn read(
        lookup: &dyn Fn(&str) -> Option<String>,
        listen: SocketAddr,
    ) -> Result<Self, Findings> {
        let mut variables = Variables::new(lookup);
        let shop = ShopConfig::read(&mut variables);
        let public_url = variables.parse("PICKER_PUBLIC_URL", parse_public_url);
        if listen.ip().is_unspecified() && variables.text("PICKER_PUBLIC_URL").is_none() {
            let what = format!("is not set, and no browser reaches the proxy at http://{listen}");
            variables.find("PICKER_PUBLIC_URL", &what);
        }
        let config = shop.map(|shop| Self {
            shops: vec![shop],
            public_url,
            server: ServerConfig::default(),
            limits: ClientLimits::default(),
            cache: CacheConfig::default(),
            logos: true,
            logo_url: Url::parse("https://cdn.sendcloud.com").expect("the default is an address"),
        });
        variables.finish(config)
    }

    /// Where browsers reach a proxy that listens on `listen`, without a slash at the end: the
    /// issuer of its tokens.
    pub(crate) fn issuer(&self, listen: SocketAddr) -> String {
        match &self.public_url {
            Some(url) => url.as_str().trim_end_matches('/').to_owned(),
            None => format!("http://{listen}"),
        }
    }
}

impl fmt::Debug for Config {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Config").finish_non_exhaustive()
    }
}

fn parse_public_url(text: &str) -> Result<Url, String> {
    let url = Url::parse(text)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    let url = url.filter(|url| url.query().is_none() && url.fragment().is_none());
    url.filter(|url| url.username().is_empty() && url.password().is_none())
        .ok_or_else(|| "is not an address such as https://pickup.example".to_owned())
}
