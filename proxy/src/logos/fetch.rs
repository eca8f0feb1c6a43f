//! The one call for a logo: fixed host, no redirects, no credentials, a cap on the body.

use std::sync::Arc;

use axum::http::{HeaderMap, StatusCode, header};
use reqwest::{Client, Url};

use super::{LogoPath, Picture};
use crate::upstream::{Error, http_client, read_body};

/// Most bytes of a logo, after decompression.
const PICTURE_MAX: usize = 128 * 1024;

/// Asks the host that has the logos.
pub(super) struct Host {
    http: Client,
    base_url: String,
}

/// What a call came to.
pub(super) enum Outcome {
    Found(Arc<Picture>),
    Missing,
    Failed(Error),
}

impl Host {
    /// Fails where the system's certificates cannot be read.
    pub(super) fn new(base_url: &Url) -> Result<Self, reqwest::Error> {
        Ok(Self {
            http: http_client(base_url)?,
            base_url: base_url.as_str().trim_end_matches('/').to_owned(),
        })
    }

    /// Asks for a picture; has no deadline of its own.
    pub(super) async fn fetch(&self, path: &LogoPath) -> Outcome {
        match self.read(path).await {
            Ok(Some(picture)) => Outcome::Found(Arc::new(picture)),
            Ok(None) => Outcome::Missing,
            Err(error) => Outcome::Failed(error),
        }
    }

    async fn read(&self, path: &LogoPath) -> Result<Option<Picture>, Error> {
        let media_type = path.form().media_type();
        let request = self.http.get(format!("{}/{path}", self.base_url));
        let response = request.header(header::ACCEPT, media_type).send().await?;
        match response.status() {
            StatusCode::OK => {}
            StatusCode::NOT_FOUND | StatusCode::GONE => return Ok(None),
            status if status.is_server_error() => return Err(Error::Failed(status.as_u16())),
            _ => return Err(Error::Malformed("its status is none for a picture")),
        }
        if essence(response.headers()) != Some(media_type) {
            return Err(Error::Malformed("it is no such picture by its type"));
        }
        let bytes = read_body(response, PICTURE_MAX).await?;
        let picture = Picture::check(path.form(), bytes);
        picture
            .map(Some)
            .ok_or(Error::Malformed("it is no such picture by its bytes"))
    }
}

/// The media type without its parameters.
fn essence(headers: &HeaderMap) -> Option<&str> {
    let text = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    text.split(';').next().map(str::trim)
}
