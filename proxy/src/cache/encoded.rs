//! A body in the encodings that browsers take, made once and shared by all who are sent it.

use std::io::{self, Write};

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

/// One body, three times.
pub(crate) struct Encoded {
    brotli: Representation,
    gzip: Representation,
    identity: Representation,
}

/// The body in one encoding.
pub(crate) struct Representation {
    pub(crate) bytes: Bytes,
    /// Strong: made of the body's hash and the encoding.
    pub(crate) etag: HeaderValue,
}

impl Encoded {
    /// Encodes a body; takes milliseconds.
    pub(crate) fn new(body: Vec<u8>) -> io::Result<Self> {
        let hash = xxh3_128(&body);
        let representation = |encoding: Encoding, bytes: Vec<u8>| {
            let etag = format!("\"{hash:032x}-{}\"", encoding.tag());
            Representation {
                bytes: bytes.into(),
                etag: HeaderValue::try_from(etag).expect("hex digits are header characters"),
            }
        };
        Ok(Self {
            brotli: representation(Encoding::Brotli, brotli(&body)?),
            gzip: representation(Encoding::Gzip, gzip(&body)?),
            identity: representation(Encoding::Identity, body),
        })
    }

    /// The body as one encoding has it.
    pub(crate) fn representation(&self, encoding: Encoding) -> &Representation {
        match encoding {
            Encoding::Brotli => &self.brotli,
            Encoding::Gzip => &self.gzip,
            Encoding::Identity => &self.identity,
        }
    }

    /// What it takes of the memory, in bytes.
    pub(super) fn weight(&self) -> usize {
        let all = [&self.brotli, &self.gzip, &self.identity];
        all.iter().map(|one| one.bytes.len()).sum()
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
