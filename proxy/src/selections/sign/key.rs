//! A key of a shop, and the time that it is used in.

use aws_lc_rs::hmac;
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use jiff::Timestamp;
use jsonwebtoken::jwk::{Jwk, PublicKeyUse, ThumbprintHash};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey};
use secrecy::{ExposeSecret, SecretString};

/// Signs a shop's selections, or has signed them, or will.
#[derive(Clone)]
pub(crate) struct SigningKey {
    pub(crate) kid: String,
    pub(crate) material: Material,
    /// None: always.
    pub(crate) sign_from: Option<Timestamp>,
    /// None: for ever.
    pub(crate) verify_until: Option<Timestamp>,
}

/// What a key is made of, which says what signs with it.
#[derive(Clone)]
pub(crate) enum Material {
    /// For `HS256`: who verifies could sign as well.
    Secret(SecretString),
    /// Ed25519, for `EdDSA`.
    KeyPair {
        private: EncodingKey,
        /// With `alg` and `use`, without `kid`.
        public: Box<Jwk>,
    },
}

impl SigningKey {
    /// Whether it may sign at `now`, unless a newer one does.
    pub(super) fn has_begun(&self, now: Timestamp) -> bool {
        self.sign_from.is_none_or(|from| from <= now)
    }

    /// Whether nothing that it signed counts any more.
    pub(super) fn has_ended(&self, now: Timestamp) -> bool {
        self.verify_until.is_some_and(|until| until <= now)
    }

    /// What it is made of, where that is a secret.
    pub(crate) fn secret(&self) -> Option<&SecretString> {
        match &self.material {
            Material::Secret(secret) => Some(secret),
            Material::KeyPair { .. } => None,
        }
    }

    /// As a JWKS shows it; none for a secret.
    pub(super) fn public(&self) -> Option<Jwk> {
        match &self.material {
            Material::Secret(_) => None,
            Material::KeyPair { public, .. } => {
                let mut public = (**public).clone();
                public.common.key_id = Some(self.kid.clone());
                Some(public)
            }
        }
    }
}

impl Material {
    /// Reads an Ed25519 private key, PKCS#8 in PEM; none where it is anything else.
    pub(crate) fn parse_pem(pem: &str) -> Option<Self> {
        let private = EncodingKey::from_ed_pem(pem.as_bytes()).ok()?;
        let pair = Ed25519KeyPair::from_pkcs8(private.as_bytes()).ok()?;
        let public = DecodingKey::from_ed_der(pair.public_key().as_ref());
        let mut public = Jwk::from_decoding_key(&public, Some(Algorithm::EdDSA)).ok()?;
        public.common.public_key_use = Some(PublicKeyUse::Signature);
        let public = Box::new(public);
        Some(Self::KeyPair { private, public })
    }

    /// The one algorithm that it is for.
    pub(crate) fn algorithm(&self) -> Algorithm {
        match self {
            Self::Secret(_) => Algorithm::HS256,
            Self::KeyPair { .. } => Algorithm::EdDSA,
        }
    }

    /// A name that tells nothing secret, and is another where the key is: of a secret 8 hexadecimal
    /// digits, of a key pair its thumbprint (RFC 7638).
    ///
    /// # Panics
    ///
    /// Never: the thumbprint is of a key that was made here.
    pub(crate) fn default_kid(&self) -> String {
        match self {
            Self::Secret(secret) => {
                let secret = secret.expose_secret().as_bytes();
                let key = hmac::Key::new(hmac::HMAC_SHA256, secret);
                let tag = hmac::sign(&key, b"selection+jwt kid");
                let start = &tag.as_ref()[..4];
                start.iter().map(|byte| format!("{byte:02x}")).collect()
            }
            Self::KeyPair { public, .. } => public
                .thumbprint(ThumbprintHash::SHA256)
                .expect("an Ed25519 key has a thumbprint"),
        }
    }

    pub(super) fn encoding_key(&self) -> EncodingKey {
        match self {
            Self::Secret(secret) => EncodingKey::from_secret(secret.expose_secret().as_bytes()),
            Self::KeyPair { private, .. } => private.clone(),
        }
    }

    /// # Panics
    ///
    /// Never, as [`Self::default_kid`].
    pub(super) fn decoding_key(&self) -> DecodingKey {
        match self {
            Self::Secret(secret) => DecodingKey::from_secret(secret.expose_secret().as_bytes()),
            Self::KeyPair { public, .. } => {
                DecodingKey::from_jwk(public).expect("an Ed25519 key verifies")
            }
        }
    }
}
