//! The application: what every handler can reach, and the router over it.

use std::{fmt, net::SocketAddr, sync::Arc};

use arc_swap::ArcSwap;
use axum::{Router, middleware};
use tokio::sync::watch;

use crate::logos::{LogoUrls, Logos};
use crate::metrics::Metrics;
use crate::{assets::Assets, clock::Clock, config::Config, settings::Settings, upstream};
use crate::{cors, headers, routes, telemetry};

/// What handlers share; cheap to clone.
#[derive(Clone)]
pub struct AppState(Arc<Shared>);

struct Shared {
    /// Replaced as a whole when the configuration is read again.
    settings: ArcSwap<Settings>,
    /// Outlive the settings: what is known of an account's quota and health.
    upstreams: upstream::Clients,
    /// None where the operator wants no logos.
    logos: Option<Logos>,
    metrics: Metrics,
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
        let settings = Settings::new(config, listen, &upstreams)?;
        // Every part that measures has its line here.
        let metrics = Metrics::new(|registry| {
            telemetry::register(registry);
        });
        Ok(Self(Arc::new(Shared {
            settings: ArcSwap::from_pointee(settings),
            upstreams,
            logos,
            metrics,
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

    pub(crate) fn logos(&self) -> Option<&Logos> {
        self.0.logos.as_ref()
    }

    pub(crate) fn metrics(&self) -> &Metrics {
        &self.0.metrics
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

/// The public side of the proxy.
pub fn router(state: AppState) -> Router {
    router_with(state, Router::new())
}

/// The same with routes beside it, under the same middleware.
pub(crate) fn router_with(state: AppState, beside: Router) -> Router {
    routes::router()
        .with_state(state.clone())
        .merge(beside)
        .fallback(routes::unknown_route)
        .layer(middleware::from_fn(headers::limit_uri))
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

/// The admin side: not for browsers. `/readyz` says no once the process `drains`.
pub fn admin_router(state: AppState, drains: watch::Receiver<bool>) -> Router {
    routes::health::router(state, drains)
}
