//! What the shopper chose, and how the shop receives it.

use serde::{Deserialize, Serialize};

use crate::{Json, Reference, ServicePoint, ServicePointId, lenient};

/// The body of `POST /api/selections`. Nothing of the point but its id comes from the browser.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SelectionRequest {
    /// The chosen point.
    pub service_point_id: ServicePointId,
    /// The shopper's number with the carrier, as typed.
    #[serde(default)]
    pub to_post_number: Option<String>,
    /// The cart or order it is for.
    #[serde(default)]
    pub reference: Option<Reference>,
}

/// The body of `POST /api/selections/restore`.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RestoreRequest {
    /// The cart.
    pub reference: Reference,
    /// The selection that the page remembers; one with a post number is given back only to who
    /// names it.
    #[serde(default)]
    pub id: Option<String>,
}

/// The body of `PATCH /api/selections/{id}`.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BindRequest {
    /// The order that the selection becomes part of.
    pub reference: Reference,
}

impl SelectionRequest {
    /// The longest post number that is looked at, in bytes; longer ones are malformed.
    pub const POST_NUMBER_MAX: usize = 64;
}

/// A confirmed selection: `service_point_id`, `to_post_number` and `carrier` are what every shop
/// saves with its order, the token is what its backend trusts.
#[derive(Clone, PartialEq, Serialize)]
pub struct Selection {
    /// `sel_` and 128 random bits, base64url.
    pub id: String,
    /// Sendcloud's id of the point.
    pub service_point_id: ServicePointId,
    /// The shopper's number with the carrier: text, leading zeros kept.
    pub to_post_number: Option<String>,
    /// The returned carrier's code.
    pub carrier: String,
    /// The v3 service point as it was when selected.
    pub service_point: ServicePoint,
    /// Sendcloud's own answer; none where it could not be asked.
    pub is_available: Option<bool>,
    /// The cart or order it is for.
    pub reference: Option<Reference>,
    /// When it was confirmed, RFC 3339 in UTC.
    pub selected_at: String,
    /// Compact JWS over all of the above that matters.
    pub token: String,
}

impl Selection {
    /// Reads a selection as the proxy sends it; none where it lacks the point or the token.
    #[must_use]
    pub fn read<J: Json>(json: &J) -> Option<Self> {
        Some(Self {
            id: lenient::optional_text(json, "id")?,
            service_point_id: lenient::integer(json, "service_point_id")
                .and_then(ServicePointId::new)?,
            to_post_number: lenient::optional_text(json, "to_post_number"),
            carrier: lenient::optional_text(json, "carrier")?,
            service_point: ServicePoint::read(&json.member("service_point")?)?,
            is_available: json.member("is_available").and_then(|answer| answer.flag()),
            reference: lenient::optional_text(json, "reference")
                .and_then(|text| Reference::parse(&text).ok()),
            selected_at: lenient::text(json, "selected_at"),
            token: lenient::optional_text(json, "token")?,
        })
    }
}

// Post number, reference and token must not reach a log by way of `{:?}`.
impl std::fmt::Debug for Selection {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Selection")
            .field("id", &self.id)
            .field("service_point_id", &self.service_point_id)
            .field("carrier", &self.carrier)
            .finish_non_exhaustive()
    }
}

impl std::fmt::Debug for RestoreRequest {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("RestoreRequest")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

impl std::fmt::Debug for BindRequest {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("BindRequest")
            .finish_non_exhaustive()
    }
}

impl std::fmt::Debug for SelectionRequest {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("SelectionRequest")
            .field("service_point_id", &self.service_point_id)
            .finish_non_exhaustive()
    }
}
