//! Settings that are valid, and probably not what was meant.

use std::collections::HashSet;

use jiff::SignedDuration;
use secrecy::ExposeSecret;

use super::report::Report;
use crate::config::{Config, ShopConfig, is_loopback};
use crate::selections::SigningKey;

/// Fewest different bytes of a secret that was drawn at random: of 32 hexadecimal digits, the
/// shortest there is, all but one in 10,000 have so many.
const DIFFERENT_MIN: usize = 10;
/// How much longer a key should count than its last token: clocks differ, and so do the moments at
/// which replicas read a new configuration.
const SPARE: SignedDuration = SignedDuration::from_mins(5);

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
        look_at_keys(shop, report);
        if shop.backend_secret.is_none() {
            let key = &shop.key;
            report.warn(&format!(
                "shop {key}: no backend_secret: nobody can read, bind or check its selections"
            ));
        }
    }
}

/// Says which keys are weak, or end too early.
fn look_at_keys(shop: &ShopConfig, report: &mut Report) {
    let key = &shop.key;
    let keys = &shop.signing_keys;
    for secret in keys.iter().filter_map(SigningKey::secret) {
        let different: HashSet<u8> = secret.expose_secret().bytes().collect();
        if different.len() < DIFFERENT_MIN {
            report.warn(&format!(
                "shop {key}: the signing secret does not look random: `openssl rand -hex 32`"
            ));
        }
    }
    let successors = keys.iter().skip(1).map(Some).chain([None]);
    for (signing_key, successor) in keys.iter().zip(successors) {
        let Some(until) = signing_key.verify_until else {
            continue;
        };
        let kid = &signing_key.kid;
        match successor.and_then(|successor| successor.sign_from) {
            None => report.warn(&format!(
                "shop {key}: after {until} nothing counts that the key {kid} signs, and no newer \
                 one follows it: an older one signs again"
            )),
            Some(last) if until < last + shop.token_lifetime + SPARE => report.warn(&format!(
                "shop {key}: the key {kid} ends before what it signs last has expired: its \
                 verify_until is best 5 minutes after that, or more"
            )),
            Some(_) => {}
        }
    }
}
