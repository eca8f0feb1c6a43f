//! `picker-proxy verify`: whether a token is good, as a shop's backend should see it, and what it
//! says.

use std::io::{self, Read};

use crate::cli::RunError;
use crate::clock::Clock;
use crate::config::{Config, Environment, Source};
use crate::print;
use crate::selections::{TokenError, Verifier, read_audience};

/// Stands for a token on standard input, where no list of processes shows it.
const INPUT: &str = "-";
/// Most bytes read of standard input: more is no token.
const INPUT_MAX: u64 = 16 * 1024;

/// Prints the claims of a good token as JSON.
///
/// # Errors
///
/// Where the configuration cannot be used, or the first thing that is wrong with the token.
pub(crate) fn run(source: &Source, token: String) -> Result<(), RunError> {
    let config = source.read(&Environment::get).config?;
    let token = match token.as_str() {
        INPUT => read_input().map_err(RunError::Input)?,
        _ => token,
    };
    let claims = verify(&config, token.trim())?;
    print::line(format_args!("{claims:#}"));
    Ok(())
}

fn verify(config: &Config, token: &str) -> Result<serde_json::Value, TokenError> {
    let audience = read_audience(token);
    let named = config
        .shops
        .iter()
        .find(|shop| Some(&shop.key) == audience.as_ref());
    let shop = match (named, config.shops.as_slice()) {
        (Some(shop), _) | (None, [shop]) => shop,
        (None, _) if audience.is_some() => return Err(TokenError::Audience),
        (None, _) => return Err(TokenError::Malformed),
    };
    let verifier = Verifier {
        keys: &shop.signing_keys,
        issuer: &config.issuer(config.server.listen),
        audience: &shop.key,
    };
    verifier.verify(token, Clock::system().now())
}

fn read_input() -> io::Result<String> {
    let mut token = String::new();
    io::stdin().take(INPUT_MAX).read_to_string(&mut token)?;
    Ok(token)
}
