//! The digests that make caching for ever and checking in the browser safe.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// Subresource integrity as the loader hands it to `fetch`: `sha256-` and the digest in Base64. The
/// longer digests of the standard add nothing here but bytes that do not compress.
pub(crate) fn integrity(bytes: &[u8]) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(bytes)))
}

/// 64 hex digits of SHA-256 over several parts.
///
/// Each part is hashed with its length before it, so that no two lists of parts share bytes.
pub(crate) fn fingerprint<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    let digest = hasher.finalize();
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The name of the folder that holds `files` (path and content): 16 hex digits that change with
/// any name or byte, so that what lies under it may be cached for ever.
pub(crate) fn folder_name<'a>(files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> String {
    let mut files: Vec<_> = files.into_iter().collect();
    files.sort_unstable();
    let parts = files
        .iter()
        .flat_map(|(path, bytes)| [path.as_bytes(), bytes]);
    let mut name = fingerprint(parts);
    name.truncate(16);
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The value that `openssl dgst -sha256 -binary | base64` gives for the same four bytes.
    #[test]
    fn integrity_is_what_browsers_compute() {
        assert_eq!(
            integrity(b"test"),
            "sha256-n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg="
        );
    }

    #[test]
    fn fingerprint_is_plain_sha_256_over_lengths_and_parts() {
        // `printf '\x04\0\0\0\0\0\0\0test' | sha256sum`
        assert_eq!(
            fingerprint([b"test".as_slice()]),
            "4e5b70c6c4231e5ec370f3d9a90fd93cc6d936d49da369acf5a9b51010674a95"
        );
    }

    /// Without lengths a byte could move from one file to its neighbour unnoticed.
    #[test]
    fn fingerprint_sees_where_parts_end() {
        let [a, b, ab, nothing] = [&b"a"[..], b"b", b"ab", b""];
        assert_ne!(fingerprint([a, b]), fingerprint([ab, nothing]));
        assert_ne!(fingerprint([ab]), fingerprint([ab, nothing]));
    }

    #[test]
    fn folder_name_depends_on_names_and_bytes_but_not_on_order() {
        let name = folder_name([("a.js", &b"1"[..]), ("b.js", b"2")]);
        assert_eq!(name.len(), 16);
        assert!(name.bytes().all(|byte| byte.is_ascii_hexdigit()));
        assert_eq!(name, folder_name([("b.js", &b"2"[..]), ("a.js", b"1")]));
        assert_ne!(name, folder_name([("a.js", &b"1"[..]), ("b.js", b"3")]));
        assert_ne!(name, folder_name([("a.js", &b"1"[..]), ("c.js", b"2")]));
        assert_ne!(name, folder_name([("a.js", &b"2"[..]), ("b.js", b"1")]));
    }
}
