//! Addresses that the operator names.

use std::net::IpAddr;

use reqwest::Url;

/// Reads the address of an upstream: what goes there is secret or trusted, so plain `http` never
/// leaves the machine.
///
/// # Errors
///
/// What is wrong with it, without the text itself, in which a password could stand.
pub(super) fn parse_upstream(text: &str) -> Result<Url, String> {
    let url = parse_upstream_with_query(text)?;
    if url.query().is_some() {
        return Err("must have no query".to_owned());
    }
    Ok(url)
}

/// The same of an address that may have a query.
///
/// # Errors
///
/// As [`parse_upstream`].
pub(super) fn parse_upstream_with_query(text: &str) -> Result<Url, String> {
    let url = parse(text).ok_or("is not an address such as https://panel.sendcloud.sc/api/v3")?;
    if url.scheme() == "http" && !is_loopback(&url) {
        return Err("must be https: plain http is for this machine alone".to_owned());
    }
    let is_anonymous = url.username().is_empty() && url.password().is_none();
    if url.fragment().is_some() || !is_anonymous {
        return Err("must have no fragment, user or password".to_owned());
    }
    Ok(url)
}

/// Reads an address where browsers reach the proxy.
///
/// # Errors
///
/// As [`parse_upstream`], though it may be plain `http` everywhere.
pub(super) fn parse_public(text: &str) -> Result<Url, String> {
    let url = parse(text).filter(|url| url.query().is_none() && url.fragment().is_none());
    url.filter(|url| url.username().is_empty() && url.password().is_none())
        .ok_or_else(|| "is not an address such as https://pickup.example".to_owned())
}

/// Whether an address is one of this machine.
pub(crate) fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost"
        || address
            .parse()
            .is_ok_and(|address: IpAddr| address.is_loopback())
}

fn parse(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    (matches!(url.scheme(), "http" | "https") && url.has_host()).then_some(url)
}
