//! The answers of v3: a list with its geocoding, or a single point. Read point by point, so that
//! a malformed one is dropped and counted instead of losing all.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::{ServicePoint, lenient};

/// v3's outer object: `{"data": …}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Data<T> {
    /// The answer itself.
    pub data: T,
}

/// What a search found.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SearchResults {
    /// Nearest first where the search had a reference point; no order is promised otherwise.
    pub results: Vec<ServicePoint>,
    /// How the address was understood; none where no address was searched for.
    pub geocoding: Option<GeocodingResult>,
}

/// How an address was understood.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GeocodingResult {
    /// Whether and how it was found.
    #[serde(default)]
    pub status: GeocodingStatus,
    /// `house_number`, `street`, `postal_code`, `city`, `region` or a later word; none when not
    /// found.
    #[serde(default, deserialize_with = "lenient::optional_text")]
    pub precision: Option<String>,
    /// The address that was matched; none when not found.
    #[serde(default, deserialize_with = "lenient::optional_text")]
    pub formatted_address: Option<String>,
}

/// Whether an address was found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GeocodingStatus {
    /// All of it.
    Matched,
    /// Nothing of it, so there are no results.
    NotFound,
    /// Part of it; also any word that v3 adds later, since the results are still usable.
    #[default]
    #[serde(other)]
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

/// Reads the body of a list answer.
///
/// # Errors
///
/// Where the body is no JSON, or has no `data.results` list.
pub fn decode_search_results(body: &str) -> Result<Decoded, serde_json::Error> {
    #[derive(Deserialize)]
    struct Raw<'a> {
        #[serde(borrow)]
        results: Vec<&'a RawValue>,
        #[serde(borrow, default)]
        geocoding: Option<&'a RawValue>,
    }
    let Data { data: raw } = serde_json::from_str::<Data<Raw<'_>>>(body)?;
    let read = |point: &&RawValue| decode_point(point.get()).ok();
    let results: Vec<ServicePoint> = raw.results.iter().filter_map(read).collect();
    let dropped = raw.results.len() - results.len();
    // A geocoding that cannot be read tells nothing, and costs none of the results.
    let geocoding = raw
        .geocoding
        .and_then(|raw| serde_json::from_str(raw.get()).ok());
    let results = SearchResults { results, geocoding };
    Ok(Decoded { results, dropped })
}

/// Reads the body of an answer by id.
///
/// # Errors
///
/// Where the body is no JSON, or the point has no id, carrier code or position.
pub fn decode_service_point(body: &str) -> Result<ServicePoint, serde_json::Error> {
    #[derive(Deserialize)]
    struct Raw<'a>(#[serde(borrow)] &'a RawValue);
    let Data { data: raw } = serde_json::from_str::<Data<Raw<'_>>>(body)?;
    decode_point(raw.0.get())
}

/// Reads one point; a carrier without a code is no carrier.
fn decode_point(json: &str) -> Result<ServicePoint, serde_json::Error> {
    let point: ServicePoint = serde_json::from_str(json)?;
    if point.carrier.code.is_empty() {
        return Err(serde::de::Error::custom("no carrier code"));
    }
    Ok(point)
}
