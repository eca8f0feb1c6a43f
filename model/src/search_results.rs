//! The answers of v3: a list with its geocoding, or a single point. Read point by point, so that
//! a malformed one is dropped and counted instead of losing all.

use serde::{Serialize, de::Error as _};
use serde_json::{Error, Value};

use crate::{Json, ServicePoint, lenient};

/// v3's outer object: `{"data": …}`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Data<T> {
    /// The answer itself.
    pub data: T,
}

/// What a search found.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct SearchResults {
    /// Nearest first where the search had a reference point; no order is promised otherwise.
    pub results: Vec<ServicePoint>,
    /// How the address was understood; none where no address was searched for.
    pub geocoding: Option<GeocodingResult>,
}

/// How an address was understood.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct GeocodingResult {
    /// Whether and how it was found.
    pub status: GeocodingStatus,
    /// `house_number`, `street`, `postal_code`, `city`, `region` or a later word; none when not
    /// found.
    pub precision: Option<String>,
    /// The address that was matched; none when not found.
    pub formatted_address: Option<String>,
}

/// Whether an address was found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum GeocodingStatus {
    /// All of it.
    Matched,
    /// Nothing of it, so there are no results.
    NotFound,
    /// Part of it; also any word that v3 adds later, since the results are still usable.
    #[default]
    PartiallyMatched,
}

/// A list that was read, and how many of its points could not be.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Decoded {
    /// What could be read.
    pub results: SearchResults,
    /// Points without id, carrier code or position.
    pub dropped: usize,
}

impl GeocodingResult {
    fn read<J: Json>(json: &J) -> Option<Self> {
        Some(Self {
            status: match lenient::optional_text(json, "status").as_deref() {
                Some("matched") => GeocodingStatus::Matched,
                Some("not_found") => GeocodingStatus::NotFound,
                _ => GeocodingStatus::PartiallyMatched,
            },
            precision: lenient::optional_text(json, "precision"),
            formatted_address: lenient::optional_text(json, "formatted_address"),
        })
    }
}

impl Decoded {
    /// Reads the answer of a list; none where it has no `data.results`.
    #[must_use]
    pub fn read<J: Json>(json: &J) -> Option<Self> {
        let data = json.member("data")?;
        let points = data.member("results")?.items()?;
        let results: Vec<_> = points.iter().filter_map(ServicePoint::read).collect();
        let dropped = points.len() - results.len();
        let geocoding = lenient::member(&data, "geocoding");
        let geocoding = geocoding.as_ref().and_then(GeocodingResult::read);
        let results = SearchResults { results, geocoding };
        Some(Self { results, dropped })
    }
}

/// Reads the body of a list answer.
///
/// # Errors
///
/// Where the body is no JSON, or has no `data.results` list.
pub fn decode_search_results(body: &str) -> Result<Decoded, Error> {
    let json: Value = serde_json::from_str(body)?;
    Decoded::read(&&json).ok_or_else(|| Error::custom("no `data.results`"))
}

/// Reads the body of an answer by id.
///
/// # Errors
///
/// Where the body is no JSON, or the point has no id, carrier code or position.
pub fn decode_service_point(body: &str) -> Result<ServicePoint, Error> {
    let json: Value = serde_json::from_str(body)?;
    ServicePoint::read(&&json["data"]).ok_or_else(|| Error::custom("no service point"))
}
