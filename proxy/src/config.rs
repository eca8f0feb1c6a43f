//! What the operator decides, in a file or in variables: every finding is reported, not the first
//! alone.

mod examination;
mod limits;
mod lookup;
mod origin;
mod post_numbers;
mod secret;
mod section;
mod selections;
mod server;
mod shop;
mod signing;
mod source;
mod tables;
mod tiles;
mod upstream;
mod url;

use std::fmt;
use std::net::SocketAddr;

use reqwest::Url;

pub(crate) use limits::{ClientLimits, Rate, ShopLimits};
pub use lookup::{Contents, Environment, Lookup};
pub(crate) use origin::Origin;
use section::Section;
pub(crate) use selections::{SelectionsConfig, StoreConfig};
pub(crate) use server::{CacheConfig, ServerConfig};
pub(crate) use shop::ShopConfig;
pub use source::{Reading, Source};
pub(crate) use tiles::{TileTemplate, TilesConfig};
pub(crate) use upstream::{AccountId, AuthMode, CredentialId, Credentials, UpstreamConfig};
pub(crate) use url::is_loopback;

const PUBLIC_URL: (&str, &str) = ("public_url", "PICKER_PUBLIC_URL");
/// Sendcloud's own.
const LOGO_URL: &str = "https://cdn.sendcloud.com";

/// The configuration of `picker-proxy serve`.
pub struct Config {
    /// At least one; no two have the same key.
    pub(crate) shops: Vec<ShopConfig>,
    /// `public_url`, `PICKER_PUBLIC_URL`: where browsers reach this proxy, and the issuer of its
    /// tokens. Default: `http://` and the address it listens on.
    pub(crate) public_url: Option<Url>,
    /// Listening, and the way to it.
    pub(crate) server: ServerConfig,
    /// What one client may ask of one shop.
    pub(crate) limits: ClientLimits,
    /// What is kept of others' answers.
    pub(crate) cache: CacheConfig,
    /// What is kept of selections.
    pub(crate) selections: SelectionsConfig,
    /// `logos`: whether carriers' logos are shown, from this proxy's own address. Default true.
    pub(crate) logos: bool,
    /// `logo_url`, `SENDCLOUD_LOGO_URL`: where they come from. Default `https://cdn.sendcloud.com`.
    pub(crate) logo_url: Url,
}

/// All that is wrong with a configuration; each line names its variable, or its line and key in the
/// file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Findings(pub Vec<String>);

impl fmt::Display for Findings {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the configuration cannot be used (docs/configuration.md):")?;
        self.0
            .iter()
            .try_for_each(|finding| write!(formatter, "\n  {finding}"))
    }
}

impl Config {
    /// Reads the variables of a proxy that listens on `listen` and has no file.
    ///
    /// # Errors
    ///
    /// Every variable that is missing or cannot be used.
    pub fn read(lookup: Lookup<'_>, listen: SocketAddr) -> Result<Self, Findings> {
        let source = Source {
            listen: Some(listen),
            ..Source::default()
        };
        source.read(lookup).config
    }

    fn read_from(top: &mut Section<'_, '_>, source: &Source) -> Option<Self> {
        let is_public = top.is_set(PUBLIC_URL);
        let public_url = top.parse(PUBLIC_URL, url::parse_public);
        let logos = top.flag("logos");
        let logo_url = top.parse(("logo_url", "SENDCLOUD_LOGO_URL"), url::parse_upstream);
        let default = || Url::parse(LOGO_URL).expect("the default is an address");
        let config = Self {
            public_url,
            server: top.within("server", |section| ServerConfig::read(section, source)),
            limits: top.within("limits", ClientLimits::read),
            cache: top.within("cache", CacheConfig::read),
            selections: top.within("selections", SelectionsConfig::read),
            logos: logos.unwrap_or(true),
            logo_url: logo_url.unwrap_or_else(default),
            shops: ShopConfig::read_all(top, source.clock.now()),
        };
        let listen = config.server.listen;
        if listen.ip().is_unspecified() && !is_public {
            let what = format!("is not set, and no browser reaches the proxy at http://{listen}");
            top.find_missing(PUBLIC_URL, &what);
        }
        (!config.shops.is_empty()).then_some(config)
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
