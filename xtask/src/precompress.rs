//! Writes `.br` and `.gz` beside every file, so that the proxy never compresses while serving.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::wasm::Profile;
use crate::{digest, paths};

/// How a file may be encoded on its way to a browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    Brotli,
    Gzip,
}

impl Encoding {
    pub(crate) const ALL: [Self; 2] = [Self::Brotli, Self::Gzip];

    /// What is appended to the name of the file.
    pub(crate) fn suffix(self) -> &'static str {
        match self {
            Self::Brotli => ".br",
            Self::Gzip => ".gz",
        }
    }

    /// 11 and 9, the smallest there is, for what is shipped. A development build is megabytes
    /// large, read once over the loopback: there the time is what counts.
    fn quality(self, profile: Profile) -> u32 {
        match (self, profile) {
            (Self::Brotli, Profile::Shipped) => 11,
            (Self::Gzip, Profile::Shipped) => 9,
            (Self::Brotli, Profile::Dev) => 2,
            (Self::Gzip, Profile::Dev) => 1,
        }
    }

    fn encode(self, bytes: &[u8], quality: u32) -> Result<Vec<u8>> {
        let mut encoded = Vec::new();
        match self {
            Self::Brotli => {
                let params = brotli::enc::BrotliEncoderParams {
                    quality: quality.cast_signed(),
                    size_hint: bytes.len(),
                    ..Default::default()
                };
                brotli::BrotliCompress(&mut &bytes[..], &mut encoded, &params)?;
            }
            Self::Gzip => {
                let mut encoder = GzEncoder::new(&mut encoded, Compression::new(quality));
                encoder.write_all(bytes)?;
                encoder.finish()?;
            }
        }
        Ok(encoded)
    }
}

/// Compresses `file` into its neighbours `file.br` and `file.gz`.
///
/// # Errors
///
/// Where a file cannot be read or written.
pub(crate) fn precompress(file: &Path, profile: Profile) -> Result<()> {
    let bytes = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let content = digest::fingerprint([bytes.as_slice()]);
    for encoding in Encoding::ALL {
        let quality = encoding.quality(profile);
        let suffix = encoding.suffix();
        let cache = paths::work().join("compressed");
        let cached = cache.join(format!("{content}-{quality}{suffix}"));
        if !cached.exists() {
            fs::create_dir_all(&cache)?;
            // Named in one step, so that a build cut short leaves no half file to be found.
            let unfinished = cached.with_extension("unfinished");
            fs::write(&unfinished, encoding.encode(&bytes, quality)?)?;
            fs::rename(&unfinished, &cached)?;
        }
        fs::copy(&cached, compressed_path(file, encoding))?;
    }
    Ok(())
}

/// `widget.js.br` for `widget.js`.
pub(crate) fn compressed_path(file: &Path, encoding: Encoding) -> PathBuf {
    let mut path = file.as_os_str().to_owned();
    path.push(encoding.suffix());
    path.into()
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    fn decode(encoding: Encoding, encoded: &[u8]) -> Vec<u8> {
        let mut decoded = Vec::new();
        match encoding {
            Encoding::Brotli => brotli::Decompressor::new(encoded, 4096).read_to_end(&mut decoded),
            Encoding::Gzip => flate2::read::GzDecoder::new(encoded).read_to_end(&mut decoded),
        }
        .expect("what was encoded here can be decoded");
        decoded
    }

    #[test]
    fn every_encoding_is_smaller_and_gives_the_same_bytes_back() {
        let text = "a service point, and another service point; ".repeat(500);
        for encoding in Encoding::ALL {
            for profile in [Profile::Dev, Profile::Shipped] {
                let quality = encoding.quality(profile);
                let encoded = encoding.encode(text.as_bytes(), quality).unwrap();
                assert!(encoded.len() < text.len() / 10, "{encoding:?} {profile:?}");
                assert_eq!(decode(encoding, &encoded), text.as_bytes());
            }
        }
    }

    /// The folder name promises the same bytes for ever, also from another machine's build.
    #[test]
    fn gzip_holds_no_time_of_day() {
        let encoded = Encoding::Gzip.encode(b"point", 9).unwrap();
        assert_eq!(encoded[4..8], [0; 4]);
    }

    #[test]
    fn an_empty_file_is_encoded_too() {
        for encoding in Encoding::ALL {
            let encoded = encoding.encode(b"", 9).unwrap();
            assert_eq!(decode(encoding, &encoded), b"");
        }
    }

    #[test]
    fn compressed_path_keeps_the_whole_name() {
        let file = Path::new("locales/en.json");
        let path = compressed_path(file, Encoding::Brotli);
        assert_eq!(path, Path::new("locales/en.json.br"));
    }
}
