//! What is built of a configuration: shops that can be asked for.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::http::HeaderValue;

use crate::config::{ClientLimits, Config, Origin, SelectionsConfig};
use crate::error::Error;
use crate::limits::Trust;
use crate::shop::Shop;
use crate::tiles::Tiles;
use crate::upstream;

/// Everything that the operator decides, ready for use; replaced as a whole.
pub(crate) struct Settings {
    shops: Vec<Arc<Shop>>,
    client_limits: ClientLimits,
    trust: Trust,
    selections: SelectionsConfig,
}

impl Settings {
    /// Fails where no TLS client can be made.
    pub(crate) fn new(
        config: Config,
        listen: SocketAddr,
        upstreams: &upstream::Clients,
        tiles: &Tiles,
    ) -> Result<Self, reqwest::Error> {
        let issuer = config.issuer(listen);
        let own_origin = Origin::of(&issuer);
        let trust = Trust::new(&config.server);
        let client_limits = config.limits;
        let selections = config.selections;
        let shops = config.shops.into_iter().map(|config| {
            let client = upstreams.client(&config.upstream)?;
            let source = config.tiles.as_ref();
            let source = source.map(|source| tiles.source(source, &issuer));
            Ok(Arc::new(Shop::new(
                config,
                client,
                source.transpose()?,
                &issuer,
                own_origin.clone(),
            )))
        });
        Ok(Self {
            shops: shops.collect::<Result<_, reqwest::Error>>()?,
            client_limits,
            trust,
            selections,
        })
    }

    /// The shop named, or the only one where none is.
    ///
    /// # Errors
    ///
    /// 404 where there is no such shop, or several and none is named.
    pub(crate) fn find_shop(&self, key: Option<&str>) -> Result<&Arc<Shop>, Error> {
        match (key, self.shops.as_slice()) {
            (None, [only]) => Ok(only),
            (None, _) => Err(Error::UnknownShop),
            (Some(key), shops) => {
                let found = shops.iter().find(|shop| shop.config().key == key);
                found.ok_or(Error::UnknownShop)
            }
        }
    }

    /// All of them.
    pub(crate) fn shops(&self) -> &[Arc<Shop>] {
        &self.shops
    }

    /// Whether a page has to say which shop it is of.
    pub(crate) fn has_several_shops(&self) -> bool {
        self.shops.len() > 1
    }

    /// What one client may ask of one shop.
    pub(crate) fn client_limits(&self) -> &ClientLimits {
        &self.client_limits
    }

    /// How long selections are kept.
    pub(crate) fn selections(&self) -> &SelectionsConfig {
        &self.selections
    }

    /// Who may say whom a request comes from.
    pub(crate) fn trust(&self) -> &Trust {
        &self.trust
    }

    /// Whether pages of this origin may use any of the shops: they may read why they are refused.
    pub(crate) fn allows_origin(&self, origin: &HeaderValue) -> bool {
        self.shops.iter().any(|shop| shop.allows_origin(origin))
    }
}
