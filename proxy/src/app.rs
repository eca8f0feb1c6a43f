//! The application: what every handler can reach, and the router over it.

use std::{fmt, net::SocketAddr, sync::Arc};

use axum::{Router, http::HeaderValue, middleware};

use crate::config::{Config, Origin, ShopConfig};
use crate::{assets::Assets, clock::Clock, selections::Signer, upstream};
use crate::{cors, headers, routes, telemetry};

/// What handlers share; cheap to clone.
#[derive(Clone)]
pub struct AppState(Arc<Shared>);

struct Shared {
    shop: ShopConfig,
    /// The shop's origins and the proxy's own.
    origins: Vec<Origin>,
    upstream: upstream::Client,
    signer: Signer,
    assets: Assets,
    clock: Clock,
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
        let issuer = config.issuer(listen);
        let Config { shop, upstream, .. } = config;
        let mut origins = shop.origins.clone();
        origins.extend(Origin::of(&issuer));
        Ok(Self(Arc::new(Shared {
            upstream: upstream::Client::new(&upstream, clock.clone())?,
            signer: Signer::new(&shop.signing_secret, issuer, shop.key.clone()),
            shop,
            origins,
            assets,
            clock,
        })))
    }

    pub(crate) fn shop(&self) -> &ShopConfig {
        &self.0.shop
    }

    pub(crate) fn upstream(&self) -> &upstream::Client {
        &self.0.upstream
    }

    pub(crate) fn signer(&self) -> &Signer {
        &self.0.signer
    }

    pub(crate) fn assets(&self) -> &Assets {
        &self.0.assets
    }

    pub(crate) fn clock(&self) -> &Clock {
        &self.0.clock
    }

    /// Whether pages of this origin may use the picker. `null`, which any sandboxed frame can
    /// send, is never configured and so never allowed.
    pub(crate) fn allows_origin(&self, origin: &HeaderValue) -> bool {
        let mut origins = self.0.origins.iter();
        origins.any(|allowed| allowed.as_str().as_bytes() == origin.as_bytes())
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
        .layer(middleware::from_fn_with_state(state, cors::check_origin))
        .layer(middleware::from_fn(headers::add_defaults))
        .layer(middleware::from_fn(telemetry::log_request))
}
