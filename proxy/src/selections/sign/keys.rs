//! The keys of a shop: which one signs, and which still count.

use jiff::Timestamp;
use jsonwebtoken::Algorithm;
use jsonwebtoken::jwk::JwkSet;

use super::SigningKey;

/// At least one key, all of one algorithm, no two with one `kid` or one beginning.
#[derive(Clone)]
pub(crate) struct Keys(
    /// As they begin to sign, the first of them first.
    Vec<SigningKey>,
);

impl Keys {
    /// None where there is no key.
    pub(crate) fn new(mut keys: Vec<SigningKey>) -> Option<Self> {
        keys.sort_by_key(|key| key.sign_from);
        (!keys.is_empty()).then_some(Self(keys))
    }

    /// As they begin to sign, the first of them first.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &SigningKey> {
        self.0.iter()
    }

    /// The one algorithm of the shop.
    pub(crate) fn algorithm(&self) -> Algorithm {
        self.0[0].material.algorithm()
    }

    /// Whether one has begun and what it signs counts.
    pub(crate) fn can_sign(&self, now: Timestamp) -> bool {
        let key = self.signing(now);
        key.has_begun(now) && !key.has_ended(now)
    }

    /// The key that signs: the newest that has begun.
    ///
    /// Where a clock was set back before all of them it is the first: a checkout goes on, and the
    /// shop's backend tells by its own clock what it takes.
    pub(super) fn signing(&self, now: Timestamp) -> &SigningKey {
        let begun = self.0.iter().rev().find(|key| key.has_begun(now));
        begun.unwrap_or(&self.0[0])
    }

    /// The key of this name, unless it has ended.
    pub(super) fn find(&self, kid: &str, now: Timestamp) -> Option<&SigningKey> {
        let mut keys = self.0.iter().filter(|key| !key.has_ended(now));
        keys.find(|key| key.kid == kid)
    }

    /// The public keys of all that verify, or will sign; none for secrets, which nobody is shown.
    pub(crate) fn published(&self, now: Timestamp) -> Option<JwkSet> {
        if self.algorithm() != Algorithm::EdDSA {
            return None;
        }
        let keys = self.0.iter().filter(|key| !key.has_ended(now));
        let keys = keys.filter_map(SigningKey::public).collect();
        Some(JwkSet { keys })
    }
}
