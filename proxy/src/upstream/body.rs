//! The reading of upstream bodies, which are as long as somebody else decides.

use reqwest::Response;

use super::Error;
use crate::headers::is_json;

/// Why a body could not be read to its end.
#[derive(Debug)]
pub(crate) enum BodyError {
    Broken(reqwest::Error),
    TooLong,
}

impl From<BodyError> for Error {
    fn from(error: BodyError) -> Self {
        match error {
            BodyError::Broken(error) => error.into(),
            BodyError::TooLong => Self::Malformed("it is too long"),
        }
    }
}

/// Reads a JSON body piece by piece; what counts is its size after decompression.
pub(super) async fn read_json(response: Response, most: usize) -> Result<String, Error> {
    if !is_json(response.headers()) {
        return Err(Error::Malformed("it is no JSON"));
    }
    let bytes = read(response, most).await?;
    String::from_utf8(bytes).map_err(|_| Error::Malformed("it is no UTF-8"))
}

/// Reads a body up to `most` bytes.
pub(crate) async fn read(mut response: Response, most: usize) -> Result<Vec<u8>, BodyError> {
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(BodyError::Broken)? {
        if bytes.len() + chunk.len() > most {
            return Err(BodyError::TooLong);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}
