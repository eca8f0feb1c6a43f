//! The application: what every handler can reach, and the router over it.

use std::convert::Infallible;
use std::time::Duration;
use std::{fmt, net::SocketAddr, sync::Arc};

use arc_swap::ArcSwap;
use axum::{Router, middleware};
use prometheus_client::registry::Registry;
use tokio::time::interval;

use crate::cache::Cache;
use crate::limits::{self, ClientAddress, Limit, Limited, Limits, Rates};
use crate::{assets::Assets, clock::Clock, config::Config, settings::Settings, upstream};
use crate::{cors, front::Front, headers, routes, shop::Shop, telemetry};

/// What handlers share; cheap to clone.
#[derive(Clone)]
pub struct AppState(Arc<Shared>);

struct Shared {
    /// Replaced as a whole when the configuration is read again.
    settings: ArcSwap<Settings>,
    /// Outlive the settings: what is known of an account's quota and health.
    upstreams: upstream::Clients,
    /// Outlives them too: what clients have spent.
    limits: Limits,
    cache: Arc<Cache>,
    assets: Assets,
    clock: Clock,
    listen: SocketAddr,
}

impl AppState {
    /// Puts the parts together for a proxy that listens on `listen`.
    ///
    /// # Errors
    ///
    /// Where no TLS client can be made, as on a machine without certificates.
    pub fn new(
        config: Config,
        assets: Assets,
        clock: Clock,
        listen: SocketAddr,
    ) -> Result<Self, reqwest::Error> {
        let upstreams = upstream::Clients::new(clock.clone());
        let cache = Cache::new(config.cache.memory_bytes, clock.clone());
        let settings = Settings::new(config, listen, &upstreams)?;
        Ok(Self(Arc::new(Shared {
            settings: ArcSwap::from_pointee(settings),
            upstreams,
            limits: Limits::default(),
            cache: Arc::new(cache),
            assets,
            clock,
            listen,
        })))
    }

    /// Takes another configuration, from the next request on; those that have begun keep theirs.
    ///
    /// # Errors
    ///
    /// As [`AppState::new`]; the earlier configuration stays then.
    pub fn apply(&self, config: Config) -> Result<(), reqwest::Error> {
        let settings = Settings::new(config, self.0.listen, &self.0.upstreams)?;
        self.0.settings.store(Arc::new(settings));
        Ok(())
    }

    /// The settings of this moment.
    pub(crate) fn settings(&self) -> Arc<Settings> {
        self.0.settings.load_full()
    }

    /// Lets a client pass once more, at the rates of this moment.
    ///
    /// # Errors
    ///
    /// As [`Limits::check`].
    pub(crate) fn limit(
        &self,
        limit: Limit,
        shop: &Shop,
        client: ClientAddress,
    ) -> Result<(), Limited> {
        let settings = self.settings();
        let rates = Rates {
            client: settings.client_limits(),
            shop: &shop.config().limits,
        };
        let limits = &self.0.limits;
        limits.check(limit, &shop.config().key, client, rates)
    }

    pub(crate) fn cache(&self) -> &Arc<Cache> {
        &self.0.cache
    }

    /// Puts the metrics of calls and limits into a registry.
    pub(crate) fn register(&self, registry: &mut Registry) {
        self.0.upstreams.register(registry);
        self.0.limits.register(registry);
        self.0.cache.register(registry);
    }

    /// Drops what is dead, each minute, as long as it is polled.
    pub(crate) async fn tend(&self) -> Infallible {
        let mut minutes = interval(Duration::from_secs(60));
        loop {
            minutes.tick().await;
            self.0.cache.sweep();
        }
    }

    pub(crate) fn assets(&self) -> &Assets {
        &self.0.assets
    }

    pub(crate) fn clock(&self) -> &Clock {
        &self.0.clock
    }
}

impl fmt::Debug for AppState {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("AppState").finish_non_exhaustive()
    }
}

/// The public side of the proxy: what is kept at once, the rest by the router.
pub fn service(state: AppState) -> Front {
    service_with(state, Router::new())
}

/// The same with routes beside it, under the same middleware.
pub(crate) fn service_with(state: AppState, beside: Router) -> Front {
    Front::new(state.clone(), router_with(state, beside))
}

/// The long way alone.
pub fn router(state: AppState) -> Router {
    router_with(state, Router::new())
}

fn router_with(state: AppState, beside: Router) -> Router {
    routes::router()
        .with_state(state.clone())
        .merge(beside)
        .fallback(routes::unknown_route)
        .layer(middleware::from_fn(headers::limit_uri))
        .layer(middleware::from_fn_with_state(
            state.clone(),
            limits::limit_requests,
        ))
        .layer(middleware::from_fn_with_state(state, cors::check_origin))
        .layer(middleware::from_fn(headers::add_defaults))
        .layer(middleware::from_fn(telemetry::log_request))
}
