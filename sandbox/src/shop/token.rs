//! The selection token: a compact JWS, checked as any shop's backend should.

use std::{fmt, time::UNIX_EPOCH};

use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, errors::ErrorKind};
use model::ServicePointId;
use serde::Deserialize;

use super::ShopConfig;

/// Clocks of two machines differ.
const LEEWAY_S: u64 = 30;
/// The header's `typ`, so that no other token of the same secret passes for a selection.
const TYPE: &str = "selection+jwt";

/// What the picker signed.
#[derive(Clone, Deserialize)]
pub(super) struct Claims {
    pub(super) exp: u64,
    pub(super) jti: String,
    pub(super) reference: Option<String>,
    pub(super) service_point_id: ServicePointId,
    pub(super) to_post_number: Option<String>,
    pub(super) carrier: String,
    pub(super) carrier_service_point_id: String,
    pub(super) name: String,
    pub(super) address: Address,
    pub(super) is_available: Option<bool>,
}

/// A service point's address, as it was signed.
#[derive(Clone, Deserialize)]
pub(super) struct Address {
    pub(super) street: String,
    pub(super) house_number: String,
    pub(super) postal_code: String,
    pub(super) city: String,
    pub(super) country_code: String,
}

/// Why a token proves nothing. `Display` is for the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenError {
    Missing,
    Malformed,
    /// Another algorithm than HS256, `none` among them.
    Algorithm,
    Signature,
    Type,
    Audience,
    Issuer,
    Expired,
}

impl fmt::Display for TokenError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Missing => "There is no selection token: no service point was confirmed.",
            Self::Malformed => "The selection token cannot be read.",
            Self::Algorithm => "The selection token is not signed with HS256.",
            Self::Signature => "The signature of the selection token is wrong.",
            Self::Type => "The token is no selection token.",
            Self::Audience => "The selection token was made for another shop.",
            Self::Issuer => "The selection token was made by somebody else.",
            Self::Expired => {
                "The selection token has expired: the service point was confirmed too long ago."
            }
        })
    }
}

/// Verifies signature, algorithm, type, audience, issuer and expiry.
pub(super) fn verify(config: &ShopConfig, token: &str) -> Result<Claims, TokenError> {
    let mut validation = Validation::new(Algorithm::HS256);
    validation.set_audience(&[&config.shop]);
    validation.set_issuer(&[&config.issuer]);
    validation.set_required_spec_claims(&["exp", "aud", "iss"]);
    // Checked below by our own clock.
    validation.validate_exp = false;
    let key = DecodingKey::from_secret(config.signing_secret.as_bytes());
    let token = decode::<Claims>(token, &key, &validation).map_err(|error| match error.kind() {
        ErrorKind::InvalidSignature => TokenError::Signature,
        ErrorKind::InvalidAudience => TokenError::Audience,
        ErrorKind::InvalidIssuer => TokenError::Issuer,
        ErrorKind::InvalidAlgorithm | ErrorKind::InvalidAlgorithmName => TokenError::Algorithm,
        _ => TokenError::Malformed,
    })?;
    if token.header.typ.as_deref() != Some(TYPE) {
        return Err(TokenError::Type);
    }
    // A clock before 1970 refuses nothing here, and everything else would be wrong too.
    let now = config
        .clock
        .now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    if token.claims.exp.saturating_add(LEEWAY_S) < now.as_secs() {
        return Err(TokenError::Expired);
    }
    Ok(token.claims)
}
