//! `picker-proxy check`: whether a configuration and its keys are good, one line a finding. Nothing
//! is changed anywhere; three cheap questions are asked for each shop, and one of its map's source.

mod advice;
mod report;
mod tiles;

use std::process::ExitCode;

use model::{CarrierScope, CountryCode, Search};

use crate::clock::Clock;
use crate::config::{AuthMode, Environment, ShopConfig, Source, StoreConfig, UpstreamConfig};
use crate::logos::LogoUrls;
use crate::selections::{Health, Store};
use crate::telemetry::chain;
use crate::upstream::{Client, Clients, Error, Integration, Urgency};
use report::Report;

/// Where a shop that ships everywhere is tried.
const COUNTRY: &str = "NL";

/// Prints what is good and what is not, and gives the code to exit with: 1 where something fails.
pub(crate) async fn run(source: &Source) -> ExitCode {
    let mut report = Report::default();
    let place = match &source.file {
        Some(path) => path.display().to_string(),
        None => "variables".to_owned(),
    };
    match source.read(&Environment::get).config {
        Err(findings) => findings.0.iter().for_each(|finding| report.fail(finding)),
        Ok(config) => {
            let shops: Vec<_> = config.shops.iter().map(|shop| &*shop.key).collect();
            report.ok(&format!("{place}: shops {}", shops.join(", ")));
            advice::give(&config, &mut report);
            let public_url = config.issuer(config.server.listen);
            for shop in &config.shops {
                check_shop(shop, &mut report).await;
                tiles::check(shop, &public_url, &mut report).await;
            }
            check_store(config.selections.store, &mut report).await;
        }
    }
    report.exit_code()
}

/// Looks whether selections could be stored; no file is left where there was none.
async fn check_store(store: StoreConfig, report: &mut Report) {
    match Store::new(store).check().await {
        Ok(Health::Good(what)) => report.ok(&format!("selections.store: {what}")),
        Ok(Health::Doubtful(what)) => report.warn(&format!("selections.store: {what}")),
        Err(error) => report.fail(&format!("selections.store: {error}")),
    }
}

/// Looks at a shop's account, with a client of its own: what one met is nothing to another.
async fn check_shop(shop: &ShopConfig, report: &mut Report) {
    let subject = format!("shop {}", shop.key);
    let client = match Clients::new(Clock::system(), LogoUrls::default()).client(&shop.upstream) {
        Ok(client) => client,
        Err(error) => return report.fail(&format!("{subject}: {}", chain(&error))),
    };
    let id = match client.find_integration_id().await {
        Ok(id) => id,
        Err(error) => {
            let why = explain(&error, &shop.upstream).await;
            return report.fail(&format!("{subject}: {why}"));
        }
    };
    let mode = shop.upstream.auth.as_str();
    report.ok(&format!("{subject}: Sendcloud takes the keys ({mode})"));
    match client.find_integration(id).await {
        Ok(integration) => check_integration(shop, &integration, report),
        // The keys may not be allowed to look; whether the picker works shows below.
        Err(error) => report.warn(&format!(
            "{subject}: the integration's settings cannot be read: {}",
            chain(&error)
        )),
    }
    check_search(shop, &client, report).await;
}

/// What it means that an account does not answer: where it refuses, the other mode may do.
async fn explain(error: &Error, config: &UpstreamConfig) -> String {
    if error.action().is_none() {
        let tokens = match config.auth {
            AuthMode::Basic => String::new(),
            AuthMode::OAuth2 => format!(", tokens from {}", config.token_url),
        };
        return format!("{} ({}{tokens})", chain(error), config.base_url);
    }
    let other = match config.auth {
        AuthMode::Basic => AuthMode::OAuth2,
        AuthMode::OAuth2 => AuthMode::Basic,
    };
    let turned = UpstreamConfig {
        auth: other,
        ..config.clone()
    };
    let is_taken = match Clients::new(Clock::system(), LogoUrls::default()).client(&turned) {
        Ok(client) => client.find_integration_id().await.is_ok(),
        Err(_) => false,
    };
    match (is_taken, other) {
        (false, _) => chain(error),
        (true, AuthMode::OAuth2) => "the keys are good, but the integration has \"Use OAuth2 \
             authentication\" on and refuses Basic: set auth = \"oauth2\" (SENDCLOUD_AUTH), or \
             switch that off"
            .to_owned(),
        (true, AuthMode::Basic) => "the keys are good, but get no OAuth2 token: switch \"Use \
             OAuth2 authentication\" on in the integration, or set auth = \"basic\" \
             (SENDCLOUD_AUTH)"
            .to_owned(),
    }
}

/// Compares what the shop wants with what the integration has.
fn check_integration(shop: &ShopConfig, integration: &Integration, report: &mut Report) {
    let subject = format!("shop {}", shop.key);
    if !integration.is_enabled {
        let what = "Service Points is off in the integration: every search is refused";
        return report.fail(&format!("{subject}: {what}"));
    }
    report.ok(&format!(
        "{subject}: Service Points is on in the integration"
    ));
    let ticked = &integration.carriers;
    let Some(wanted) = &shop.carriers else {
        if ticked.is_empty() {
            let what = "no carrier is ticked in the integration, and none is configured";
            report.fail(&format!("{subject}: {what}"));
        } else {
            report.ok(&format!("{subject}: carriers are {}", ticked.join(", ")));
        }
        return;
    };
    let missing = wanted.iter().filter(|code| !ticked.contains(code));
    let missing: Vec<_> = missing.map(String::as_str).collect();
    if missing.is_empty() {
        let what = "the configured carriers are ticked in the integration";
        report.ok(&format!("{subject}: {what}"));
    } else {
        report.warn(&format!(
            "{subject}: {} configured, but not ticked in the integration: parcels to their points \
             may not be possible",
            missing.join(", ")
        ));
    }
}

/// Asks for one point, as a shopper's search would.
async fn check_search(shop: &ShopConfig, client: &Client, report: &mut Report) {
    let subject = format!("shop {}", shop.key);
    let countries = shop.countries.iter().flatten();
    let default = || CountryCode::parse(COUNTRY).expect("it is assigned");
    let country_code = countries.copied().next().unwrap_or_else(default);
    let search = Search {
        country_code,
        carriers: match &shop.carriers {
            Some(codes) => CarrierScope::Codes(codes.clone()),
            None => CarrierScope::Integration,
        },
        near: None,
        area: None,
        carrier_service_point_ids: Vec::new(),
        carrier_shop_type: None,
        general_shop_types: Vec::new(),
        limit: 1,
    };
    match client.search(&search, Urgency::Interactive).await {
        Ok(decoded) if decoded.results.results.is_empty() => report.warn(&format!(
            "{subject}: a search was answered, but {country_code} has no service point of its \
             carriers"
        )),
        Ok(_) => report.ok(&format!(
            "{subject}: a search in {country_code} finds points"
        )),
        Err(Error::Invalid(errors)) => {
            let details: Vec<_> = errors.iter().map(|error| error.detail.as_str()).collect();
            let details = details.join(" ");
            report.fail(&format!("{subject}: a search is refused: {details}"));
        }
        Err(error) => report.fail(&format!("{subject}: a search fails: {}", chain(&error))),
    }
}
