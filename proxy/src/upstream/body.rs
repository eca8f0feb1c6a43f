//! The reading of upstream bodies, which are as long as somebody else decides.

use reqwest::Response;

use super::Error;
use crate::headers::is_json;

/// Reads a JSON body piece by piece; what counts is its size after decompression.
pub(super) async fn read_json(response: Response, most: usize) -> Result<String, Error> {
    if !is_json(response.headers()) {
        return Err(Error::Malformed("it is no JSON"));
    }
    let bytes = read(response, most).await?;
    String::from_utf8(bytes).map_err(|_| Error::Malformed("it is no UTF-8"))
}

/// Reads a body up to `most` bytes.
pub(crate) async fn read(mut response: Response, most: usize) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        if bytes.len() + chunk.len() > most {
            return Err(Error::Malformed("it is too long"));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}
