//! The one call for a tile: a fixed host, no redirects, a cap on the body, and of the shopper
//! nothing.

use std::sync::Arc;
use std::time::Duration;

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use secrecy::SecretString;
use tokio::time::timeout;

use super::Tile;
use crate::clock::Clock;
use crate::config::{TileTemplate, TilesConfig};
use crate::pictures::{Failure, Form, Lifetime, Outcome, Picture, read};
use crate::slots::Slots;
use crate::upstream::http_client;

/// Most bytes of a tile, after decompression.
const TILE_MAX: usize = 512 * 1024;
/// What a tile may come as.
const FORMS: [Form; 4] = [Form::Webp, Form::Png, Form::Jpeg, Form::Svg];
/// One call, body included.
const DEADLINE: Duration = Duration::from_secs(5);
/// Calls at a time: what a careful client of a public map has.
const CALLS: usize = 4;
/// Calls that wait for one to end: a few screens of a map.
const QUEUE: usize = 64;
/// Longest wait for a call to end.
const WAIT: Duration = Duration::from_secs(5);

/// What tells sources apart: everything that decides a call, and so what comes back.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct SourceId(pub(crate) [u8; 8]);

/// A source that can be asked.
pub(crate) struct Source {
    id: SourceId,
    url: TileTemplate,
    key: Option<SecretString>,
    http: reqwest::Client,
    headers: HeaderMap,
    slots: Slots,
    clock: Clock,
}

impl Source {
    /// Fails where the system's certificates cannot be read.
    pub(crate) fn new(
        config: &TilesConfig,
        public_url: &str,
        clock: Clock,
    ) -> Result<Self, reqwest::Error> {
        Ok(Self {
            id: config.source_id(),
            http: http_client(config.url.base())?,
            url: config.url.clone(),
            key: config.key.clone(),
            headers: headers(config, public_url),
            slots: Slots::new(CALLS, QUEUE, WAIT),
            clock,
        })
    }

    pub(super) fn id(&self) -> SourceId {
        self.id
    }

    /// Asks for a tile, as soon as it gets its turn; only for a newer one where there is one.
    pub(crate) async fn fetch(&self, tile: Tile, last: Option<Arc<Picture>>) -> Outcome {
        let Ok(_slot) = self.slots.enter().await else {
            return Outcome::Failed(Failure::Crowded);
        };
        let outcome = timeout(DEADLINE, self.ask(tile, last)).await;
        outcome.unwrap_or(Outcome::Failed(Failure::TimedOut))
    }

    async fn ask(&self, tile: Tile, last: Option<Arc<Picture>>) -> Outcome {
        let url = self.url.fill(tile, self.key.as_ref());
        let mut request = self.http.get(url).headers(self.headers.clone());
        if let Some(last) = last {
            request = request.headers(last.validators.conditions());
        }
        let response = match request.send().await {
            Ok(response) => response,
            Err(error) => return Outcome::Failed(error.into()),
        };
        match response.status() {
            status @ (StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN) => {
                Outcome::Failed(Failure::Refused(status.as_u16()))
            }
            status @ StatusCode::TOO_MANY_REQUESTS => {
                Outcome::Failed(Failure::Failed(status.as_u16()))
            }
            _ => {
                let lifetime = Lifetime::read(response.headers(), self.clock.now());
                read(response, &FORMS, TILE_MAX, lifetime).await
            }
        }
    }
}

/// What a call says of who makes it: this proxy, and whom to write to.
fn headers(config: &TilesConfig, public_url: &str) -> HeaderMap {
    let program = concat!("picker-proxy/", env!("CARGO_PKG_VERSION"));
    let contact = config.contact.as_deref().unwrap_or(public_url);
    let forms = FORMS.map(Form::media_type).join(", ");
    let values = [
        (header::USER_AGENT, format!("{program} (+{contact})")),
        (header::REFERER, format!("{public_url}/")),
        (header::ACCEPT, forms),
    ];
    let values = values.into_iter().map(|(name, text)| {
        let value = HeaderValue::try_from(text);
        (name, value.expect("addresses are header characters"))
    });
    values.collect()
}
