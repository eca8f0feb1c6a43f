//! Settings that are valid, and probably not what was meant.

use std::collections::HashSet;

use secrecy::ExposeSecret;

use super::report::Report;
use crate::config::{Config, is_loopback};

/// Fewest different bytes of a secret that was drawn at random: of 32 hexadecimal digits, the
/// shortest there is, all but one in 10,000 have so many.
const DIFFERENT_MIN: usize = 10;

/// Says what should be looked at.
pub(super) fn give(config: &Config, report: &mut Report) {
    let server = &config.server;
    let public_url = config.public_url.as_ref();
    let is_terminated = public_url.is_some_and(|url| url.scheme() == "https");
    if server.trusted_proxies.is_empty() && server.listen.ip().is_loopback() {
        report.warn(
            "server.trusted_proxies is empty: requests from this machine have no client limits. \
             Name the TLS terminator in it",
        );
    } else if server.trusted_proxies.is_empty() && is_terminated {
        report.warn(
            "server.trusted_proxies is empty: all clients behind the TLS terminator share the \
             limits of one. Name the terminator in it",
        );
    }
    if server
        .trusted_proxies
        .iter()
        .any(|net| net.prefix_len() == 0)
    {
        report.warn("server.trusted_proxies trusts every address: any client can name itself");
    }
    if public_url.is_some_and(|url| url.scheme() == "http" && !is_loopback(url)) {
        report.warn("public_url is plain http: a checkout's page is https and loads nothing of it");
    }
    for shop in &config.shops {
        let secret = shop.signing_secret.expose_secret();
        let different: HashSet<u8> = secret.bytes().collect();
        if different.len() < DIFFERENT_MIN {
            let key = &shop.key;
            report.warn(&format!(
                "shop {key}: the signing secret does not look random: `openssl rand -hex 32`"
            ));
        }
    }
}
