//! The application: what every handler can reach, and the router over it.

use std::convert::Infallible;
use std::time::Duration;
use std::{fmt, net::SocketAddr, sync::Arc};

use arc_swap::ArcSwap;
use axum::{Router, middleware};
use prometheus_client::registry::Registry;
use tokio::sync::watch;
use tokio::time::{MissedTickBehavior, interval};
use tracing::{error, warn};

use crate::accept::Stage;
use crate::cache::Cache;
use crate::cli::RunError;
use crate::config::{Config, ShopLimits};
use crate::limits::{self, ClientAddress, Limit, Limited, Limits, Rates};
use crate::logos::{LogoUrls, Logos};
use crate::metrics::{self, HttpMetrics};
use crate::selections::{self, SelectionMetrics, Store};
use crate::tiles::Tiles;
use crate::{assets::Assets, clock::Clock, settings::Settings, upstream};
use crate::{cors, front::Front, headers, routes, shop::Shop, telemetry};

/// How often selections are looked through for old ones.
const PURGE_INTERVAL: Duration = Duration::from_secs(600);

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
    /// Where selections are; opened when the first is asked for, unless that was done before.
    selections: Store,
    selection_metrics: SelectionMetrics,
    /// None where the operator wants no logos.
    logos: Option<Logos>,
    tiles: Tiles,
    http_metrics: HttpMetrics,
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
        let logo_urls = LogoUrls::new(&config.issuer(listen), config.logos);
        let logos = config.logos.then(|| Logos::new(&config.logo_url));
        let logos = logos.transpose()?;
        let upstreams = upstream::Clients::new(clock.clone(), logo_urls);
        let cache = Cache::new(config.cache.memory_bytes, clock.clone());
        let selections = Store::new(config.selections.store.clone());
        let tiles = Tiles::new(config.cache.tiles_memory_bytes, clock.clone());
        let settings = Settings::new(config, listen, &upstreams, &tiles)?;
        Ok(Self(Arc::new(Shared {
            settings: ArcSwap::from_pointee(settings),
            upstreams,
            limits: Limits::default(),
            cache: Arc::new(cache),
            selections,
            selection_metrics: SelectionMetrics::default(),
            logos,
            tiles,
            http_metrics: HttpMetrics::default(),
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
        let shared = &self.0;
        let settings = Settings::new(config, shared.listen, &shared.upstreams, &shared.tiles)?;
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
        let settings = self.0.settings.load();
        let rates = Rates {
            client: settings.client_limits(),
            shop: &shop.config().limits,
        };
        let limits = &self.0.limits;
        limits.check(limit, &shop.config().key, client, rates)
    }

    /// Lets a client have one more logo or tile, whichever shop's page shows it.
    ///
    /// # Errors
    ///
    /// As [`Limits::check`].
    pub(crate) fn limit_files(&self, client: ClientAddress) -> Result<(), Limited> {
        let settings = self.settings();
        let rates = Rates {
            client: settings.client_limits(),
            shop: &ShopLimits::default(),
        };
        self.0.limits.check(Limit::Files, "", client, rates)
    }

    pub(crate) fn cache(&self) -> &Arc<Cache> {
        &self.0.cache
    }

    /// Opens the store of selections before anybody needs it. A file that cannot be written is the
    /// operator's to mend; a server may come back, and searches do without it meanwhile.
    ///
    /// # Errors
    ///
    /// Where a file cannot be used.
    pub(crate) async fn open_store(&self) -> Result<(), RunError> {
        match self.selections().open().await {
            Ok(()) => Ok(()),
            Err(cause) if self.selections().is_remote() => {
                error!(%cause, "selections cannot be stored until the database can be reached");
                Ok(())
            }
            Err(cause) => Err(RunError::Store(cause.to_string())),
        }
    }

    pub(crate) fn selections(&self) -> &Store {
        &self.0.selections
    }

    pub(crate) fn selection_metrics(&self) -> &SelectionMetrics {
        &self.0.selection_metrics
    }

    pub(crate) fn logos(&self) -> Option<&Logos> {
        self.0.logos.as_ref()
    }

    pub(crate) fn tiles(&self) -> &Tiles {
        &self.0.tiles
    }

    pub(crate) fn http_metrics(&self) -> &HttpMetrics {
        &self.0.http_metrics
    }

    /// Puts the metrics of the parts of the state into a registry.
    fn register(&self, registry: &mut Registry) {
        self.0.http_metrics.register(registry);
        self.0.upstreams.register(registry);
        self.0.limits.register(registry);
        self.0.cache.register(registry);
        self.0.selection_metrics.register(registry);
        self.0.selections.register(registry);
        if let Some(logos) = &self.0.logos {
            logos.register(registry);
        }
        self.0.tiles.register(registry);
    }

    /// Drops what is dead, and removes what has been kept for its time, as long as it is polled.
    pub(crate) async fn tend(&self) -> Infallible {
        tokio::join!(self.sweep(), self.purge()).0
    }

    async fn sweep(&self) -> Infallible {
        let mut minutes = interval(Duration::from_secs(60));
        loop {
            minutes.tick().await;
            self.0.cache.sweep();
        }
    }

    async fn purge(&self) -> Infallible {
        let mut turns = interval(PURGE_INTERVAL);
        turns.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            turns.tick().await;
            let settings = self.settings();
            let (store, now) = (self.selections(), self.clock().now());
            let removed = selections::remove_old(store, settings.selections(), now).await;
            if let Err(cause) = removed {
                warn!(%cause, "old selections are not removed yet: it is tried again");
            }
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
        .layer(middleware::from_fn_with_state(
            state.clone(),
            cors::check_origin,
        ))
        .layer(middleware::from_fn(headers::add_defaults))
        .layer(middleware::from_fn_with_state(
            state,
            telemetry::log_request,
        ))
}

/// The admin side: not for browsers. `register_others` adds what is measured outside of the state.
pub fn admin_router(
    state: &AppState,
    stage: watch::Receiver<Stage>,
    register_others: impl FnOnce(&mut Registry),
) -> Router {
    let registry = metrics::registry(|registry| {
        state.register(registry);
        telemetry::register(registry);
        register_others(registry);
    });
    routes::health::router(stage, registry)
}
