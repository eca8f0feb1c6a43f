//! A body in the encodings that browsers take, made once and shared by all who are sent it.

use std::io::{self, Write};
use std::sync::OnceLock;

use axum::body::Bytes;
use axum::http::HeaderValue;
use brotli::enc::BrotliEncoderParams;
use flate2::{Compression, write::GzEncoder};
use xxhash_rust::xxh3::xxh3_128;

use crate::encoding::Encoding;

/// A service of milliseconds: 100 points, 102 KB, become 8 KB.
const BROTLI_QUALITY: i32 = 5;
/// Window, as a power of two: no body is longer than 256 KB for long.
const BROTLI_WINDOW: i32 = 18;

/// One body in up to three encodings. Each is made when it is first asked for: who waits for a new
/// answer waits for one encoding, not for all.
pub(crate) struct Encoded {
    hash: u128,
    identity: Representation,
    gzip: OnceLock<Representation>,
    brotli: OnceLock<Representation>,
}

/// The body in one encoding.
pub(crate) struct Representation {
    pub(crate) bytes: Bytes,
    /// Strong: made of the body's hash and the encoding.
    pub(crate) etag: HeaderValue,
}

impl Encoded {
    pub(crate) fn new(body: Vec<u8>) -> Self {
        let hash = xxh3_128(&body);
        Self {
            hash,
            identity: Representation::new(hash, Encoding::Identity, body),
            gzip: OnceLock::new(),
            brotli: OnceLock::new(),
        }
    }

    /// The body as one encoding has it, if that was made.
    pub(crate) fn representation(&self, encoding: Encoding) -> Option<&Representation> {
        match encoding {
            Encoding::Brotli => self.brotli.get(),
            Encoding::Gzip => self.gzip.get(),
            Encoding::Identity => Some(&self.identity),
        }
    }

    /// The same, or the body as it is.
    pub(crate) fn representation_or_plain(
        &self,
        encoding: Encoding,
    ) -> (Encoding, &Representation) {
        match self.representation(encoding) {
            Some(representation) => (encoding, representation),
            None => (Encoding::Identity, &self.identity),
        }
    }

    /// Makes an encoding, where it is not there; takes milliseconds.
    ///
    /// # Errors
    ///
    /// Where there is no memory for it.
    pub(crate) fn make(&self, encoding: Encoding) -> io::Result<()> {
        let made = |bytes| Representation::new(self.hash, encoding, bytes);
        let body = &self.identity.bytes;
        match encoding {
            Encoding::Brotli if self.brotli.get().is_none() => {
                let made = made(brotli(body)?);
                self.brotli.get_or_init(|| made);
            }
            Encoding::Gzip if self.gzip.get().is_none() => {
                let made = made(gzip(body)?);
                self.gzip.get_or_init(|| made);
            }
            Encoding::Brotli | Encoding::Gzip | Encoding::Identity => {}
        }
        Ok(())
    }

    /// What it takes of the memory, in bytes.
    pub(super) fn weight(&self) -> usize {
        let encoded = [self.gzip.get(), self.brotli.get()];
        let encoded = encoded.into_iter().flatten().map(|one| one.bytes.len());
        self.identity.bytes.len() + encoded.sum::<usize>()
    }
}

impl Representation {
    fn new(hash: u128, encoding: Encoding, bytes: Vec<u8>) -> Self {
        let etag = format!("\"{hash:032x}-{}\"", encoding.tag());
        Self {
            bytes: bytes.into(),
            etag: HeaderValue::try_from(etag).expect("hex digits are header characters"),
        }
    }
}

fn brotli(body: &[u8]) -> io::Result<Vec<u8>> {
    let parameters = BrotliEncoderParams {
        quality: BROTLI_QUALITY,
        lgwin: BROTLI_WINDOW,
        size_hint: body.len(),
        ..BrotliEncoderParams::default()
    };
    let mut encoded = Vec::new();
    brotli::BrotliCompress(&mut &*body, &mut encoded, &parameters)?;
    Ok(encoded)
}

fn gzip(body: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::new(6));
    encoder.write_all(body)?;
    encoder.finish()
}
