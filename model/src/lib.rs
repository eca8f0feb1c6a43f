//! The vocabulary that both sides of the picker share: pure data and rules, no I/O.
//!
//! The wire format is Sendcloud's v3 format, so names here are v3's names. Reading is tolerant
//! (unknown fields, unknown enum values and missing parts never lose a service point), what is
//! read is then a type that nobody checks again. Everything compiles natively and to WASM.

#![forbid(unsafe_code)]

mod config;
mod country;
mod distance;
mod errors;
mod json;
mod lenient;
mod opening_times;
mod post_number;
mod reference;
mod search;
mod search_results;
mod selection;
mod service_point;
mod time_zone;

pub use config::{AttributionPart, PublicConfig, TileSource};
pub use country::{CountryCode, UnknownCountry};
pub use distance::distance_m;
pub use errors::{ErrorEnvelope, ErrorMeta, ErrorObject, ErrorSource, code};
pub use json::Json;
pub use opening_times::{
    DayTimes, LocalTime, OpeningStatus, OpeningTime, OpeningTimes, TimeOfDay, Weekday,
};
pub use post_number::{
    MalformedPostNumber, PostNumber, PostNumberRule, Requirement, default_post_number_rules,
    find_post_number_rule,
};
pub use reference::{MalformedReference, Reference};
pub use search::{
    Area, BoundingBox, CarrierScope, LIMIT_MAX, RADIUS_MAX_M, ReferencePoint, Search,
    StructuredAddress, TEXT_MAX,
};
pub use search_results::{
    Data, Decoded, GeocodingResult, GeocodingStatus, SearchResults, decode_search_results,
    decode_service_point,
};
pub use selection::{BindRequest, RestoreRequest, Selection, SelectionRequest};
pub use service_point::{
    Address, Carrier, Contact, Distance, GeneralShopType, Position, ServicePoint, ServicePointId,
};
pub use time_zone::{countries_with_time_zone, time_zone};
