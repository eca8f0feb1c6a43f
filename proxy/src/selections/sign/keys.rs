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

    /// From when on, `now` or later, there is none that signs; none where there always is one.
    pub(crate) fn first_gap(&self, now: Timestamp) -> Option<Timestamp> {
        let can_sign = |at: Timestamp| {
            let mut keys = self.0.iter();
            keys.any(|key| key.has_begun(at) && !key.has_ended(at))
        };
        // Only where one ends can there be none.
        let ends = self.0.iter().filter_map(|key| key.verify_until);
        let moments = ends.filter(|end| *end > now).chain([now]);
        moments.filter(|at| !can_sign(*at)).min()
    }

    /// The key that signs: the newest that has begun, and has not ended.
    ///
    /// Where a clock was set back before all of them it is the first that has not: a checkout goes
    /// on, and the shop's backend tells by its own clock what it takes.
    ///
    /// # Panics
    ///
    /// Where all have ended, which the configuration rules out: [`Self::first_gap`].
    pub(super) fn signing(&self, now: Timestamp) -> &SigningKey {
        let lasts = |key: &&SigningKey| !key.has_ended(now);
        let begun = self.0.iter().rev().filter(lasts);
        let mut begun = begun.filter(|key| key.has_begun(now));
        let signing = begun.next().or_else(|| self.0.iter().find(lasts));
        signing.expect("one of them never ends")
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
