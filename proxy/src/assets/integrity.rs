//! Digests for pages that pin the scripts they name: made of the very bytes that are served.

use std::collections::{BTreeMap, HashMap};

use aws_lc_rs::digest;
use base64::{Engine, engine::general_purpose::STANDARD};
use serde::Serialize;

use super::{Asset, DROP_IN, LOADER};

/// `{"picker.js": "sha384-…"}`: what `integrity` of a script element takes, by the script's name. A
/// script that was not built is left out; a hashed file needs none, since the loader knows its digest.
#[derive(Serialize)]
#[serde(transparent)]
pub(crate) struct Integrity(BTreeMap<&'static str, String>);

impl Integrity {
    pub(super) fn of(files: &HashMap<String, Asset>) -> Self {
        let pinned = [LOADER, DROP_IN].into_iter();
        let built = pinned.filter_map(|name| Some((name, files.get(name)?)));
        Self(built.map(|(name, file)| (name, digest_of(file))).collect())
    }
}

/// Of the identity: browsers decode before they compare.
fn digest_of(file: &Asset) -> String {
    let digest = digest::digest(&digest::SHA384, file.identity());
    format!("sha384-{}", STANDARD.encode(digest))
}
