//! The token: a compact JWS that any backend verifies with a stock library.

use aws_lc_rs::hmac;
use jiff::{SignedDuration, Timestamp};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use model::{Address, PostNumber, Reference, ServicePointId};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;

use super::Record;

/// `typ` of the header: no other token of the same secret can pass for a selection.
const TOKEN_TYPE: &str = "selection+jwt";
/// How long a token can be verified: as long as a shopper may take to the end of a checkout.
const LIFETIME: SignedDuration = SignedDuration::from_mins(60);

/// Signs the selections of a shop.
pub(crate) struct Signer {
    header: Header,
    key: EncodingKey,
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
    /// Signs with `secret`, as `issuer` (the proxy's public address), for `audience` (the shop).
    pub(crate) fn new(secret: &SecretString, issuer: String, audience: String) -> Self {
        let secret = secret.expose_secret().as_bytes();
        let mut header = Header::new(Algorithm::HS256);
        header.typ = Some(TOKEN_TYPE.to_owned());
        header.kid = Some(key_id(secret));
        Self {
            header,
            key: EncodingKey::from_secret(secret),
            issuer,
            audience,
        }
    }

    /// The compact JWS over a selection, issued at `now`.
    ///
    /// # Panics
    ///
    /// Never: the claims are JSON, and an HMAC takes any key.
    pub(crate) fn sign(&self, selection: &Record, now: Timestamp) -> String {
        let point = &selection.service_point;
        let claims = Claims {
            iss: &self.issuer,
            aud: &self.audience,
            iat: now.as_second(),
            exp: (now + LIFETIME).as_second(),
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
        jsonwebtoken::encode(&self.header, &claims, &self.key)
            .expect("claims are JSON and an HMAC takes any key")
    }
}

/// A name for the key that tells nothing of it, and changes when the key does.
fn key_id(secret: &[u8]) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret);
    let tag = hmac::sign(&key, b"selection+jwt kid");
    let start = &tag.as_ref()[..4];
    start.iter().map(|byte| format!("{byte:02x}")).collect()
}
