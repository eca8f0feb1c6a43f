//! The built widget, read into memory at start: a request never touches the disk, and no path from
//! outside ever becomes a file's name.

mod integrity;
mod load;

use std::{collections::HashMap, fmt};

use aws_lc_rs::digest;
use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderValue, header};

use crate::encoding::{self, Encoding};

pub(crate) use integrity::Integrity;
pub use load::AssetsError;

/// The loader, at an address that never changes.
pub(crate) const LOADER: &str = "picker.js";
/// The stand-in for Sendcloud's own script, at another.
pub(crate) const DROP_IN: &str = "sendcloud-compat.js";

/// All files of `dist/`.
pub struct Assets {
    /// By path.
    files: HashMap<String, Asset>,
    integrity: Integrity,
}

/// One file, in every encoding that it was built in.
pub(crate) struct Asset {
    pub(crate) content_type: &'static str,
    /// Identity first, then those that the build made.
    variants: Vec<Variant>,
}

/// One encoding of a file.
pub(crate) struct Variant {
    pub(crate) encoding: Encoding,
    pub(crate) bytes: Bytes,
    pub(crate) etag: HeaderValue,
}

impl Assets {
    fn new(files: HashMap<String, Asset>) -> Self {
        let integrity = Integrity::of(&files);
        Self { files, integrity }
    }

    /// A file by its path in `dist/`, such as `picker.js`.
    pub(crate) fn find(&self, path: &str) -> Option<&Asset> {
        self.files.get(path)
    }

    /// What pages can pin of the files.
    pub(crate) fn integrity(&self) -> &Integrity {
        &self.integrity
    }
}

impl Asset {
    fn new(path: &str, identity: Bytes, encoded: Vec<(Encoding, Bytes)>) -> Self {
        let digest = digest::digest(&digest::SHA256, &identity);
        let start = &digest.as_ref()[..12];
        let hash: String = start.iter().map(|byte| format!("{byte:02x}")).collect();
        let variant = |(encoding, bytes): (Encoding, Bytes)| {
            let etag = format!("\"{hash}-{}\"", encoding.tag());
            Variant {
                encoding,
                bytes,
                etag: HeaderValue::try_from(etag).expect("hex digits are header characters"),
            }
        };
        let all = [(Encoding::Identity, identity)].into_iter().chain(encoded);
        Self {
            content_type: content_type(path),
            variants: all.map(variant).collect(),
        }
    }

    /// The bytes as they are.
    fn identity(&self) -> &[u8] {
        &self.variants[0].bytes
    }

    /// The encoding that the request likes best. Identity where it likes none that there is.
    pub(crate) fn negotiate(&self, request: &HeaderMap) -> &Variant {
        let there = self.variants.iter().map(|variant| variant.encoding);
        let best = encoding::choose(request, there);
        let variant = self.variants.iter().find(|it| it.encoding == best);
        variant.unwrap_or(&self.variants[0])
    }
}

impl fmt::Debug for Assets {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Assets({} files)", self.files.len())
    }
}

/// Whether the browser says that it has this version already.
pub(crate) fn if_none_match(request: &HeaderMap, etag: &HeaderValue) -> bool {
    let values = request.get_all(header::IF_NONE_MATCH);
    let tags = values.iter().filter_map(|value| value.to_str().ok());
    let mut tags = tags.flat_map(|value| value.split(',')).map(str::trim);
    // Terminators that compress mark tags as weak; for a GET that makes no difference.
    tags.any(|tag| tag == "*" || tag.trim_start_matches("W/").as_bytes() == etag.as_bytes())
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "css" => "text/css; charset=utf-8",
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "png" => "image/png",
        "svg" => "image/svg+xml",
        "wasm" => "application/wasm",
        "webp" => "image/webp",
        _ => "application/octet-stream",
    }
}
