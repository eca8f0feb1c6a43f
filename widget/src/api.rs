//! The proxy's routes, as the widget calls them.

use model::{
    Decoded, ErrorEnvelope, PublicConfig, Reference, SearchResults, Selection, SelectionRequest,
    ServicePoint,
};

use crate::{
    js::{
        browser::Browser,
        fetch::{Abort, AbortHandle, Answer, FetchError, fetch},
        json::Document,
    },
    query::{Place, Reach, encode, search_pairs, shop_pair},
    settings::Settings,
};

/// How long a search may take; the proxy's own deadline is 5 s.
const SEARCH_DEADLINE_MS: i32 = 12_000;
/// How long confirming may take; the proxy's own deadline is 8 s.
const CONFIRM_DEADLINE_MS: i32 = 10_000;

/// Why the proxy gave no result.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum ApiError {
    /// A newer request took this one's place.
    Aborted,
    /// No connection.
    Network,
    /// No answer in time.
    TimedOut,
    /// An answer that is no success.
    Refused(Box<Refusal>),
    /// A success whose body is not what the route promises.
    Unreadable,
}

/// An answer that is no success.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Refusal {
    /// HTTP status.
    pub(crate) status: u16,
    /// The envelope's code; none where v3's geocoder is down, or the body is not ours.
    pub(crate) code: Option<String>,
    /// For the developer's console.
    pub(crate) detail: String,
    /// When to try again.
    pub(crate) retry_after_s: Option<u32>,
    /// What can be chosen instead of a point that was refused, nearest first.
    pub(crate) alternatives: Vec<ServicePoint>,
}

impl ApiError {
    /// The answer, where there was one that is no success.
    pub(crate) fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Refused(refusal) => Some(refusal),
            Self::Aborted | Self::Network | Self::TimedOut | Self::Unreadable => None,
        }
    }
}

/// Searches near a place.
///
/// # Errors
///
/// [`ApiError`] where no results came.
pub(crate) async fn search(
    browser: &Browser,
    settings: &Settings,
    country: &str,
    place: &Place,
    reach: Reach,
    abort: AbortHandle,
) -> Result<SearchResults, ApiError> {
    let query = encode(&search_pairs(settings, country, place, reach));
    let url = format!("{}api/v3/service-points{query}", settings.proxy);
    let body = success(browser, fetch(&url, None, abort, SEARCH_DEADLINE_MS).await)?;
    let decoded = Document::parse(browser, &body).and_then(|json| Decoded::read(&json.root()));
    decoded
        .map(|decoded| decoded.results)
        .ok_or(ApiError::Unreadable)
}

/// Reads the shop's public settings.
///
/// # Errors
///
/// [`ApiError`] where they did not come.
pub(crate) async fn config(
    browser: &Browser,
    settings: &Settings,
) -> Result<PublicConfig, ApiError> {
    let query = encode(&shop_pair(settings));
    let url = format!("{}api/config{query}", settings.proxy);
    let abort = Abort::new();
    let answer = fetch(&url, None, abort.handle(), SEARCH_DEADLINE_MS).await;
    let body = success(browser, answer)?;
    let json = Document::parse(browser, &body).ok_or(ApiError::Unreadable)?;
    Ok(PublicConfig::read(&json.root()))
}

/// Asks for a selection below `api/selections`: for one to be confirmed at `""`, for one that a cart
/// has at `"/restore"`. What the proxy says of it, and the same as the JSON that it sent.
///
/// # Errors
///
/// [`ApiError`] where there is none, as far as we know.
pub(crate) async fn select(
    browser: &Browser,
    settings: &Settings,
    route: &str,
    request: &str,
) -> Result<(Selection, String), ApiError> {
    let query = encode(&shop_pair(settings));
    let url = format!("{}api/selections{route}{query}", settings.proxy);
    let abort = Abort::new();
    let answer = fetch(&url, Some(request), abort.handle(), CONFIRM_DEADLINE_MS).await;
    let body = success(browser, answer)?;
    let selection = read_selection(browser, &body).ok_or(ApiError::Unreadable)?;
    Ok((selection, body))
}

/// The body that asks for a selection. By hand, because the writer that could write anything costs
/// kilobytes.
pub(crate) fn selection_request(request: &SelectionRequest) -> String {
    let text = |text: Option<&str>| text.map_or_else(|| "null".to_owned(), quoted);
    [
        r#"{"service_point_id":"#,
        &request.service_point_id.to_string(),
        r#","to_post_number":"#,
        &text(request.to_post_number.as_deref()),
        r#","reference":"#,
        &text(request.reference.as_ref().map(Reference::as_str)),
        "}",
    ]
    .concat()
}

/// A text as JSON writes it.
fn quoted(text: &str) -> String {
    let mut quoted = String::from('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => {
                quoted.push('\\');
                quoted.push(character);
            }
            '\0'..='\u{1f}' => {
                quoted.push_str(if character < '\u{10}' {
                    "\\u000"
                } else {
                    "\\u001"
                });
                let digit = char::from_digit(character as u32 & 15, 16);
                quoted.extend(digit);
            }
            _ => quoted.push(character),
        }
    }
    quoted.push('"');
    quoted
}

/// Reads a selection as the proxy sent it.
pub(crate) fn read_selection(browser: &Browser, json: &str) -> Option<Selection> {
    Selection::read(&Document::parse(browser, json)?.root())
}

/// The body of a 2xx.
fn success(browser: &Browser, answer: Result<Answer, FetchError>) -> Result<String, ApiError> {
    let answer = answer.map_err(|error| match error {
        FetchError::Aborted => ApiError::Aborted,
        FetchError::TimedOut => ApiError::TimedOut,
        FetchError::Network => ApiError::Network,
    })?;
    if (200..300).contains(&answer.status) {
        return Ok(answer.body);
    }
    // A gateway in front of the proxy may answer with a page of its own.
    let envelope = Document::parse(browser, &answer.body);
    let envelope = envelope.map(|json| ErrorEnvelope::read(&json.root()));
    let error = envelope.unwrap_or_default().errors.into_iter().next();
    let error = error.unwrap_or_default();
    Err(ApiError::Refused(Box::new(Refusal {
        status: answer.status,
        code: error.code,
        detail: error.detail,
        retry_after_s: answer.retry_after_s,
        alternatives: error.meta.map(|meta| meta.alternatives).unwrap_or_default(),
    })))
}

#[cfg(test)]
mod tests {
    use model::{Reference, SelectionRequest, ServicePointId};

    use super::selection_request;

    #[test]
    fn a_request_is_the_json_that_any_writer_writes() {
        for (number, reference) in [
            (None, None),
            (Some("0012 345-6"), Some("cart-42")),
            (Some("\"\\\n\t\u{1}\u{1f}ä😀"), Some("a\"b\\c")),
        ] {
            let request = SelectionRequest {
                service_point_id: ServicePointId::new(10_000_002).expect("an id"),
                to_post_number: number.map(str::to_owned),
                reference: reference.map(|text| Reference::parse(text).expect("a reference")),
            };
            let written: serde_json::Value =
                serde_json::from_str(&selection_request(&request)).expect("it is JSON");
            assert_eq!(written, serde_json::to_value(&request).expect("it is JSON"));
        }
    }
}
