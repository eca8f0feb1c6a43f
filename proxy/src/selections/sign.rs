//! The token: a compact JWS that any backend verifies with a stock library.

mod key;
mod keys;
#[cfg(test)]
mod tests;
mod verify;

pub(crate) use key::{Material, SigningKey};
pub(crate) use keys::Keys;
pub(crate) use verify::{TokenError, Verifier, read_audience};

use jiff::{SignedDuration, Timestamp};
use jsonwebtoken::Header;
use model::{Address, PostNumber, Reference, ServicePointId};
use serde::Serialize;

use super::Record;

/// `typ` of the header: no other token of the same secret can pass for a selection.
const TOKEN_TYPE: &str = "selection+jwt";

/// Signs the selections of a shop.
pub(crate) struct Signer {
    keys: Keys,
    lifetime: SignedDuration,
    issuer: String,
    audience: String,
}

/// What the token says.
#[derive(Serialize)]
struct Claims<'a> {
    iss: &'a str,
    aud: &'a str,
    iat: i64,
    exp: i64,
    /// The selection's id.
    jti: &'a str,
    reference: Option<&'a Reference>,
    service_point_id: ServicePointId,
    to_post_number: Option<&'a PostNumber>,
    carrier: &'a str,
    carrier_service_point_id: &'a str,
    name: &'a str,
    address: &'a Address,
    is_available: Option<bool>,
}

impl Signer {
    /// Signs as `issuer` (the proxy's public address), for `audience` (the shop); a token can be
    /// verified for a `lifetime` after it was signed.
    pub(crate) fn new(
        keys: Keys,
        lifetime: SignedDuration,
        issuer: String,
        audience: String,
    ) -> Self {
        Self {
            keys,
            lifetime,
            issuer,
            audience,
        }
    }

    /// The compact JWS over a selection, issued at `now` with the key of that moment.
    ///
    /// # Panics
    ///
    /// Never: the claims are JSON, and the keys were read as what they are.
    pub(crate) fn sign(&self, selection: &Record, now: Timestamp) -> String {
        let point = &selection.service_point;
        let claims = Claims {
            iss: &self.issuer,
            aud: &self.audience,
            iat: now.as_second(),
            exp: (now + self.lifetime).as_second(),
            jti: &selection.id,
            reference: selection.reference.as_ref(),
            service_point_id: point.id,
            to_post_number: selection.to_post_number.as_ref(),
            carrier: &point.carrier.code,
            carrier_service_point_id: &point.carrier_service_point_id,
            name: &point.name,
            address: &point.address,
            is_available: selection.is_available,
        };
        let key = self.keys.signing(now);
        let mut header = Header::new(key.material.algorithm());
        header.typ = Some(TOKEN_TYPE.to_owned());
        header.kid = Some(key.kid.clone());
        jsonwebtoken::encode(&header, &claims, &key.material.encoding_key())
            .expect("claims are JSON and the key is one of its algorithm")
    }
}
