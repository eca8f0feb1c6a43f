//! The answers of v3: a list with its geocoding, or a single point. Read point by point, so that
//! a malformed one is dropped and counted instead of losing all.

use serde::{Serialize, de::Error as _};
use serde_json::{Error, Value};

use crate::{ServicePoint, lenient};

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
    /// Reads a result; one that is no object tells nothing, and costs none of the points.
    fn read(json: &Value) -> Option<Self> {
        json.as_object()?;
        Some(Self {
            status: match json["status"].as_str() {
                Some("matched") => GeocodingStatus::Matched,
                Some("not_found") => GeocodingStatus::NotFound,
                _ => GeocodingStatus::PartiallyMatched,
            },
            precision: lenient::optional_text(&json["precision"]),
            formatted_address: lenient::optional_text(&json["formatted_address"]),
        })
    }
}

/// Reads the body of a list answer.
///
/// # Errors
///
/// Where the body is no JSON, or has no `data.results` list.
pub fn decode_search_results(body: &str) -> Result<Decoded, Error> {
    let json: Value = serde_json::from_str(body)?;
    let data = &json["data"];
    let Some(points) = data["results"].as_array() else {
        return Err(Error::custom("no `data.results`"));
    };
    let results: Vec<_> = points.iter().filter_map(ServicePoint::read).collect();
    let dropped = points.len() - results.len();
    let geocoding = GeocodingResult::read(&data["geocoding"]);
    let results = SearchResults { results, geocoding };
    Ok(Decoded { results, dropped })
}

/// Reads the body of an answer by id.
///
/// # Errors
///
/// Where the body is no JSON, or the point has no id, carrier code or position.
pub fn decode_service_point(body: &str) -> Result<ServicePoint, Error> {
    let json: Value = serde_json::from_str(body)?;
    ServicePoint::read(&json["data"]).ok_or_else(|| Error::custom("no service point"))
}
