//! A search for service points: v3's parameters, and every rule between them.

mod bounding_box;
mod parameters;

pub use bounding_box::BoundingBox;

use std::fmt;

use crate::{CountryCode, ErrorObject, GeneralShopType, Position};
use parameters::Parameters;

/// Smallest `radius`, in metres.
const RADIUS_MIN_M: u32 = 100;
/// Largest `radius`, in metres.
pub const RADIUS_MAX_M: u32 = 50_000;
/// `limit` where none is given.
const LIMIT_DEFAULT: u16 = 100;
/// Largest `limit`.
pub const LIMIT_MAX: u16 = 200;
/// Longest text of a parameter, in characters: ours, v3 names none.
pub const TEXT_MAX: usize = 200;

/// A valid `GET /service-points`, parsed once; whoever holds it never checks again.
#[derive(Clone, Debug, PartialEq)]
pub struct Search {
    /// Where to search.
    pub country_code: CountryCode,
    /// Whose points.
    pub carriers: CarrierScope,
    /// The place that distances are measured from.
    pub near: Option<ReferencePoint>,
    /// What the results must lie in.
    pub area: Option<Area>,
    /// The carriers' own ids of the points wanted.
    pub carrier_service_point_ids: Vec<String>,
    /// One of the carriers' own types.
    pub carrier_shop_type: Option<String>,
    /// Sendcloud's types; empty = all.
    pub general_shop_types: Vec<GeneralShopType>,
    /// Most results, 1 to [`LIMIT_MAX`].
    pub limit: u16,
}

/// Whose service points are searched. v3 demands one of the two; where a browser names neither,
/// the shop's configuration does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CarrierScope {
    /// Not said.
    Unspecified,
    /// `carrier_code`, once each; never empty.
    Codes(Vec<String>),
    /// `use_integration_carriers=true`: those ticked in the integration.
    Integration,
}

/// The reference point: v3 takes one form of it at most. Personal data, hidden by `Debug`.
#[derive(Clone, PartialEq)]
pub enum ReferencePoint {
    /// `address`: free text, geocoded.
    Address(String),
    /// `address_street`, `address_house_number`, `address_postal_code`, `address_city`: geocoded.
    Structured(StructuredAddress),
    /// `latitude` and `longitude`: taken as they are.
    Position(Position),
}

/// An address in parts; at least one is there, and no house number stands alone. Personal data,
/// hidden by `Debug`.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct StructuredAddress {
    /// Street.
    pub street: Option<String>,
    /// House number.
    pub house_number: Option<String>,
    /// Postal code.
    pub postal_code: Option<String>,
    /// City.
    pub city: Option<String>,
}

/// What the results must lie in: a circle or a box, never both.
#[derive(Clone, Debug, PartialEq)]
pub enum Area {
    /// `radius`, whole metres around the reference point.
    Radius(u32),
    /// The four corner values.
    Box(BoundingBox),
}

impl Search {
    /// Reads the decoded pairs of a query string.
    ///
    /// Blank texts count as absent. Beyond the published rules, a repeated scalar, an unknown
    /// parameter, a `radius` without a reference point and a text over [`TEXT_MAX`] characters
    /// are refused.
    ///
    /// # Errors
    ///
    /// All violations that were found, as v3 answers them: status 400, v3's code, the parameter.
    /// Without a country nothing else is looked at.
    pub fn parse<K: AsRef<str>, V: AsRef<str>>(
        pairs: impl IntoIterator<Item = (K, V)>,
    ) -> Result<Self, Vec<ErrorObject>> {
        let mut parameters = Parameters::read(pairs);
        let country_code = parameters.country_code();
        let search = country_code.map(|country_code| Self {
            country_code,
            carriers: parameters.carriers(),
            near: parameters.reference_point(),
            area: parameters.area(),
            carrier_service_point_ids: parameters.texts("carrier_service_point_id"),
            carrier_shop_type: parameters.text("carrier_shop_type"),
            general_shop_types: parameters.general_shop_types(),
            limit: parameters.limit(),
        });
        parameters.finish(search)
    }

    /// Whether it starts at an address, which v3 geocodes and which is the shopper's.
    #[must_use]
    pub fn has_address(&self) -> bool {
        match &self.near {
            Some(ReferencePoint::Address(_) | ReferencePoint::Structured(_)) => true,
            Some(ReferencePoint::Position(_)) | None => false,
        }
    }

    /// The query that asks v3 for this search, in v3's order of parameters.
    #[must_use]
    pub fn to_pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = vec![("country_code", self.country_code.to_string())];
        match &self.carriers {
            CarrierScope::Unspecified => {}
            CarrierScope::Codes(codes) => {
                pairs.extend(codes.iter().map(|code| ("carrier_code", code.clone())));
            }
            CarrierScope::Integration => {
                pairs.push(("use_integration_carriers", "true".to_owned()));
            }
        }
        if let Some(near) = &self.near {
            near.append_to(&mut pairs);
        }
        match &self.area {
            None => {}
            Some(Area::Radius(metres)) => pairs.push(("radius", metres.to_string())),
            Some(Area::Box(area)) => area.append_to(&mut pairs),
        }
        let ids = self.carrier_service_point_ids.iter();
        pairs.extend(ids.map(|id| ("carrier_service_point_id", id.clone())));
        if let Some(kind) = &self.carrier_shop_type {
            pairs.push(("carrier_shop_type", kind.clone()));
        }
        let kinds = self.general_shop_types.iter();
        pairs.extend(kinds.map(|kind| ("general_shop_type", kind.as_str().to_owned())));
        pairs.push(("limit", self.limit.to_string()));
        pairs
    }
}

impl fmt::Debug for ReferencePoint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Address(_) => "Address(…)",
            Self::Structured(_) => "Structured(…)",
            Self::Position(_) => "Position(…)",
        })
    }
}

impl fmt::Debug for StructuredAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("StructuredAddress(…)")
    }
}

impl ReferencePoint {
    fn append_to(&self, pairs: &mut Vec<(&'static str, String)>) {
        match self {
            Self::Address(address) => pairs.push(("address", address.clone())),
            Self::Structured(parts) => {
                let named = [
                    ("address_street", &parts.street),
                    ("address_house_number", &parts.house_number),
                    ("address_postal_code", &parts.postal_code),
                    ("address_city", &parts.city),
                ];
                let given = named
                    .into_iter()
                    .filter_map(|(name, part)| Some((name, part.clone()?)));
                pairs.extend(given);
            }
            Self::Position(position) => {
                pairs.push(("latitude", position.latitude.to_string()));
                pairs.push(("longitude", position.longitude.to_string()));
            }
        }
    }
}
