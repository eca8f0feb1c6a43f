//! What the operator decides, read once at start: every finding is reported, not the first alone.

mod lookup;
mod origin;
mod shop;
mod upstream;

use std::fmt;
use std::net::SocketAddr;

use reqwest::Url;

pub use lookup::Environment;
pub(crate) use lookup::Variables;
pub(crate) use origin::Origin;
pub(crate) use shop::ShopConfig;
pub(crate) use upstream::{CredentialId, Credentials, UpstreamConfig};

/// The configuration of `picker-proxy serve`.
pub struct Config {
    /// At least one; no two have the same key.
    pub(crate) shops: Vec<ShopConfig>,
    /// `PICKER_PUBLIC_URL`: where browsers reach this proxy, and the issuer of its tokens. Default:
    /// `http://` and the address it listens on.
    pub(crate) public_url: Option<Url>,
    /// `PICKER_LOGOS`: whether carriers' logos are fetched and shown, `on` or `off`. Default: `on`.
    pub(crate) logos: bool,
    /// `SENDCLOUD_LOGO_URL`: the host that has them. Default: Sendcloud's.
    pub(crate) logo_url: Url,
}

/// Where Sendcloud has the carriers' logos.
const LOGO_URL_DEFAULT: &str = "https://cdn.sendcloud.com/";

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
        let logos = variables.parse("PICKER_LOGOS", parse_switch);
        let logo_url = variables.parse("SENDCLOUD_LOGO_URL", upstream::parse_base_url);
        if listen.ip().is_unspecified() && variables.text("PICKER_PUBLIC_URL").is_none() {
            let what = format!("is not set, and no browser reaches the proxy at http://{listen}");
            variables.find("PICKER_PUBLIC_URL", &what);
        }
        let config = shop.map(|shop| Self {
            shops: vec![shop],
            public_url,
            logos: logos.unwrap_or(true),
            logo_url: logo_url.unwrap_or_else(default_logo_url),
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

fn default_logo_url() -> Url {
    Url::parse(LOGO_URL_DEFAULT).expect("the default is an address")
}

fn parse_switch(text: &str) -> Result<bool, String> {
    match text {
        "on" => Ok(true),
        "off" => Ok(false),
        _ => Err("is neither on nor off".to_owned()),
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
