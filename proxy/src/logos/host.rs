//! The one call for a logo: fixed host, no redirects, no credentials, a cap on the body.

use std::time::Duration;

use axum::http::header;
use reqwest::{Client, Url};
use tokio::time::timeout;

use super::LogoPath;
use crate::pictures::{Failure, Lifetime, Outcome, read};
use crate::slots::Slots;
use crate::upstream::http_client;

/// Most bytes of a logo, after decompression.
const PICTURE_MAX: usize = 128 * 1024;
/// One call with its wait for a place, body included.
const DEADLINE: Duration = Duration::from_secs(3);
/// Most calls at once.
const CALLS: usize = 4;

/// Asks the host that has the logos.
pub(super) struct Host {
    http: Client,
    base_url: String,
    slots: Slots,
}

impl Host {
    /// Fails where the system's certificates cannot be read.
    pub(super) fn new(base_url: &Url) -> Result<Self, reqwest::Error> {
        Ok(Self {
            http: http_client(base_url)?,
            base_url: base_url.as_str().trim_end_matches('/').to_owned(),
            slots: Slots::new(CALLS, super::FLIGHTS, DEADLINE),
        })
    }

    /// Asks for a picture, which is kept as long as any, whatever the host says of that.
    pub(super) async fn fetch(&self, path: &LogoPath) -> Outcome {
        let outcome = timeout(DEADLINE, self.ask(path)).await;
        outcome.unwrap_or(Outcome::Failed(Failure::TimedOut))
    }

    async fn ask(&self, path: &LogoPath) -> Outcome {
        let Ok(_slot) = self.slots.enter().await else {
            return Outcome::Failed(Failure::TimedOut);
        };
        let form = path.form();
        let request = self.http.get(format!("{}/{path}", self.base_url));
        match request
            .header(header::ACCEPT, form.media_type())
            .send()
            .await
        {
            Ok(response) => read(response, &[form], PICTURE_MAX, Lifetime::UNSAID).await,
            Err(error) => Outcome::Failed(error.into()),
        }
    }
}
