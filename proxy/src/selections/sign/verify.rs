//! The other side of the token: what a shop's backend does, for an operator who wants to know why
//! it refuses one.

use jiff::Timestamp;
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Algorithm, Validation, decode, decode_header};
use serde_json::Value;

use super::{Keys, TOKEN_TYPE};

/// Clocks of two machines differ.
const LEEWAY_S: i64 = 30;
/// Longest token that is looked at, in bytes; ours have less than 2,000.
const TOKEN_MAX: usize = 8 * 1024;

/// Verifies the tokens of a shop.
pub(crate) struct Verifier<'a> {
    pub(crate) keys: &'a Keys,
    /// The proxy's public address.
    pub(crate) issuer: &'a str,
    /// The shop.
    pub(crate) audience: &'a str,
}

/// Why a token proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// No compact JWS, or longer than any of ours.
    #[error("this is no token that can be read")]
    Malformed,
    /// Another algorithm than the shop's.
    #[error("it is signed in another way than the shop's selections (alg)")]
    Algorithm,
    /// Another kind of token.
    #[error("it is no token of a selection (typ)")]
    Type,
    /// Something that has to be understood, and is not.
    #[error("it asks for rules that are not known here (crit)")]
    Critical,
    /// No key is named, an unknown one, or one that has ended.
    #[error("its key is none of the shop's, or one that has ended (kid)")]
    Key,
    /// Somebody else's signature, or other contents.
    #[error("its signature is wrong")]
    Signature,
    /// Another shop's.
    #[error("it was made for another shop (aud)")]
    Audience,
    /// Another proxy's.
    #[error("it was made by another proxy, or before public_url changed (iss)")]
    Issuer,
    /// Times that are missing, or no whole numbers.
    #[error("its times are no whole numbers (iat, exp)")]
    Times,
    /// Too old.
    #[error("it has expired: ask the proxy for the selection by its id (exp)")]
    Expired,
}

impl Verifier<'_> {
    /// The claims of a token that is good at `now`.
    ///
    /// What its header says of keys (`jku`, `jwk`, `x5u` and the like) is never followed.
    ///
    /// # Errors
    ///
    /// The first thing that is wrong with it.
    pub(crate) fn verify(&self, token: &str, now: Timestamp) -> Result<Value, TokenError> {
        if token.len() > TOKEN_MAX {
            return Err(TokenError::Malformed);
        }
        let header = decode_header(token).map_err(explain)?;
        let algorithm = self.keys.algorithm();
        if header.alg != algorithm {
            return Err(TokenError::Algorithm);
        }
        // The library does not look at it.
        if header.typ.as_deref() != Some(TOKEN_TYPE) {
            return Err(TokenError::Type);
        }
        if header.crit.is_some() {
            return Err(TokenError::Critical);
        }
        let kid = header.kid.as_deref().ok_or(TokenError::Key)?;
        let key = self.keys.find(kid, now).ok_or(TokenError::Key)?;
        let key = key.material.decoding_key();
        let claims = decode::<Value>(token, &key, &signature_alone(algorithm));
        self.check(claims.map_err(explain)?.claims, now)
    }

    fn check(&self, claims: Value, now: Timestamp) -> Result<Value, TokenError> {
        if claims["aud"] != self.audience {
            return Err(TokenError::Audience);
        }
        if claims["iss"] != self.issuer {
            return Err(TokenError::Issuer);
        }
        let time = |name: &str| claims[name].as_i64().ok_or(TokenError::Times);
        time("iat")?;
        if time("exp")?.saturating_add(LEEWAY_S) < now.as_second() {
            return Err(TokenError::Expired);
        }
        Ok(claims)
    }
}

/// The shop that a token says it is for, whether or not that is true.
pub(crate) fn read_audience(token: &str) -> Option<String> {
    let claims: Value = jsonwebtoken::dangerous::insecure_decode(token).ok()?.claims;
    claims["aud"].as_str().map(str::to_owned)
}

/// The claims are checked here: the library takes a fraction for a time, lists for names, and the
/// time from the machine.
pub(super) fn signature_alone(algorithm: Algorithm) -> Validation {
    let mut validation = Validation::new(algorithm);
    validation.required_spec_claims.clear();
    validation.validate_exp = false;
    validation.validate_aud = false;
    validation
}

fn explain(error: jsonwebtoken::errors::Error) -> TokenError {
    match error.kind() {
        ErrorKind::InvalidSignature => TokenError::Signature,
        ErrorKind::InvalidAlgorithm | ErrorKind::InvalidAlgorithmName => TokenError::Algorithm,
        _ => TokenError::Malformed,
    }
}
