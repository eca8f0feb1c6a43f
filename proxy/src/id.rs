//! Names and secrets that nobody can guess.

use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::rand;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

/// `N` random bytes as base64url, from the operating system's generator.
///
/// # Panics
///
/// Where the operating system gives no random bytes: nothing that follows would be safe.
pub(crate) fn random<const N: usize>() -> String {
    let mut bytes = [0; N];
    rand::fill(&mut bytes).expect("the operating system has random bytes");
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Whether two are the same, in a time that tells nothing of either, their lengths included.
pub(crate) fn is_same(one: &[u8], other: &[u8]) -> bool {
    let [one, other] = [one, other].map(|text| digest(&SHA256, text));
    verify_slices_are_equal(one.as_ref(), other.as_ref()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::{is_same, random};

    #[test]
    fn only_the_same_bytes_are_the_same() {
        let secret = random::<32>();
        let secret = secret.as_bytes();
        assert!(is_same(secret, secret));
        assert!(is_same(b"", b""));
        let mut almost = secret.to_vec();
        for place in 0..almost.len() {
            almost[place] ^= 1;
            assert!(!is_same(secret, &almost), "{place}");
            almost[place] ^= 1;
        }
        let longer = [secret, b"x"].concat();
        for other in [&[], &secret[1..], &secret[..31], longer.as_slice()] {
            assert!(!is_same(secret, other));
        }
    }
}
