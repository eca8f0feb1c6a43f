//! How much one client may ask for, and all clients of a shop together. Sendcloud's quota is one
//! for all shoppers: whoever burns it closes the shop for the others.

mod address;
mod metrics;
mod table;

use std::net::IpAddr;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use prometheus_client::registry::Registry;

pub use address::client_ip;
pub(crate) use address::{ClientAddress, Trust};
use metrics::Metrics;
use table::Table;

use crate::config::{ClientLimits, Rate, ShopLimits};
use crate::gcra::Pace;
use crate::routes::{backend, query};
use crate::{app::AppState, error::Error};

/// Most keys, of clients and of their networks, that are told apart.
const KEYS_MAX: usize = 100_000;
/// How many times as much as a /64 its /48 may ask for: the one is a household, the other a site.
const SITE_FACTOR: u32 = 4;

/// What is limited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Limit {
    /// Any request below `/api/` that is no backend's.
    Requests,
    /// What Sendcloud has to be asked for; paid by the request that asks.
    Misses,
    /// Confirmations.
    Selections,
    /// Map tiles and carriers' logos.
    Files,
}

/// A client, or all of a shop's, asked too often.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many requests")]
pub(crate) struct Limited {
    /// Until one more may pass.
    pub(crate) retry_after: Duration,
}

/// How much may be asked for.
#[derive(Clone, Copy)]
pub(crate) struct Rates<'a> {
    pub(crate) client: &'a ClientLimits,
    pub(crate) shop: &'a ShopLimits,
}

/// What clients and shops have spent. Outlives the settings, whose rates count from the next
/// request on.
pub(crate) struct Limits {
    table: Table,
    metrics: Metrics,
}

/// What is counted together.
#[derive(Hash)]
enum Key<'a> {
    V4(Limit, &'a str, u32),
    Household(Limit, &'a str, u64),
    Site(Limit, &'a str, u64),
    Shop(Limit, &'a str),
    Crowd(Limit, &'a str),
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            table: Table::new(KEYS_MAX),
            metrics: Metrics::default(),
        }
    }
}

impl Limits {
    pub(crate) fn register(&self, registry: &mut Registry) {
        self.metrics.register(registry);
    }

    /// Lets one more pass, of this client in this shop.
    ///
    /// # Errors
    ///
    /// Where the client, its network or the shop as a whole has spent its limit.
    pub(crate) fn check(
        &self,
        limit: Limit,
        shop: &str,
        client: ClientAddress,
        rates: Rates<'_>,
    ) -> Result<(), Limited> {
        self.pass(limit, shop, client, rates).map_err(|wait| {
            self.metrics.count(limit.as_str());
            Limited { retry_after: wait }
        })
    }

    /// From the narrowest to the widest: what one client may not spend costs its neighbours nothing.
    fn pass(
        &self,
        limit: Limit,
        shop: &str,
        client: ClientAddress,
        rates: Rates<'_>,
    ) -> Result<(), Duration> {
        let rate = limit.of_client(rates.client);
        let pace = Pace::new(rate);
        let crowd = Key::Crowd(limit, shop);
        match client.ip() {
            _ if client.is_local() => {}
            IpAddr::V4(ip) => {
                let key = Key::V4(limit, shop, ip.to_bits());
                self.table.pass(&key, &crowd, pace)?;
            }
            IpAddr::V6(ip) => {
                let network = (ip.to_bits() >> 64) as u64;
                let household = Key::Household(limit, shop, network);
                self.table.pass(&household, &crowd, pace)?;
                let site = Key::Site(limit, shop, network >> 16);
                self.table.pass(&site, &crowd, Pace::new(of_site(rate)))?;
            }
        }
        match limit.of_shop(rates.shop) {
            Some(rate) => {
                let key = Key::Shop(limit, shop);
                self.table.pass(&key, &key, Pace::new(rate))
            }
            None => Ok(()),
        }
    }
}

fn of_site(household: Rate) -> Rate {
    Rate::new(
        household.per_minute.saturating_mul(SITE_FACTOR),
        household.burst.saturating_mul(SITE_FACTOR),
    )
}

impl Limit {
    fn of_client(self, limits: &ClientLimits) -> Rate {
        match self {
            Self::Requests => limits.requests,
            Self::Misses => limits.misses,
            Self::Selections => limits.selections,
            Self::Files => limits.files,
        }
    }

    fn of_shop(self, limits: &ShopLimits) -> Option<Rate> {
        match self {
            Self::Misses => Some(limits.misses),
            Self::Selections => Some(limits.selections),
            Self::Requests | Self::Files => None,
        }
    }

    fn as_str(self) -> &'static str {
        match self {
            Self::Requests => "requests",
            Self::Misses => "misses",
            Self::Selections => "selections",
            Self::Files => "files",
        }
    }
}

/// Limits whatever is asked for below `/api/`. A shop that does not exist is asked for at no cost, and
/// so is one by its backend: four calls are a label, and many labels are one morning's work.
pub(crate) async fn limit_requests(
    State(app): State<AppState>,
    client: ClientAddress,
    request: Request,
    next: Next,
) -> Response {
    let uri = request.uri();
    if uri.path().starts_with("/api/") {
        let settings = app.settings();
        let shop = settings.find_shop(query::shop_key(uri).as_deref());
        if let Ok(shop) = shop
            && !backend::is_of_backend(request.headers(), shop)
            && let Err(limited) = app.limit(Limit::Requests, shop, client)
        {
            return Error::from(limited).into_response();
        }
    }
    next.run(request).await
}
